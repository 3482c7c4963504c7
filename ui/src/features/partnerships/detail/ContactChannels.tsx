import { ActionIcon, Tooltip } from "@mantine/core";
import { IconCopy, IconMail, IconPhone } from "@tabler/icons-react";
import { t } from "../../../shared/i18n/t";
import type { ContactDetail } from "../../../wire/wire";
import classes from "./Contacts.module.css";
import { useCopy } from "./useCopy";

type Props = {
  contact: ContactDetail;
  /** Only the address to write to and the number to call first. */
  firstOnly?: boolean;
};

/** Addresses and numbers, each with a button that copies it. */
export function ContactChannels({ contact, firstOnly = false }: Props) {
  const { fields, dead } = contact;
  const shown = (values: readonly string[]) => (firstOnly ? values.slice(0, 1) : values);
  return (
    <ul className={classes.channels} data-in-line={firstOnly || undefined}>
      {shown(fields.emails).map((address, at) => (
        <li key={address} className={classes.channel}>
          <IconMail size={14} aria-hidden className={classes.channelIcon} />
          <span className={classes.value} data-selectable>
            {address}
          </span>
          <CopyButton text={address} />
          {fields.shared?.[at] && (
            <span className={classes.shared}>{t("partnerships.contact.shared")}</span>
          )}
          {dead.includes(address) && (
            <span className={classes.dead}>{t("partnerships.contact.dead")}</span>
          )}
        </li>
      ))}
      {shown(fields.phones).map((number) => (
        <li key={number} className={classes.channel}>
          <IconPhone size={14} aria-hidden className={classes.channelIcon} />
          <span className={classes.value} data-selectable data-figures>
            {number}
          </span>
          <CopyButton text={number} />
        </li>
      ))}
    </ul>
  );
}

function CopyButton({ text }: { text: string }) {
  const copy = useCopy();
  const label = t("partnerships.copy", { text });
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={label}
        onClick={() => void copy(text)}
      >
        <IconCopy size={14} />
      </ActionIcon>
    </Tooltip>
  );
}
