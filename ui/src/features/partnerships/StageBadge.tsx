import {
  IconCircleDashed,
  IconCircleX,
  IconFlag,
  IconMessages,
  IconRosetteDiscountCheck,
  IconSend,
} from "@tabler/icons-react";
import { useStages } from "../../shared/stages/stages";
import type { Stage } from "../../wire/wire";
import classes from "./StageBadge.module.css";

const icons = new Map<Stage, typeof IconFlag>([
  ["lead", IconCircleDashed],
  ["contacted", IconSend],
  ["in_conversation", IconMessages],
  ["active_partner", IconRosetteDiscountCheck],
  ["lost", IconCircleX],
]);

export function StageBadge({ stage }: { stage: Stage }) {
  const { nameOf } = useStages();
  const Icon = icons.get(stage) ?? IconFlag;
  const name = nameOf(stage);
  return (
    <span className={classes.badge} title={name}>
      <Icon size={14} aria-hidden className={classes[stage] ?? classes.own} />
      <span className={classes.name}>{name}</span>
    </span>
  );
}
