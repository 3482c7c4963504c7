import { Button, Group, Modal, Text } from "@mantine/core";
import { useState } from "react";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { showError } from "../../../shared/toast/toast";
import type { EmailDraft, TouchDetail } from "../../../wire/wire";
import type { DraftSession } from "../session";
import { useWork } from "../useWork";

type Props = { detail: TouchDetail; session: DraftSession<EmailDraft>; onClose: () => void };

/** Asks before the template takes the place of what the rep wrote. */
export function DiscardDialog({ detail, session, onClose }: Props) {
  const { actions } = useWork();
  const [busy, setBusy] = useState(false);

  async function discard() {
    setBusy(true);
    const error = await actions.discard(detail, session);
    if (error) showError(t("work.discard.failed"), describeError(error));
    onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t("work.discard.title")}
      size={400}
      closeButtonProps={{ "aria-label": t("work.close") }}
    >
      <Text size="sm">{t("work.discard.text", { name: detail.contact_name })}</Text>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("work.discard.keep")}
        </Button>
        <Button color="red" loading={busy} onClick={() => void discard()}>
          {t("work.discard.confirm")}
        </Button>
      </Group>
    </Modal>
  );
}
