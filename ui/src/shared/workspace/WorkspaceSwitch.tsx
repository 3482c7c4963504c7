import { createContext, type ReactNode, use, useMemo, useState } from "react";
import { describeError } from "../errors/describe";
import { t } from "../i18n/t";
import { showError } from "../toast/toast";
import { StartForRealDialog } from "./StartForRealDialog";
import { useChooseWorkspace } from "./useChooseWorkspace";

type WorkspaceSwitch = {
  /** Asks what to take along, then opens the rep's own workspace. */
  startForReal: () => void;
  /** Opens the practice workspace. */
  practise: () => void;
  switching: boolean;
};

const SwitchContext = createContext<WorkspaceSwitch | null>(null);

/** Goes from the rep's own workspace to the practice one and back. */
export function useWorkspaceSwitch(): WorkspaceSwitch {
  const value = use(SwitchContext);
  if (!value) throw new Error("useWorkspaceSwitch needs WorkspaceSwitchProvider around it");
  return value;
}

type Props = {
  children: ReactNode;
  /** Goes to a screen, also while none is shown. */
  go: (href: string) => void;
};

export function WorkspaceSwitchProvider({ children, go }: Props) {
  const [asking, setAsking] = useState(false);
  const choose = useChooseWorkspace(go);
  const { mutate, isPending } = choose;

  const value = useMemo<WorkspaceSwitch>(() => {
    const practise = () =>
      mutate(
        { kind: "practice", copy_cadences: false },
        {
          onError: (error) =>
            showError(t("practice.openFailed"), describeError(error), {
              label: t("action.retry"),
              run: practise,
            }),
        },
      );
    return { startForReal: () => setAsking(true), practise, switching: isPending };
  }, [mutate, isPending]);

  return (
    <SwitchContext value={value}>
      {children}
      {asking && (
        <StartForRealDialog
          starting={isPending}
          error={choose.error}
          onStart={(copy_cadences) => mutate({ kind: "own", copy_cadences })}
          onClose={() => {
            choose.reset();
            setAsking(false);
          }}
        />
      )}
    </SwitchContext>
  );
}
