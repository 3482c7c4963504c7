import { Button, Group, Modal, Text } from "@mantine/core";
import { t } from "../../shared/i18n/t";
import type { CadenceSummary } from "../../wire/wire";

type Props = { cadence: CadenceSummary; onConfirm: () => void; onClose: () => void };

/** Asks before whoever is in a cadence is taken out of it, which Undo does not bring back. */
export function ArchiveDialog({ cadence, onConfirm, onClose }: Props) {
  const count = cadence.people;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("cadences.archiving.title", { name: cadence.name })}
      size={440}
      closeButtonProps={{ "aria-label": t("cadences.archiving.close") }}
    >
      <Text size="sm">{t("cadences.archiving.text", { count })}</Text>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("cadences.archiving.cancel")}
        </Button>
        <Button color="red" onClick={onConfirm}>
          {t("cadences.archiving.confirm", { count })}
        </Button>
      </Group>
    </Modal>
  );
}
