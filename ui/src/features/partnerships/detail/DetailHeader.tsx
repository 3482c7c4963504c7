import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconArrowLeft, IconClock, IconDots } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { t } from "../../../shared/i18n/t";
import type { PartnershipDetail } from "../../../wire/wire";
import { usePartnershipActions } from "../PartnershipActions";
import { PartnershipMenu } from "../PartnershipMenu";
import { StageBadge } from "../StageBadge";
import { moneyText } from "../words";
import { ContactChannels } from "./ContactChannels";
import classes from "./DetailHeader.module.css";
import { LocalTime } from "./LocalTime";

type Props = {
  detail: PartnershipDetail;
  /** None while the partnership takes no enrolments. */
  onAssign?: () => void;
};

export function DetailHeader({ detail, onAssign }: Props) {
  const navigate = useNavigate();
  const { startEdit } = usePartnershipActions();
  const { id, fields, contacts } = detail;
  const { name, stage, tier, website, industry, country, source, value } = fields;
  const named = { id, name };
  const primary = contacts.find((contact) => contact.primary);
  return (
    <header className={classes.header}>
      <div className={classes.bar}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("partnerships.detail.back")}
          title={t("partnerships.detail.back")}
          onClick={() => void navigate({ to: "/partnerships" })}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
        <h1 className={classes.name} title={name} data-selectable>
          {name}
        </h1>
        <span className={classes.rest} />
        {onAssign && (
          <>
            <Button variant="default" onClick={() => startEdit(named)}>
              {t("partnerships.detail.edit")}
            </Button>
            <Button onClick={onAssign}>{t("partnerships.assign")}</Button>
            <Menu
              position="bottom-end"
              transitionProps={{ duration: 0 }}
              withInitialFocusPlaceholder={false}
            >
              <Menu.Target>
                <ActionIcon
                  variant="default"
                  size={32}
                  aria-label={t("partnerships.detail.moreActions")}
                >
                  <IconDots size={16} />
                </ActionIcon>
              </Menu.Target>
              <PartnershipMenu partnership={named} />
            </Menu>
          </>
        )}
      </div>
      <div className={classes.facts}>
        <StageBadge stage={stage} />
        {tier && <span data-figures>{t(`partnerships.tier.${tier}`)}</span>}
        <span className={classes.time}>
          <IconClock size={14} aria-hidden />
          <LocalTime zone={detail.zone} />
        </span>
        {[website, industry, country]
          .filter((text) => text !== "")
          .map((text) => (
            <span key={text} className={classes.fact} data-selectable>
              {text}
            </span>
          ))}
        {value && (
          <span className={classes.fact} data-figures data-selectable>
            {t("partnerships.detail.value", { amount: moneyText(value) })}
          </span>
        )}
        {source !== "" && (
          <span className={classes.fact} data-selectable>
            {t("partnerships.detail.source", { source })}
          </span>
        )}
      </div>
      {primary && (
        <div className={classes.primary}>
          <span className={classes.person} data-selectable>
            {primary.fields.title === ""
              ? primary.name
              : t("partnerships.contact.titled", {
                  name: primary.name,
                  title: primary.fields.title,
                })}
          </span>
          <ContactChannels contact={primary} firstOnly />
        </div>
      )}
    </header>
  );
}
