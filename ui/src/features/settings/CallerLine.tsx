import { ActionIcon, Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { isSameNumber } from "../../shared/callers/callers";
import { t } from "../../shared/i18n/t";
import type { CallerNumber } from "../../wire/wire";
import { CallerForm } from "./CallerForm";
import styles from "./Callers.module.css";
import rows from "./SettingsList.module.css";
import classes from "./SettingsScreen.module.css";
import { useCallersEdit } from "./useCallersEdit";

type Props = {
  entry: CallerNumber;
  first: boolean;
  last: boolean;
  onMove: (by: -1 | 1) => void;
  /** Told the number as it is now, and the list. */
  onEdited: (number: string, numbers: readonly CallerNumber[]) => void;
  onRemove: () => void;
};

/** A number of the list with what can be done to it. */
export function CallerLine({ entry, first, last, onMove, onEdited, onRemove }: Props) {
  const [editing, setEditing] = useState(false);
  const editButton = useRef<HTMLButtonElement>(null);
  const { number, label } = entry;
  if (editing) {
    const leave = () => {
      setEditing(false);
      requestAnimationFrame(() => editButton.current?.focus());
    };
    return (
      <li className={rows.row}>
        <EditForm entry={entry} onEdited={onEdited} onClose={leave} />
      </li>
    );
  }
  return (
    <li className={rows.row}>
      <div className={rows.about}>
        {label !== "" && <div className={styles.caller}>{label}</div>}
        <div className={label === "" ? styles.caller : classes.hint} data-selectable data-figures>
          {number}
        </div>
      </div>
      <Arrows number={number} first={first} last={last} onMove={onMove} />
      <Button
        ref={editButton}
        data-do="edit"
        size="compact-sm"
        variant="default"
        aria-label={t("callers.editOne", { number })}
        onClick={() => setEditing(true)}
      >
        {t("callers.edit")}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        data-do="remove"
        aria-label={t("callers.removeOne", { number })}
        // The second click of a double click would hit the line that comes into its place.
        onClick={({ detail }) => detail < 2 && onRemove()}
      >
        {t("callers.remove")}
      </Button>
    </li>
  );
}

type ArrowProps = Pick<Props, "first" | "last" | "onMove"> & { number: string };

function Arrows({ number, first, last, onMove }: ArrowProps) {
  return (
    <>
      <ActionIcon
        variant="default"
        data-do="up"
        aria-label={t("callers.up", { number })}
        disabled={first}
        onClick={() => onMove(-1)}
      >
        <IconArrowUp size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        data-do="down"
        aria-label={t("callers.down", { number })}
        disabled={last}
        onClick={() => onMove(1)}
      >
        <IconArrowDown size={14} aria-hidden />
      </ActionIcon>
    </>
  );
}

type EditProps = Pick<Props, "entry" | "onEdited"> & { onClose: () => void };

function EditForm({ entry: before, onEdited, onClose }: EditProps) {
  const { number } = before;
  const edit = useCallersEdit();
  const submit = (entry: CallerNumber) => {
    if (entry.number === number && entry.label === before.label) {
      onClose();
      return;
    }
    const change = (from: CallerNumber, to: CallerNumber) => (all: readonly CallerNumber[]) =>
      all.map((one) => (isSameNumber(one.number, from.number) ? to : one));
    edit.mutate({
      change: change(before, entry),
      back: change(entry, before),
      done: t("callers.changed", { number: entry.number }),
      failed: null,
      onDone: (now) => {
        onClose();
        onEdited(entry.number, now);
      },
    });
  };
  return (
    <CallerForm
      name={t("callers.editOne", { number })}
      start={before}
      action={t("callers.save")}
      busy={edit.isPending}
      error={edit.error}
      // It takes the place of the button that was pressed.
      autoFocus
      onType={edit.reset}
      onSubmit={submit}
      onCancel={onClose}
    />
  );
}
