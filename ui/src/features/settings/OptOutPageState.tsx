import { useQuery } from "@tanstack/react-query";
import { t } from "../../shared/i18n/t";
import { Moment } from "../../shared/time/Moment";
import { optOutPageQuery } from "./queries";
import classes from "./SettingsScreen.module.css";

/** When the list of the rep's opt-out page was read last, or what is wrong with it. */
export function OptOutPageState() {
  const { data } = useQuery(optOutPageQuery);
  if (!data) return null;
  return (
    <div className={classes.hint}>
      {data.read_at === null ? (
        t("sender.page.notRead")
      ) : (
        <>
          {t("sender.page.read")} <Moment at={data.read_at} />
        </>
      )}
      {data.problem !== "" && (
        <div className={classes.trouble} role="alert">
          {t("sender.page.trouble", { problem: data.problem })}
        </div>
      )}
    </div>
  );
}
