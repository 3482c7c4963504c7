import { Alert, Button, Group, Modal, Select, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showDone } from "../../shared/toast/toast";
import type { StageEntry, StageList } from "../../wire/wire";

type Props = {
  entry: StageEntry;
  /** Where its partnerships may go. */
  others: readonly StageEntry[];
  onClose: () => void;
};

/** Asks where the partnerships of a stage go before it is removed. */
export function RemoveStageDialog({ entry, others, onClose }: Props) {
  const { stage, name, partnerships } = entry;
  const [target, setTarget] = useState(others[0]?.stage ?? stage);
  const remove = useMutation<StageList, RpcError, void>({
    mutationFn: () => call("stage_remove", { stage, move_to: target }),
    meta: { saves: true },
    onSuccess: () => {
      onClose();
      showDone(t("stages.removed", { name }));
    },
  });
  return (
    <Modal
      opened
      onClose={() => !remove.isPending && onClose()}
      title={t("stages.ask.title", { name })}
      size={440}
      closeButtonProps={{ "aria-label": t("stages.ask.close") }}
    >
      <Text size="sm" mb="md">
        {t(partnerships.more ? "stages.ask.textMore" : "stages.ask.text", {
          count: partnerships.count,
        })}
      </Text>
      <Select
        data-autofocus
        label={t("stages.ask.target")}
        data={others.map((other) => ({ value: other.stage, label: other.name }))}
        value={target}
        allowDeselect={false}
        comboboxProps={{ transitionProps: { duration: 0 } }}
        onChange={(to) => {
          remove.reset();
          if (to !== null) setTarget(to);
        }}
      />
      {remove.error && (
        <Alert color="red" variant="light" mt="md" title={t("stages.ask.failed")}>
          {describeError(remove.error)}
        </Alert>
      )}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose} disabled={remove.isPending}>
          {t("stages.cancel")}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t("stages.ask.confirm")}
        </Button>
      </Group>
    </Modal>
  );
}
