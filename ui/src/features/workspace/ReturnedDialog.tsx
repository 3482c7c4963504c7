import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { useMomentText } from "../../shared/time/useMomentText";
import type { ReturnQuestion } from "../../wire/wire";
import { returnedQuery } from "./returned";

/** Asks once about a workspace that was restored or copied: everything stands still until then. */
export function ReturnedDialog() {
  const { data } = useQuery(returnedQuery);
  return data?.question ? <Question question={data.question} /> : null;
}

function Question({ question }: { question: ReturnQuestion }) {
  const momentText = useMomentText();
  const { how, file_at, found, in_doubt } = question;
  const unread = question.has_mailbox && !question.sent_mail_read;
  const goOn = useMutation<unknown, RpcError, boolean>({
    mutationFn: (without) => call("workspace_go_on", { without_sent_mail: without }),
    meta: { saves: true },
  });
  return (
    // Everything is paused; nothing behind the question could be done anyway.
    <Modal opened onClose={() => undefined} withCloseButton={false} title={t(`returned.${how}`)}>
      <Stack gap="md">
        <Text size="sm">
          {t(`returned.${how}.text`, { moment: momentText(file_at) })} {t("returned.paused")}
        </Text>
        <Text size="sm" role="status">
          {unread ? t("returned.reading") : foundText(question)}
        </Text>
        {in_doubt > 0 && <Text size="sm">{t("returned.inDoubt", { count: in_doubt })}</Text>}
        {!question.has_mailbox && found === 0 && <Text size="sm">{t("returned.noMailbox")}</Text>}
        {goOn.error && (
          <Alert color="red" variant="light" title={t("returned.failed")}>
            {describeError(goOn.error)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          {unread && (
            <Button variant="default" loading={goOn.isPending} onClick={() => goOn.mutate(true)}>
              {t("returned.without")}
            </Button>
          )}
          <Button
            data-autofocus
            disabled={unread}
            loading={!unread && goOn.isPending}
            onClick={() => goOn.mutate(false)}
          >
            {t("returned.goOn")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function foundText({ found }: ReturnQuestion): string {
  return found > 0 ? t("returned.found", { count: found }) : t("returned.foundNone");
}
