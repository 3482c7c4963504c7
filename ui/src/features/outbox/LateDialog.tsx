import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { useMomentText } from "../../shared/time/useMomentText";
import type { LateAnswer, LateMail } from "../../wire/wire";
import { lateQuery } from "./queries";

/** Asks once about everything that is more than a day late, and again when there is more. */
export function LateDialog() {
  const { data: late } = useQuery(lateQuery);
  const [seen, setSeen] = useState(0);
  const count = late?.count ?? 0;
  // What was asked about and is settled one by one is less the next time.
  if (count < seen) setSeen(count);
  if (!late || count <= seen) return null;
  return <Question late={late} onLater={() => setSeen(count)} />;
}

function Question({ late, onLater }: { late: LateMail; onLater: () => void }) {
  const navigate = useNavigate();
  const momentText = useMomentText();
  const settle = useMutation<unknown, RpcError, LateAnswer>({
    mutationFn: (answer) => call("late_settle", { answer }),
    meta: { saves: true },
  });
  const choose = () => {
    onLater();
    void navigate({ to: "/outbox" });
  };
  const busy = settle.isPending;
  const button = (answer: LateAnswer) => ({
    loading: busy && settle.variables === answer,
    disabled: busy,
    onClick: () => settle.mutate(answer),
  });
  return (
    <Modal
      opened
      onClose={onLater}
      title={t("late.title", { count: late.count })}
      size={520}
      closeButtonProps={{ "aria-label": t("late.close") }}
    >
      <Stack gap="md">
        <Text size="sm">{t("late.text")}</Text>
        {late.oldest !== null && (
          <Text size="sm">{t("late.oldest", { moment: momentText(late.oldest) })}</Text>
        )}
        {settle.error && (
          <Alert color="red" variant="light" title={t("late.failed")}>
            {describeError(settle.error)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" {...button("skip")}>
            {t("late.skip")}
          </Button>
          <Button variant="default" disabled={busy} onClick={choose}>
            {t("late.choose")}
          </Button>
          <Button data-autofocus {...button("send")}>
            {t("late.send")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
