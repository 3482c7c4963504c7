import { describeError } from "../errors/describe";
import { t } from "../i18n/t";
import { useCommand } from "../query/useCommand";
import { showError } from "../toast/toast";

/** Shows the folder with what the practice workspace has sent. */
export function useRevealSentMail(): { reveal: () => void; revealing: boolean } {
  const { mutate, isPending } = useCommand("practice_reveal", {
    onError: (error) =>
      showError(t("workspace.revealFailed"), describeError(error), {
        label: t("action.retry"),
        run: () => mutate({}),
      }),
  });
  return { reveal: () => mutate({}), revealing: isPending };
}
