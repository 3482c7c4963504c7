import { Button, Group, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Timestamp } from "../../wire/wire";
import { t } from "../i18n/t";
import { now } from "../time/clock";
import classes from "./SnoozeMenu.module.css";
import { fieldsOf, momentOf, snoozeUntil } from "./snooze";

type Props = { onPick: (until: Timestamp) => void; onClose: () => void };

/** Asks for the date and the time until which a touch is put off. */
export function SnoozeDialog({ onPick, onClose }: Props) {
  const [{ date, time }, setFields] = useState(() => fieldsOf(snoozeUntil("tomorrow", now())));
  const [refused, setRefused] = useState<string | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const until = momentOf(date, time);
    if (until === null) return setRefused(t("snooze.unclear"));
    if (until <= now()) return setRefused(t("snooze.past"));
    onPick(until);
    onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t("snooze.until")}
      size={360}
      closeButtonProps={{ "aria-label": t("snooze.close") }}
    >
      <form onSubmit={submit} noValidate>
        <div className={classes.fields}>
          <TextInput
            type="date"
            label={t("snooze.date")}
            placeholder="2026-11-24"
            data-autofocus
            value={date}
            error={refused}
            onChange={(event) => setFields({ date: event.currentTarget.value, time })}
          />
          <TextInput
            type="time"
            label={t("snooze.time")}
            placeholder="09:00"
            value={time}
            error={refused !== null}
            onChange={(event) => setFields({ date, time: event.currentTarget.value })}
          />
        </div>
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            {t("snooze.cancel")}
          </Button>
          <Button type="submit">{t("snooze.label")}</Button>
        </Group>
      </form>
    </Modal>
  );
}
