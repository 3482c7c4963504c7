import { ActionIcon, Menu } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconDots, IconPencil } from "@tabler/icons-react";
import { t } from "../../shared/i18n/t";
import { Keys } from "../../shared/shortcuts/Keys";
import { Moment } from "../../shared/time/Moment";
import type { CadenceSummary } from "../../wire/wire";
import { useCadenceActions } from "./CadenceActions";
import classes from "./CadenceList.module.css";
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
  const { startEdit } = useCadenceActions();
  const { id, name, description, status } = cadence;
  return (
    <div
      id={`cadence-${id}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classes.row}
      style={style}
      onClick={onSelect}
      onDoubleClick={() => {
        if (status !== "archived") startEdit(cadence);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(true);
      }}
    >
      <div className={classes.columns}>
        <span role="gridcell" className={classes.name} title={titleOf(cadence)}>
          <span className={classes.title}>{name}</span>
          {description && <span className={classes.description}>{description}</span>}
        </span>
        <span role="gridcell" className={classes.status}>
          <StatusBadge status={status} />
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
            <RowMenu cadence={cadence} />
          </Menu>
        </span>
      </div>
    </div>
  );
}

function RowMenu({ cadence }: { cadence: CadenceSummary }) {
  const { startEdit, archive, restore } = useCadenceActions();
  if (cadence.status === "archived") {
    return (
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconArchiveOff size={16} aria-hidden />}
          rightSection={<Keys binding="r" />}
          onClick={() => restore(cadence)}
        >
          {t("cadences.restore")}
        </Menu.Item>
      </Menu.Dropdown>
    );
  }
  return (
    <Menu.Dropdown>
      <Menu.Item
        leftSection={<IconPencil size={16} aria-hidden />}
        rightSection={<Keys binding="enter" />}
        onClick={() => startEdit(cadence)}
      >
        {t("cadences.edit")}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArchive size={16} aria-hidden />}
        rightSection={<Keys binding="delete" />}
        onClick={() => archive(cadence)}
      >
        {t("cadences.archive")}
      </Menu.Item>
    </Menu.Dropdown>
  );
}

function titleOf({ name, description }: CadenceSummary): string {
  return description ? `${name}\n${description}` : name;
}
