import { Button, Group, Modal, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asRpcError } from "../../../host/rpc";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { showError } from "../../../shared/toast/toast";
import type { CadenceId } from "../../../wire/wire";
import { cadenceQuery } from "../queries";
import type { EditingSession } from "./session";

type Props = { id: CadenceId; session: EditingSession; onClose: () => void };

/** Asks before what was typed here is lost to what was saved elsewhere. */
export function LoadSavedDialog({ id, session, onClose }: Props) {
  const client = useQueryClient();
  const [loading, setLoading] = useState(false);

  async function load() {
    setLoading(true);
    try {
      session.load(await client.fetchQuery({ ...cadenceQuery(id), staleTime: 0 }));
    } catch (cause) {
      showError(t("editor.loadSaved.failed"), describeError(asRpcError(cause)));
    }
    onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t("editor.loadSaved.title")}
      size={440}
      closeButtonProps={{ "aria-label": t("cadenceDialog.close") }}
    >
      <Text size="sm">{t("editor.loadSaved.text")}</Text>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("cadenceDialog.keepEditing")}
        </Button>
        <Button color="red" loading={loading} onClick={() => void load()}>
          {t("editor.loadSaved.confirm")}
        </Button>
      </Group>
    </Modal>
  );
}
