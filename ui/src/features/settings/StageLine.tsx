import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showDone } from "../../shared/toast/toast";
import type { StageEntry, StageList } from "../../wire/wire";
import rows from "./SettingsList.module.css";
import classes from "./SettingsScreen.module.css";
import styles from "./Stages.module.css";

type Props = {
  entry: StageEntry;
  first: boolean;
  last: boolean;
  busy: boolean;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

/** A stage of the list with what can be done to it. */
export function StageLine({ entry, first, last, busy, onMove, onRemove }: Props) {
  const [renaming, setRenaming] = useState(false);
  const renameButton = useRef<HTMLButtonElement>(null);
  const { name, fixed, partnerships } = entry;
  const leave = () => {
    setRenaming(false);
    requestAnimationFrame(() => renameButton.current?.focus());
  };
  if (renaming) {
    return (
      <li className={rows.row}>
        <RenameForm entry={entry} onClose={leave} />
      </li>
    );
  }
  const count = t(partnerships.more ? "stages.countMore" : "stages.count", {
    count: partnerships.count,
  });
  return (
    <li className={rows.row}>
      <div className={rows.about}>
        <div className={styles.stage}>{name}</div>
        <div className={classes.hint}>{fixed ? t("stages.fixed", { count }) : count}</div>
      </div>
      <ActionIcon
        variant="default"
        aria-label={t("stages.up", { name })}
        disabled={first || busy}
        onClick={() => onMove(-1)}
      >
        <IconArrowUp size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        aria-label={t("stages.down", { name })}
        disabled={last || busy}
        onClick={() => onMove(1)}
      >
        <IconArrowDown size={14} aria-hidden />
      </ActionIcon>
      <Button
        ref={renameButton}
        size="compact-sm"
        variant="default"
        aria-label={t("stages.renameOne", { name })}
        onClick={() => setRenaming(true)}
      >
        {t("stages.rename")}
      </Button>
      {!fixed && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t("stages.removeOne", { name })}
          onClick={onRemove}
        >
          {t("stages.remove")}
        </Button>
      )}
    </li>
  );
}

function RenameForm({ entry, onClose }: { entry: StageEntry; onClose: () => void }) {
  const { stage, name: before } = entry;
  const [name, setName] = useState(before);
  const rename = useMutation<StageList, RpcError, string>({
    mutationFn: (name) => call("stage_rename", { stage, name }),
    meta: { saves: true },
    onSuccess: (_, name) => {
      onClose();
      const back = () => void call("stage_rename", { stage, name: before });
      showDone(t("stages.renamed", { before, name: name.trim() }), back);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rename.isPending) return;
    if (name.trim() === before) onClose();
    else rename.mutate(name);
  };
  return (
    <form
      onSubmit={submit}
      className={styles.rename}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <TextInput
        className={styles.name}
        aria-label={t("stages.nameOf", { name: before })}
        autoComplete="off"
        // The field takes the place of the button that was pressed.
        autoFocus
        value={name}
        error={rename.error && describeError(rename.error)}
        onChange={(event) => {
          rename.reset();
          setName(event.currentTarget.value);
        }}
      />
      <Button type="submit" size="compact-sm" loading={rename.isPending}>
        {t("stages.save")}
      </Button>
      <Button size="compact-sm" variant="default" onClick={onClose}>
        {t("stages.cancel")}
      </Button>
    </form>
  );
}
