import { Button, Group, Modal, Text } from "@mantine/core";
import { call } from "../../../host/rpc";
import { t } from "../../../shared/i18n/t";
import type { ContactDetail, EnrolmentCard } from "../../../wire/wire";
import { useAct } from "./useAct";

type Props = {
  contact: ContactDetail;
  enrolments: readonly EnrolmentCard[];
  onClose: () => void;
};

/** Asks before a contact gets no e-mail any more, with what that stops. */
export function OptOutDialog({ contact, enrolments, onClose }: Props) {
  const { id, name, fields } = contact;
  const act = useAct();
  const ending = enrolments.filter(
    (one) => one.contact === id && one.state.state !== "finished",
  ).length;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("partnerships.optOut.title", { name })}
      size={440}
      closeButtonProps={{ "aria-label": t("partnerships.form.close") }}
    >
      <Text size="sm">
        {ending === 0
          ? t("partnerships.optOut.none", { name })
          : t("partnerships.optOut.ending", { name, count: ending })}
      </Text>
      <Text size="sm" mt="xs">
        {t("partnerships.optOut.addresses", { count: fields.emails.length })}
      </Text>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("partnerships.form.cancel")}
        </Button>
        <Button
          color="red"
          onClick={() => {
            act.mutate({
              run: () => call("contact_opt_out", { id }),
              said: t("partnerships.done.optedOut", { name }),
              failed: t("partnerships.failed.optOut", { name }),
            });
            onClose();
          }}
        >
          {t("partnerships.contact.optOut.confirm")}
        </Button>
      </Group>
    </Modal>
  );
}
