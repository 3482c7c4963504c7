import { useQuery } from "@tanstack/react-query";
import { activityQuery } from "../../shared/activity/activity";
import { t } from "../../shared/i18n/t";
import { Moment } from "../../shared/time/Moment";

/** When the next step turns due, where nothing is due now. */
export function NextDue() {
  const { data, isPending } = useQuery(activityQuery);
  const at = data?.next_due_at;
  if (isPending) return null;
  if (at === null || at === undefined) return t("panel.emptyMore");
  return (
    <>
      {t("panel.nextDue")} <Moment at={at} />
    </>
  );
}
