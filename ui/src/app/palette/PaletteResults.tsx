import { IconChevronRight, IconHeartHandshake, IconListDetails } from "@tabler/icons-react";
import { t } from "../../shared/i18n/t";
import { Keys } from "../../shared/shortcuts/Keys";
import classes from "./Palette.module.css";
import type { PaletteItem } from "./usePaletteItems";

const icons = {
  command: IconChevronRight,
  cadence: IconListDetails,
  partnership: IconHeartHandshake,
};

type Props = {
  id: string;
  items: readonly PaletteItem[];
  active: number;
  idOf: (index: number) => string;
  onActive: (index: number) => void;
  onChoose: (item: PaletteItem) => void;
};

export function PaletteResults({ id, items, active, idOf, onActive, onChoose }: Props) {
  return (
    <div id={id} role="listbox" className={classes.list} aria-label={t("palette.results")}>
      {items.map((item, index) => {
        const Icon = icons[item.kind];
        return (
          <div key={item.key} role="presentation">
            {item.kind !== items[index - 1]?.kind && (
              <div className={classes.group} role="presentation">
                {t(`palette.${item.kind}s`)}
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
              <Icon size={16} aria-hidden className={classes.icon} />
              <span className={classes.label} title={item.label}>
                {item.label}
              </span>
              {item.binding && <Keys binding={item.binding} />}
            </div>
          </div>
        );
      })}
    </div>
  );
}
