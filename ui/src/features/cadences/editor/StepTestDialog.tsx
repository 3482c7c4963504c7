import { Alert, Button, Group, Modal, Text } from "@mantine/core";
import { useState } from "react";
import type { RpcError } from "../../../host/rpc";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { useTestSent } from "../../../shared/mail/useTestSent";
import { useCommand } from "../../../shared/query/useCommand";
import type { PartnershipRow } from "../../../wire/wire";
import { type StepDraft, stepsToTest } from "./document";
import { TestPerson } from "./TestPerson";

type Props = {
  steps: readonly StepDraft[];
  /** The e-mail among them. */
  position: number;
  onClose: () => void;
};

/** Sends the e-mail of a step to the rep, filled in for somebody. */
export function StepTestDialog({ steps, position, onClose }: Props) {
  const [person, setPerson] = useState<PartnershipRow | null>(null);
  const told = useTestSent();
  const test = useCommand("step_test", {
    onSuccess: (sent) => {
      told(sent);
      onClose();
    },
  });
  const send = () =>
    test.mutate({ steps: stepsToTest(steps), position, partnership: person?.id ?? null });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("stepTest.title")}
      size={440}
      closeButtonProps={{ "aria-label": t("stepTest.close") }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!test.isPending) send();
        }}
      >
        <Text size="sm" mb="md">
          {t("stepTest.text")}
        </Text>
        <TestPerson value={person} onChange={setPerson} />
        {test.error && (
          <Alert color="red" variant="light" title={t("mailTest.failed")} mt="md">
            {sentence(test.error)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            {t("stepTest.cancel")}
          </Button>
          <Button type="submit" loading={test.isPending}>
            {t("stepTest.send")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** Here is no text yet to be written at the mark of what is missing. */
function sentence(error: RpcError): string {
  const { wire } = error;
  if (wire.code !== "missing_variables") return describeError(error);
  const { variables } = wire.context;
  return t("stepTest.missing", { count: variables.length, names: variables.join(", ") });
}
