import { Alert, Button, Group, Modal, Text } from "@mantine/core";
import { useState } from "react";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { useCommand } from "../../shared/query/useCommand";
import type { IncomingId, ReplyLink } from "../../wire/wire";
import classes from "./ReplyPanes.module.css";

type Props = { id: IncomingId; links: readonly ReplyLink[] };

/** Where the links of a message lead. Nothing is opened before the rep has seen the host. */
export function ReplyLinks({ id, links }: Props) {
  const [asked, setAsked] = useState<number | null>(null);
  const link = asked === null ? undefined : links[asked];
  return (
    <section className={classes.part} aria-label={t("replies.links")}>
      <h3 className={classes.partTitle}>{t("replies.links")}</h3>
      <ol className={classes.list}>
        {links.map(({ text, host, disguised }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: links are named by their number
          <li key={at}>
            <Button size="compact-sm" variant="subtle" onClick={() => setAsked(at)}>
              {text === "" ? host : text}
            </Button>
            <span className={disguised ? classes.unclear : classes.more}> {host}</span>
          </li>
        ))}
      </ol>
      {asked !== null && link && (
        <LinkDialog id={id} number={asked + 1} link={link} onClose={() => setAsked(null)} />
      )}
    </section>
  );
}

type DialogProps = { id: IncomingId; number: number; link: ReplyLink; onClose: () => void };

function LinkDialog({ id, number, link, onClose }: DialogProps) {
  const open = useCommand("reply_link", { onSuccess: onClose });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("replies.link.title")}
      size={440}
      closeButtonProps={{ "aria-label": t("replies.close") }}
    >
      <Text size="sm">{t("replies.link.text", { host: link.host })}</Text>
      {link.disguised && (
        <Alert color="red" variant="light" mt="sm" title={t("replies.link.disguised")}>
          {t("replies.link.disguisedText", { text: link.text, host: link.host })}
        </Alert>
      )}
      {open.error && (
        <Alert color="red" variant="light" mt="sm" title={t("replies.link.failed")}>
          {describeError(open.error)}
        </Alert>
      )}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("replies.link.stay")}
        </Button>
        <Button loading={open.isPending} onClick={() => open.mutate({ id, link: number })}>
          {t("replies.link.open")}
        </Button>
      </Group>
    </Modal>
  );
}
