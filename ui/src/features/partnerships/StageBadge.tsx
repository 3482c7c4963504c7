import {
  IconCircleDashed,
  IconCircleX,
  IconMessages,
  IconRosetteDiscountCheck,
  IconSend,
} from "@tabler/icons-react";
import { t } from "../../shared/i18n/t";
import type { Stage } from "../../wire/wire";
import classes from "./StageBadge.module.css";

const icons = {
  lead: IconCircleDashed,
  contacted: IconSend,
  in_conversation: IconMessages,
  active_partner: IconRosetteDiscountCheck,
  lost: IconCircleX,
};

export function StageBadge({ stage }: { stage: Stage }) {
  const Icon = icons[stage];
  return (
    <span className={classes.badge}>
      <Icon size={14} aria-hidden className={classes[stage]} />
      {t(`partnerships.stage.${stage}`)}
    </span>
  );
}
