import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { RpcError } from "../../host/rpc";
import { describeError } from "../errors/describe";
import { t } from "../i18n/t";

type Props = {
  starting: boolean;
  error: RpcError | null;
  onStart: (copyCadences: boolean) => void;
  onClose: () => void;
};

/** Says what comes along from the practice workspace into the rep's own, and what does not. */
export function StartForRealDialog({ starting, error, onStart, onClose }: Props) {
  const [copy, setCopy] = useState(true);
  return (
    <Modal
      opened
      onClose={() => {
        if (!starting) onClose();
      }}
      title={t("practice.startForReal")}
      size={480}
      closeButtonProps={{ "aria-label": t("practice.close") }}
    >
      <Stack gap="md">
        <Text size="sm">{t("practice.startText")}</Text>
        <Checkbox
          label={t("practice.copy")}
          description={t("practice.copyHint")}
          checked={copy}
          onChange={(event) => setCopy(event.currentTarget.checked)}
        />
        {error && (
          <Alert color="red" variant="light" title={t("welcome.failed")}>
            {describeError(error)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} disabled={starting}>
            {t("practice.stay")}
          </Button>
          <Button data-autofocus loading={starting} onClick={() => onStart(copy)}>
            {error ? t("action.retry") : t("practice.openOwn")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
