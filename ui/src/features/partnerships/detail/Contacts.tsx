import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconArrowMerge,
  IconDots,
  IconForms,
  IconHandStop,
  IconPencil,
  IconPlus,
  IconStar,
} from "@tabler/icons-react";
import { useState } from "react";
import { asRpcError } from "../../../host/rpc";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { showError } from "../../../shared/toast/toast";
import type { ContactDetail, PartnershipDetail } from "../../../wire/wire";
import { ContactDialog } from "../ContactDialog";
import { MergeContact } from "../MergeContact";
import { useRecordMutation } from "../useRecordMutation";
import { ContactChannels } from "./ContactChannels";
import classes from "./Contacts.module.css";
import { CustomFacts } from "./CustomFacts";
import { CustomValuesDialog } from "./CustomValuesDialog";
import { LocalTime } from "./LocalTime";
import { OptOutDialog } from "./OptOutDialog";
import { Section } from "./Section";
import { useCustomFields } from "./useCustomFields";

type Open =
  | { what: "add" }
  | { what: "edit" | "custom" | "optOut" | "merge"; contact: ContactDetail };

export function Contacts({ detail }: { detail: PartnershipDetail }) {
  const { contacts, zone, deleted_at } = detail;
  const readOnly = deleted_at !== null;
  const [open, setOpen] = useState<Open | null>(null);
  const { addContact, editContact, makePrimary } = useRecordMutation();
  const close = () => setOpen(null);

  async function choosePrimary(contact: ContactDetail) {
    try {
      await makePrimary(contact, contacts.find(({ primary }) => primary)?.id);
    } catch (cause) {
      const title = t("partnerships.toast.saveFailed", { name: contact.name });
      showError(title, describeError(asRpcError(cause)), {
        label: t("action.retry"),
        run: () => void choosePrimary(contact),
      });
    }
  }

  return (
    <Section
      title={t("partnerships.contacts")}
      aside={
        !readOnly && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setOpen({ what: "add" })}
          >
            {t("partnerships.contacts.add")}
          </Button>
        )
      }
    >
      {contacts.length === 0 && <p className={classes.none}>{t("partnerships.contacts.none")}</p>}
      <ul className={classes.list}>
        {contacts.map((contact) => (
          <li key={contact.id} className={classes.contact}>
            <div className={classes.line}>
              <span className={classes.name} data-selectable>
                {contact.name}
              </span>
              {!readOnly && (
                <ContactMenu
                  contact={contact}
                  onEdit={() => setOpen({ what: "edit", contact })}
                  onCustom={() => setOpen({ what: "custom", contact })}
                  onPrimary={() => void choosePrimary(contact)}
                  onOptOut={() => setOpen({ what: "optOut", contact })}
                  {...(contacts.length > 1 && {
                    onMerge: () => setOpen({ what: "merge", contact }),
                  })}
                />
              )}
            </div>
            {contact.fields.title !== "" && (
              <span className={classes.title}>{contact.fields.title}</span>
            )}
            {contact.fields.persona !== "" && (
              <span className={classes.title}>
                {t("partnerships.contact.persona", { persona: contact.fields.persona })}
              </span>
            )}
            <ContactMarks contact={contact} />
            {contact.zone !== zone && (
              <span className={classes.title}>
                <LocalTime zone={contact.zone} />
              </span>
            )}
            <ContactChannels contact={contact} />
            <CustomFacts detail={detail} contact={contact.id} />
          </li>
        ))}
      </ul>
      {open?.what === "add" && (
        <ContactDialog
          fields={null}
          onSubmit={async (fields) => void (await addContact(detail.id, fields))}
          onClose={close}
        />
      )}
      {open?.what === "edit" && (
        <ContactDialog
          fields={open.contact.fields}
          onSubmit={async (fields) => void (await editContact(open.contact, fields))}
          onClose={close}
        />
      )}
      {open?.what === "custom" && (
        <CustomValuesDialog detail={detail} contact={open.contact} onClose={close} />
      )}
      {open?.what === "merge" && (
        <MergeContact contact={open.contact} contacts={contacts} onClose={close} />
      )}
      {open?.what === "optOut" && (
        <OptOutDialog contact={open.contact} enrolments={detail.enrolments} onClose={close} />
      )}
    </Section>
  );
}

function ContactMarks({ contact: { primary, opted_out } }: { contact: ContactDetail }) {
  if (!primary && !opted_out) return null;
  return (
    <span className={classes.marks}>
      {primary && (
        <span className={classes.mark}>
          <IconStar size={14} aria-hidden />
          {t("partnerships.contact.primary")}
        </span>
      )}
      {opted_out && (
        <span className={classes.mark}>
          <IconHandStop size={14} aria-hidden className={classes.warning} />
          {t("partnerships.contact.optedOut")}
        </span>
      )}
    </span>
  );
}

type MenuProps = {
  contact: ContactDetail;
  onEdit: () => void;
  onCustom: () => void;
  onPrimary: () => void;
  onOptOut: () => void;
  /** None while there is nobody else. */
  onMerge?: () => void;
};

function ContactMenu({ contact, onEdit, onCustom, onPrimary, onOptOut, onMerge }: MenuProps) {
  const custom = useCustomFields("contact").length > 0;
  return (
    <Menu
      position="bottom-end"
      transitionProps={{ duration: 0 }}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("partnerships.actionsOf", { name: contact.name })}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit}>
          {t("partnerships.contact.edit")}
        </Menu.Item>
        {custom && (
          <Menu.Item leftSection={<IconForms size={16} aria-hidden />} onClick={onCustom}>
            {t("custom.title")}
          </Menu.Item>
        )}
        {!contact.primary && (
          <Menu.Item leftSection={<IconStar size={16} aria-hidden />} onClick={onPrimary}>
            {t("partnerships.contact.makePrimary")}
          </Menu.Item>
        )}
        {onMerge && (
          <Menu.Item leftSection={<IconArrowMerge size={16} aria-hidden />} onClick={onMerge}>
            {t("partnerships.merge")}
          </Menu.Item>
        )}
        {!contact.opted_out && (
          <Menu.Item leftSection={<IconHandStop size={16} aria-hidden />} onClick={onOptOut}>
            {t("partnerships.contact.optOut")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
