import { Button, Skeleton, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { useDelayed } from "../../shared/kit/useDelayed";
import { showDone, showError } from "../../shared/toast/toast";
import type { Stage, StageEntry, StageList } from "../../wire/wire";
import { NotLoaded } from "./NotLoaded";
import { stageCountsQuery } from "./queries";
import { RemoveStageDialog } from "./RemoveStageDialog";
import rows from "./SettingsList.module.css";
import classes from "./SettingsScreen.module.css";
import { SettingsSection } from "./SettingsSection";
import { StageLine } from "./StageLine";
import styles from "./Stages.module.css";

const SKELETON_AFTER_MS = 150;

/** The list of stages: adding, renaming, putting into order, removing. */
export function StagesSection() {
  return (
    <SettingsSection title={t("stages.title")}>
      <div className={classes.hint}>{t("stages.hint")}</div>
      <List />
      <AddForm />
    </SettingsSection>
  );
}

function List() {
  const list = useQuery(stageCountsQuery);
  const late = useDelayed(list.isPending, SKELETON_AFTER_MS);
  const [removing, setRemoving] = useState<StageEntry | null>(null);
  const order = useMutation<StageList, RpcError, { stages: Stage[]; before: Stage[] }>({
    mutationFn: ({ stages }) => call("stage_order", { stages }),
    meta: { saves: true },
    onSuccess: (_, { stages, before }) =>
      showDone(
        t("stages.ordered"),
        () => order.mutate({ stages: before, before: stages }),
        "stages",
      ),
    onError: (error) => showError(t("stages.orderFailed"), describeError(error)),
  });
  if (list.isPending) return late && <Skeleton height={160} aria-label={t("stages.loading")} />;
  if (!list.data) {
    return (
      <NotLoaded
        title={t("stages.failed")}
        error={list.error}
        onRetry={() => void list.refetch()}
      />
    );
  }
  const entries = list.data;
  const move = (from: number, to: number) => {
    const before = entries.map(({ stage }) => stage);
    const stages = [...before];
    const [moved] = stages.splice(from, 1);
    if (moved === undefined) return;
    stages.splice(to, 0, moved);
    order.mutate({ stages, before });
  };
  return (
    <>
      <ol className={rows.list} aria-label={t("stages.list")}>
        {entries.map((entry, at) => (
          <StageLine
            key={entry.stage}
            entry={entry}
            first={at === 0}
            last={at === entries.length - 1}
            busy={order.isPending}
            onMove={(by) => move(at, at + by)}
            onRemove={() => setRemoving(entry)}
          />
        ))}
      </ol>
      {removing && (
        <RemoveStageDialog
          entry={removing}
          others={entries.filter(({ stage }) => stage !== removing.stage)}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  );
}

function AddForm() {
  const [name, setName] = useState("");
  const add = useMutation<StageList, RpcError, string>({
    mutationFn: (name) => call("stage_add", { name }),
    meta: { saves: true },
    onSuccess: (_, name) => {
      setName("");
      showDone(t("stages.added", { name: name.trim() }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "" && !add.isPending) add.mutate(name);
  };
  return (
    <form onSubmit={submit} className={styles.add}>
      <TextInput
        className={styles.name}
        label={t("stages.add")}
        autoComplete="off"
        value={name}
        error={add.error && describeError(add.error)}
        onChange={(event) => {
          add.reset();
          setName(event.currentTarget.value);
        }}
      />
      <Button type="submit" variant="default" loading={add.isPending}>
        {t("stages.addAction")}
      </Button>
    </form>
  );
}
