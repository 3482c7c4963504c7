import {
  IconArchive,
  IconCircleDashed,
  IconPlayerPause,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { t } from "../../shared/i18n/t";
import type { CadenceStatus } from "../../wire/wire";
import classes from "./StatusBadge.module.css";

const icons = {
  draft: IconCircleDashed,
  active: IconPlayerPlay,
  inactive: IconPlayerPause,
  archived: IconArchive,
};

export function StatusBadge({ status }: { status: CadenceStatus }) {
  const Icon = icons[status];
  return (
    <span className={classes.badge}>
      <Icon size={14} aria-hidden className={classes[status]} />
      {t(`cadences.status.${status}`)}
    </span>
  );
}
