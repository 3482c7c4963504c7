import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FakeProgram } from "../../host/fakeProgram";
import { DockProvider } from "../../shared/dock/DockProvider";
import { DockRegion } from "../../shared/dock/DockRegion";
import { createQueryClient } from "../../shared/query/client";
import { useLiveUpdates } from "../../shared/query/useLiveUpdates";
import { useBusyMark } from "../../shared/ready/ready";
import { ThemeProvider } from "../../shared/theme/ThemeProvider";
import { setProgramClock } from "../../shared/time/clock";
import { useOpenTouch } from "../../shared/work/openTouch";
import type { TouchId } from "../../wire/wire";
import { DuePanel } from "./DuePanel";
import { FakeWork } from "./fakeWork";
import { WorkProvider } from "./WorkProvider";

function Window() {
  useBusyMark();
  useLiveUpdates();
  return (
    <DockProvider>
      <WorkProvider>
        <main>
          <Outlet />
          <DockRegion />
        </main>
        <aside aria-label="Due steps">
          <DuePanel />
        </aside>
      </WorkProvider>
    </DockProvider>
  );
}

/** The side panel and the docked window over a program in memory, with a bare screen. */
export async function renderWork(prepare: (work: FakeWork, program: FakeProgram) => void) {
  const program = new FakeProgram();
  const work = new FakeWork(program);
  prepare(work, program);
  program.install();
  setProgramClock(program.now);
  let open: (id: TouchId) => void = () => {};
  function Screen() {
    open = useOpenTouch();
    return <h1>Screen</h1>;
  }
  const root = createRootRoute({ component: Window });
  const paths = ["/", "/partnerships", "/partnerships/$id", "/cadences/$id", "/settings"];
  const router = createRouter({
    routeTree: root.addChildren(
      paths.map((path) => createRoute({ getParentRoute: () => root, path, component: Screen })),
    ),
    history: createMemoryHistory(),
  });
  const client = createQueryClient();
  render(
    <QueryClientProvider client={client}>
      <ThemeProvider>
        <RouterProvider router={router} />
        <Notifications />
      </ThemeProvider>
    </QueryClientProvider>,
  );
  await screen.findByRole("heading", { name: "Screen" });
  const path = () => router.state.location.pathname;
  return { program, work, path, open: (id: TouchId) => open(id), user: userEvent.setup() };
}
