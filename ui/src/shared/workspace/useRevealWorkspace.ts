import { describeError } from "../errors/describe";
import { t } from "../i18n/t";
import { useCommand } from "../query/useCommand";
import { showError } from "../toast/toast";

/** Shows the workspace's folder in the file manager. */
export function useRevealWorkspace(): { reveal: () => void; revealing: boolean } {
  const { mutate, isPending } = useCommand("workspace_reveal", {
    onError: (error) =>
      showError(t("workspace.revealFailed"), describeError(error), {
        label: t("action.retry"),
        run: () => mutate({}),
      }),
  });
  return { reveal: () => mutate({}), revealing: isPending };
}
