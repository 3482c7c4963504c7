import type { TestSent } from "../../wire/wire";
import { t } from "../i18n/t";
import { showDone, showNext } from "../toast/toast";
import { useRevealSentMail } from "../workspace/useRevealSentMail";

/** Says where the test of an e-mail has gone. */
export function useTestSent(): (sent: TestSent) => void {
  const { reveal } = useRevealSentMail();
  return ({ to }) => {
    if (to !== null) showDone(t("mailTest.sent", { address: to }));
    else showNext(t("mailTest.written"), { label: t("mailTest.show"), run: reveal });
  };
}
