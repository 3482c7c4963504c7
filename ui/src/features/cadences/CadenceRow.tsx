import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { t } from "../../shared/i18n/t";
import { Moment } from "../../shared/time/Moment";
import type { CadenceSummary } from "../../wire/wire";
import { useCadenceActions } from "./CadenceActions";
import classes from "./CadenceList.module.css";
import { CadenceMenu } from "./CadenceMenu";
import { StatusBadge } from "./StatusBadge";

type Props = {
  cadence: CadenceSummary;
  index: number;
  style: { transform: string };
  selected: boolean;
  menuOpen: boolean;
  onSelect: () => void;
  onMenu: (open: boolean) => void;
  onMenuClosed: () => void;
};

export function CadenceRow(props: Props) {
  const { cadence, index, style, selected, menuOpen, onSelect, onMenu, onMenuClosed } = props;
  const { open } = useCadenceActions();
  const { id, name, description, status, steps } = cadence;
  return (
    <div
      id={`cadence-${id}`}
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
        <span role="gridcell" className={classes.name} title={titleOf(cadence)}>
          <Link
            to="/cadences/$id"
            params={{ id: String(id) }}
            className={classes.title}
            tabIndex={-1}
            draggable={false}
          >
            {name}
          </Link>
          {description && <span className={classes.description}>{description}</span>}
        </span>
        <span role="gridcell" className={classes.status}>
          <StatusBadge status={status} />
        </span>
        <span role="gridcell" className={classes.steps} data-figures>
          {t("app.count", { count: steps })}
        </span>
        <span role="gridcell" className={`${classes.moment} ${classes.created}`}>
          <Moment at={cadence.created_at} />
        </span>
        <span role="gridcell" className={`${classes.moment} ${classes.updated}`}>
          <Moment at={cadence.updated_at} />
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
                aria-label={t("cadences.actionsOf", { name })}
                onClick={(event) => event.stopPropagation()}
                onDoubleClick={(event) => event.stopPropagation()}
              >
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <CadenceMenu cadence={cadence} inList />
          </Menu>
        </span>
      </div>
    </div>
  );
}

function titleOf({ name, description }: CadenceSummary): string {
  return description ? `${name}\n${description}` : name;
}
