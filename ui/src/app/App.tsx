import { Notifications } from "@mantine/notifications";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { WorkspaceGate } from "../features/workspace/WorkspaceGate";
import { useLiveUpdates } from "../shared/query/useLiveUpdates";
import { useBusyMark } from "../shared/ready/ready";
import { ThemeProvider } from "../shared/theme/ThemeProvider";
import classes from "./App.module.css";
import { CrashBoundary } from "./CrashBoundary";
import type { createAppRouter } from "./router";

type Props = { client: QueryClient; router: ReturnType<typeof createAppRouter> };

export function App({ client, router }: Props) {
  return (
    <QueryClientProvider client={client}>
      <ThemeProvider>
        <CrashBoundary>
          <Background />
          <WorkspaceGate go={(href) => router.history.push(href)}>
            <RouterProvider router={router} />
          </WorkspaceGate>
        </CrashBoundary>
        <Notifications
          className={classes.toasts}
          position="bottom-left"
          containerWidth={400}
          pauseResetOnHover="notification"
        />
      </ThemeProvider>
    </QueryClientProvider>
  );
}

function Background() {
  useBusyMark();
  useLiveUpdates();
  return null;
}
