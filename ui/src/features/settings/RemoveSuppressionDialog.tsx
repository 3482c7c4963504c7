import { Button, Group, Modal, Text } from "@mantine/core";
import { t } from "../../shared/i18n/t";
import type { SuppressionRow } from "../../wire/wire";

type Props = {
  row: SuppressionRow;
  removing: boolean;
  onRemove: () => void;
  onClose: () => void;
};

/** Asks before somebody can be written to again who asked for no more. */
export function RemoveSuppressionDialog({ row, removing, onRemove, onClose }: Props) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("suppression.ask.title")}
      size={440}
      closeButtonProps={{ "aria-label": t("suppression.ask.close") }}
    >
      <Text size="sm">{t("suppression.ask.text", { entry: row.entry })}</Text>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" data-autofocus onClick={onClose} disabled={removing}>
          {t("suppression.ask.keep")}
        </Button>
        <Button color="red" loading={removing} onClick={onRemove}>
          {t("suppression.ask.remove")}
        </Button>
      </Group>
    </Modal>
  );
}
