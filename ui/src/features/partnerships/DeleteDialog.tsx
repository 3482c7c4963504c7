import { Button, Group, Modal, Text } from "@mantine/core";
import { t } from "../../shared/i18n/t";
import type { Deletion } from "./usePartnershipMutations";

type Props = { deletion: Deletion; onConfirm: () => void; onClose: () => void };

/** Asks before cadences end that Undo does not start again. */
export function DeleteDialog({ deletion, onConfirm, onClose }: Props) {
  const { name, ending } = deletion;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("partnerships.delete.title", { name })}
      size={440}
      closeButtonProps={{ "aria-label": t("partnerships.form.close") }}
    >
      <Text size="sm">{t("partnerships.delete.text", { count: ending })}</Text>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("partnerships.form.cancel")}
        </Button>
        <Button color="red" onClick={onConfirm}>
          {t("partnerships.delete.confirm", { count: ending })}
        </Button>
      </Group>
    </Modal>
  );
}
