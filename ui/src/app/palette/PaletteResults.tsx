import { IconChevronRight, IconListDetails } from "@tabler/icons-react";
import { t } from "../../shared/i18n/t";
import { Keys } from "../../shared/shortcuts/Keys";
import classes from "./Palette.module.css";
import type { PaletteItem } from "./usePaletteItems";

type Props = {
  id: string;
  items: readonly PaletteItem[];
  active: number;
  idOf: (index: number) => string;
  onActive: (index: number) => void;
  onChoose: (item: PaletteItem) => void;
};

export function PaletteResults({ id, items, active, idOf, onActive, onChoose }: Props) {
  const firstCadence = items.findIndex(({ kind }) => kind === "cadence");
  return (
    <div id={id} role="listbox" className={classes.list} aria-label={t("palette.results")}>
      {items.map((item, index) => (
        <div key={item.key} role="presentation">
          {(index === 0 || index === firstCadence) && (
            <div className={classes.group} role="presentation">
              {t(item.kind === "command" ? "palette.commands" : "palette.cadences")}
            </div>
          )}
          <div
            id={idOf(index)}
            role="option"
            aria-selected={index === active}
            className={classes.item}
            onClick={() => onChoose(item)}
            onMouseMove={() => onActive(index)}
          >
            {item.kind === "command" ? (
              <IconChevronRight size={16} aria-hidden className={classes.icon} />
            ) : (
              <IconListDetails size={16} aria-hidden className={classes.icon} />
            )}
            <span className={classes.label} title={item.label}>
              {item.label}
            </span>
            {item.binding && <Keys binding={item.binding} />}
          </div>
        </div>
      ))}
    </div>
  );
}
