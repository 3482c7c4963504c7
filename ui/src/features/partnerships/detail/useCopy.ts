import { t } from "../../../shared/i18n/t";
import { showDone, showError } from "../../../shared/toast/toast";

/** Puts a text into the clipboard and says so. */
export function useCopy(): (text: string) => Promise<void> {
  return async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      showDone(t("partnerships.copied", { text }));
    } catch {
      showError(t("partnerships.copyFailed"), t("partnerships.copyFailedMore"));
    }
  };
}
