import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";
import { CadencesScreen } from "../features/cadences/CadencesScreen";
import { EditorScreen } from "../features/cadences/editor/EditorScreen";
import { readCadenceSearch, readEditorSearch } from "../features/cadences/search";
import { OutboxScreen } from "../features/outbox/OutboxScreen";
import { readOutboxSearch } from "../features/outbox/search";
import { PartnershipScreen } from "../features/partnerships/detail/PartnershipScreen";
import { PartnershipsScreen } from "../features/partnerships/PartnershipsScreen";
import { readDetailSearch, readPartnershipSearch } from "../features/partnerships/search";
import { RepliesScreen } from "../features/replies/RepliesScreen";
import { readRepliesSearch } from "../features/replies/search";
import { SettingsScreen } from "../features/settings/SettingsScreen";
import { readSettingsSearch } from "../features/settings/search";
import { readPreference } from "../shared/preferences/preferences";
import { CrashScreen } from "./CrashScreen";
import { Frame } from "./frame/Frame";
import { NotFoundScreen } from "./NotFoundScreen";

const root = createRootRoute();

const frame = createRoute({
  getParentRoute: () => root,
  id: "frame",
  component: Frame,
  notFoundComponent: NotFoundScreen,
});

const home = createRoute({
  getParentRoute: () => frame,
  path: "/",
  beforeLoad: () => {
    const last = readPreference("lastRoute");
    throw redirect({ href: last.startsWith("/") && last !== "/" ? last : "/cadences" });
  },
});

const cadences = createRoute({
  getParentRoute: () => frame,
  path: "/cadences",
  validateSearch: readCadenceSearch,
  component: CadencesScreen,
});

const cadence = createRoute({
  getParentRoute: () => frame,
  path: "/cadences/$id",
  validateSearch: readEditorSearch,
  component: EditorScreen,
});

const partnerships = createRoute({
  getParentRoute: () => frame,
  path: "/partnerships",
  validateSearch: readPartnershipSearch,
  component: PartnershipsScreen,
});

const partnership = createRoute({
  getParentRoute: () => frame,
  path: "/partnerships/$id",
  validateSearch: readDetailSearch,
  component: PartnershipScreen,
});

const outbox = createRoute({
  getParentRoute: () => frame,
  path: "/outbox",
  validateSearch: readOutboxSearch,
  component: OutboxScreen,
});

const replies = createRoute({
  getParentRoute: () => frame,
  path: "/replies",
  validateSearch: readRepliesSearch,
  component: RepliesScreen,
});

const settings = createRoute({
  getParentRoute: () => frame,
  path: "/settings",
  validateSearch: readSettingsSearch,
  component: SettingsScreen,
});

const unknown = createRoute({
  getParentRoute: () => frame,
  path: "$",
  component: NotFoundScreen,
});

const routeTree = root.addChildren([
  frame.addChildren([
    home,
    cadences,
    cadence,
    partnerships,
    partnership,
    replies,
    outbox,
    settings,
    unknown,
  ]),
]);

// The program serves one page; what follows the hash never leaves the window.
export function createAppRouter(history: RouterHistory = createHashHistory()) {
  return createRouter({
    routeTree,
    history,
    defaultErrorComponent: CrashScreen,
    scrollRestoration: false,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
