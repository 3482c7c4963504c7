import { Button, Textarea } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconLoader2 } from "@tabler/icons-react";
import { useEffect, useSyncExternalStore } from "react";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import type { PartnershipDetail } from "../../../wire/wire";
import { useNotesSessions } from "../NotesSessions";
import classes from "./Notes.module.css";
import { Section } from "./Section";

/** What the rep wrote down. Saved by itself, within a second. */
export function Notes({ detail }: { detail: PartnershipDetail }) {
  const session = useNotesSessions().of(detail);
  const { text, save } = useSyncExternalStore(session.subscribe, session.view);
  const readOnly = detail.deleted_at !== null;

  useEffect(() => session.offer(detail.notes), [session, detail.notes]);
  useEffect(() => {
    const flush = () => void session.flush();
    window.addEventListener("blur", flush);
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("blur", flush);
      window.removeEventListener("pagehide", flush);
      void session.leave();
    };
  }, [session]);

  const Icon = save.state === "saved" ? IconCheck : IconLoader2;
  return (
    <Section
      title={t("partnerships.notes")}
      aside={
        save.state !== "refused" && (
          <span className={classes.save} data-save-state={save.state}>
            <Icon size={14} aria-hidden />
            {t(`partnerships.notes.${save.state}`)}
          </span>
        )
      }
    >
      <Textarea
        aria-label={t("partnerships.notes")}
        placeholder={t("partnerships.notes.placeholder")}
        autosize
        minRows={5}
        maxRows={24}
        readOnly={readOnly}
        value={text}
        error={save.state === "refused"}
        onChange={(event) => session.change(event.currentTarget.value)}
        onBlur={() => void session.flush()}
      />
      {save.state === "refused" && (
        <div className={classes.trouble} role="alert" data-save-state={save.state}>
          <IconAlertTriangle size={16} aria-hidden className={classes.warning} />
          <span className={classes.sentence}>
            {t("partnerships.notes.notSaved", { sentence: describeError(save.error) })}
          </span>
          <Button size="compact-sm" variant="default" onClick={() => void session.flush()}>
            {t("action.retry")}
          </Button>
        </div>
      )}
    </Section>
  );
}
