import { ActionIcon, Tooltip } from "@mantine/core";
import {
  IconHeartHandshake,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconListDetails,
  IconMail,
  IconSend,
  IconSettings,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { cadenceCountsQuery } from "../../features/cadences/queries";
import { outboxWaitingQuery } from "../../features/outbox/queries";
import { partnershipTotalQuery } from "../../features/partnerships/queries";
import { openRepliesQuery } from "../../features/replies/queries";
import { t } from "../../shared/i18n/t";
import { usePreference } from "../../shared/preferences/preferences";
import classes from "./Navigation.module.css";

export function Navigation() {
  const [open, setOpen] = usePreference("navigationOpen");
  const { data: counts } = useQuery(cadenceCountsQuery);
  const { data: partnerships } = useQuery(partnershipTotalQuery);
  const { data: replies } = useQuery(openRepliesQuery);
  const { data: waiting } = useQuery(outboxWaitingQuery);
  const Toggle = open ? IconLayoutSidebarLeftCollapse : IconLayoutSidebarLeftExpand;
  const toggleLabel = t(open ? "nav.collapse" : "nav.expand");
  return (
    <nav className={classes.nav} aria-label={t("nav.label")} data-open={open || undefined}>
      <div className={classes.head}>
        {open && <span className={classes.product}>{t("app.name")}</span>}
        <Tooltip label={toggleLabel}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={toggleLabel}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <Toggle size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
      <Item
        to="/cadences"
        open={open}
        name={t("nav.cadences")}
        icon={<IconListDetails size={18} aria-hidden />}
        count={counts?.all}
      />
      <Item
        to="/partnerships"
        open={open}
        name={t("nav.partnerships")}
        icon={<IconHeartHandshake size={18} aria-hidden />}
        count={partnerships}
      />
      <Item
        to="/replies"
        open={open}
        name={t("nav.replies")}
        icon={<IconMail size={18} aria-hidden />}
        count={replies || undefined}
      />
      <Item
        to="/outbox"
        open={open}
        name={t("nav.outbox")}
        icon={<IconSend size={18} aria-hidden />}
        count={waiting || undefined}
      />
      <span className={classes.rest} />
      <Item
        to="/settings"
        open={open}
        name={t("nav.settings")}
        icon={<IconSettings size={18} aria-hidden />}
      />
    </nav>
  );
}

type ItemProps = {
  to: "/cadences" | "/partnerships" | "/replies" | "/outbox" | "/settings";
  open: boolean;
  name: string;
  icon: ReactNode;
  count?: number | undefined;
};

function Item({ to, open, name, icon, count }: ItemProps) {
  const label = count === undefined ? name : t("nav.withCount", { name, count });
  return (
    <Tooltip label={label} position="right" disabled={open}>
      <Link
        to={to}
        className={classes.item}
        {...(!open && { "aria-label": label })}
        activeOptions={{ includeSearch: false }}
        draggable={false}
      >
        {icon}
        {open && <span className={classes.name}>{name}</span>}{" "}
        {open && count !== undefined && (
          <span className={classes.count} data-figures>
            {t("app.count", { count })}
          </span>
        )}
      </Link>
    </Tooltip>
  );
}
