import { Button } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { t } from "../../shared/i18n/t";
import { Message } from "../../shared/kit/Message";
import { useDelayed } from "../../shared/kit/useDelayed";
import { forgetNotSaved } from "../../shared/query/connection";
import { useReady } from "../../shared/ready/ready";
import { clearToasts } from "../../shared/toast/toast";
import { workspaceStatusKey, workspaceStatusQuery } from "../../shared/workspace/status";
import { WorkspaceSwitchProvider } from "../../shared/workspace/WorkspaceSwitch";
import { TroubleScreen } from "./TroubleScreen";
import { WelcomeScreen } from "./WelcomeScreen";
import classes from "./WorkspaceGate.module.css";

type Props = {
  children: ReactNode;
  /** Goes to a screen, also while none is shown. */
  go: (href: string) => void;
};

/** Shows the program while its workspace is open, and what is in the way while it is not. */
export function WorkspaceGate({ children, go }: Props) {
  const status = useQuery(workspaceStatusQuery);
  const client = useQueryClient();
  const open = status.data?.state === "ready" ? status.data.path : null;
  const [shown, setShown] = useState<string | null>(null);

  // Nothing of the workspace before may reach the next one: equal ids may mean other records.
  useEffect(() => {
    if (open === shown) return;
    forgetWorkspace(client);
    setShown(open);
  }, [open, shown, client]);

  if (open !== null && open !== shown) return <Opening />;
  if (open !== null) return <WorkspaceSwitchProvider go={go}>{children}</WorkspaceSwitchProvider>;
  if (status.data?.state === "choose") return <WelcomeScreen path={status.data.path} go={go} />;
  if (status.data?.state === "unavailable") {
    return <TroubleScreen path={status.data.path} trouble={status.data.trouble} />;
  }
  if (status.isError) {
    return <Unreachable retrying={status.isFetching} onRetry={() => void status.refetch()} />;
  }
  return <Opening />;
}

function forgetWorkspace(client: QueryClient): void {
  clearToasts();
  forgetNotSaved();
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== workspaceStatusKey[0] });
}

function Opening() {
  const late = useDelayed(true, 150);
  return (
    <main className={classes.opening}>
      <p role="status">{late && t("app.loading")}</p>
    </main>
  );
}

function Unreachable({ retrying, onRetry }: { retrying: boolean; onRetry: () => void }) {
  useReady("error");
  return (
    <main>
      <Message
        alert
        icon={<IconPlugConnectedX size={32} stroke={1.5} />}
        title={t("unreachable.title")}
        actions={
          <Button onClick={onRetry} loading={retrying}>
            {t("action.retry")}
          </Button>
        }
      >
        {t("unreachable.text")}
      </Message>
    </main>
  );
}
