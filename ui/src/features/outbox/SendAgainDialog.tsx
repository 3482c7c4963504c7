import { Button, Group, Modal, Text } from "@mantine/core";
import { t } from "../../shared/i18n/t";
import type { OutboxRow } from "../../wire/wire";

type Props = { row: OutboxRow; onSend: () => void; onClose: () => void };

/** Asks before a message may arrive a second time. */
export function SendAgainDialog({ row, onSend, onClose }: Props) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("outbox.againTitle")}
      size={440}
      closeButtonProps={{ "aria-label": t("outbox.close") }}
    >
      <Text size="sm">
        {t("outbox.againText", { subject: row.subject, contact: row.contact_name })}
      </Text>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("outbox.cancel")}
        </Button>
        <Button onClick={onSend}>{t("outbox.sendAgain")}</Button>
      </Group>
    </Modal>
  );
}
