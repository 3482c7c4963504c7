import { Button } from "@mantine/core";
import { asRpcError } from "../../../host/rpc";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { useStages } from "../../../shared/stages/stages";
import { showError } from "../../../shared/toast/toast";
import type { PartnershipDetail } from "../../../wire/wire";
import { useRecordMutation } from "../useRecordMutation";
import classes from "./Enrolment.module.css";

/** Where the goal is reached, offers to make the partnership an active partner (R46). */
export function WonOffer({ partnership }: { partnership: PartnershipDetail }) {
  const { nameOf } = useStages();
  const { setStage } = useRecordMutation();
  const { fields, deleted_at } = partnership;
  const [before, stage] = [nameOf(fields.stage), nameOf("active_partner")];
  if (deleted_at !== null || fields.stage === "active_partner" || stage === "") return null;
  const name = fields.name;

  async function accept() {
    try {
      await setStage(partnership, "active_partner", stage);
    } catch (cause) {
      const retry = { label: t("action.retry"), run: () => void accept() };
      showError(
        t("partnerships.toast.saveFailed", { name }),
        describeError(asRpcError(cause)),
        retry,
      );
    }
  }

  return (
    <div className={classes.offer}>
      <span>{t("partnerships.wonOffer.text", { name, stage: before })}</span>
      <Button size="compact-sm" variant="default" onClick={() => void accept()}>
        {t("partnerships.wonOffer.accept", { stage })}
      </Button>
    </div>
  );
}
