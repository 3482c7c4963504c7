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
import { SettingsScreen } from "../features/settings/SettingsScreen";
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

const settings = createRoute({
  getParentRoute: () => frame,
  path: "/settings",
  component: SettingsScreen,
});

const unknown = createRoute({
  getParentRoute: () => frame,
  path: "$",
  component: NotFoundScreen,
});

const routeTree = root.addChildren([
  frame.addChildren([home, cadences, cadence, settings, unknown]),
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
