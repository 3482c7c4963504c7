import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { t } from "../../shared/i18n/t";
import { Moment } from "../../shared/time/Moment";
import { kindName } from "../../shared/work/words";
import type { NextTouch, PartnershipRow } from "../../wire/wire";
import { KindIcon } from "./KindIcon";
import { usePartnershipActions } from "./PartnershipActions";
import classes from "./PartnershipList.module.css";
import { PartnershipMenu } from "./PartnershipMenu";
import { StageBadge } from "./StageBadge";

type Props = {
  partnership: PartnershipRow;
  index: number;
  style: { transform: string };
  selected: boolean;
  menuOpen: boolean;
  onSelect: () => void;
  onMenu: (open: boolean) => void;
  onMenuClosed: () => void;
};

export function PartnershipListRow(props: Props) {
  const { partnership, index, style, selected, menuOpen, onSelect, onMenu, onMenuClosed } = props;
  const { open } = usePartnershipActions();
  const { id, name, stage, tier, next } = partnership;
  return (
    <div
      id={`partnership-${id}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classes.row}
      style={style}
      onClick={onSelect}
      onDoubleClick={() => open(id)}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(true);
      }}
    >
      <div className={classes.columns}>
        <span role="gridcell" className={classes.name} title={name}>
          <Link
            to="/partnerships/$id"
            params={{ id: String(id) }}
            className={classes.title}
            tabIndex={-1}
            draggable={false}
          >
            {name}
          </Link>
        </span>
        <span role="gridcell" className={classes.stage}>
          <StageBadge stage={stage} />
        </span>
        <span role="gridcell" className={classes.tier} data-figures>
          {tier && t(`partnerships.tier.${tier}`)}
        </span>
        <span role="gridcell" className={classes.contact} title={partnership.contact ?? undefined}>
          <PrimaryContact partnership={partnership} />
        </span>
        <span role="gridcell" className={classes.next} title={next?.cadence}>
          {next && <NextStep next={next} />}
        </span>
        <span role="gridcell" className={`${classes.moment} ${classes.updated}`}>
          <Moment at={partnership.updated_at} />
        </span>
        <span role="gridcell">
          <Menu
            opened={menuOpen}
            onChange={onMenu}
            onExitTransitionEnd={onMenuClosed}
            position="bottom-end"
            returnFocus={false}
            withInitialFocusPlaceholder={false}
            transitionProps={{ duration: 0 }}
          >
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                tabIndex={-1}
                aria-label={t("partnerships.actionsOf", { name })}
                onClick={(event) => event.stopPropagation()}
                onDoubleClick={(event) => event.stopPropagation()}
              >
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <PartnershipMenu partnership={partnership} inList />
          </Menu>
        </span>
      </div>
    </div>
  );
}

function PrimaryContact({ partnership: { contact, contacts } }: Pick<Props, "partnership">) {
  if (contact === null) return null;
  return (
    <>
      <span className={classes.person}>{contact}</span>
      {contacts > 1 && (
        <span className={classes.others} data-figures>
          {t("partnerships.moreContacts", { count: contacts - 1 })}
        </span>
      )}
    </>
  );
}

function NextStep({ next: { kind, cadence, due, due_at } }: { next: NextTouch }) {
  return (
    <>
      <KindIcon kind={kind} />
      <span className={classes.step}>
        {kindName(kind)}{" "}
        <span className={due ? classes.due : classes.later}>
          {due ? t("partnerships.due") : null} <Moment at={due_at} />
        </span>{" "}
        <span className={classes.cadence}>{cadence}</span>
      </span>
    </>
  );
}
