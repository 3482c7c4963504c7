import { Button } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { t } from "../../../shared/i18n/t";
import { useWindowTitle } from "../../../shared/kit/useWindowTitle";
import { useReady } from "../../../shared/ready/ready";
import { useOpenTouch } from "../../../shared/work/openTouch";
import type { PartnershipDetail, PartnershipId } from "../../../wire/wire";
import { usePartnershipActions } from "../PartnershipActions";
import { AssignDialog } from "./AssignDialog";
import { Contacts } from "./Contacts";
import { CustomFields } from "./CustomFields";
import { DetailHeader } from "./DetailHeader";
import { Enrolments } from "./Enrolments";
import { Notes } from "./Notes";
import classes from "./Partnership.module.css";
import { Timeline } from "./Timeline";

/** One partnership: who they are, what comes next, and what happened. */
export function Partnership({ detail }: { detail: PartnershipDetail }) {
  const { id, fields, deleted_at } = detail;
  const [assigning, setAssigning] = useState(false);
  const { restore } = usePartnershipActions();
  const deleted = deleted_at !== null;
  useWindowTitle(fields.name);
  useReady("partnership");
  useWantedTouch(id);

  return (
    <section className={classes.screen} aria-label={fields.name}>
      <DetailHeader detail={detail} {...(!deleted && { onAssign: () => setAssigning(true) })} />
      {deleted && (
        <div className={classes.strip} role="status">
          <span className={classes.sentence}>{t("partnerships.detail.deleted")}</span>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => restore({ id, name: fields.name })}
          >
            {t("partnerships.restore")}
          </Button>
        </div>
      )}
      <div className={classes.scroll}>
        <div className={classes.columns}>
          <Enrolments detail={detail} onAssign={() => setAssigning(true)} />
          <div className={classes.about}>
            <Contacts detail={detail} />
            <CustomFields detail={detail} />
            <Notes detail={detail} />
          </div>
          <Timeline id={id} />
        </div>
      </div>
      {assigning && <AssignDialog detail={detail} onClose={() => setAssigning(false)} />}
    </section>
  );
}

/** Opens the window of the touch that the address names, once, and takes it out of the address. */
function useWantedTouch(id: PartnershipId): void {
  const { touch } = useSearch({ from: "/frame/partnerships/$id" });
  const navigate = useNavigate();
  const openTouch = useOpenTouch();
  useEffect(() => {
    if (touch === undefined) return;
    openTouch(touch);
    void navigate({
      to: "/partnerships/$id",
      params: { id: String(id) },
      search: {},
      replace: true,
    });
  }, [touch, id, openTouch, navigate]);
}
