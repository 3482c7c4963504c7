import { useSortable } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { ActionIcon, VisuallyHidden } from "@mantine/core";
import { IconAlertCircle, IconGripVertical, IconPlus } from "@tabler/icons-react";
import { memo, useRef } from "react";
import { t } from "../../../shared/i18n/t";
import type { StepGap } from "../../../wire/wire";
import type { StepDraft } from "./document";
import { InsertMenu } from "./InsertMenu";
import { rowId } from "./ids";
import { stepTypeIcons } from "./stepTypeIcons";
import classes from "./Timeline.module.css";
import type { StepEdits } from "./useStepEdits";
import { gapSentence, stepName, waitInWords } from "./words";

type Props = {
  step: StepDraft;
  position: number;
  day: number | null;
  /** What it lacks, by spaces: equal texts do not draw the row again. */
  gaps: string;
  notSaved: boolean;
  selected: boolean;
  readOnly: boolean;
  edits: StepEdits;
  onSelect: (key: string) => void;
  menuOpen: boolean;
  onMenu: (at: number | null) => void;
};

/** One step with the wait before it. */
export const TimelineRow = memo(function TimelineRow(props: Props) {
  const { step, position, selected, readOnly, edits, onSelect, menuOpen, onMenu } = props;
  const insertButton = useRef<HTMLButtonElement>(null);
  const sortable = useSortable({ id: step.key, disabled: readOnly });
  const style = {
    transform: CSS.Translate.toString(sortable.transform),
    transition: sortable.transition,
  };
  return (
    <li
      ref={sortable.setNodeRef}
      className={classes.item}
      style={style}
      data-dragged={sortable.isDragging || undefined}
    >
      <div className={classes.wait}>
        {readOnly ? (
          <span className={classes.dot} />
        ) : (
          <InsertMenu
            opened={menuOpen}
            onOpened={(open) => onMenu(open ? position : null)}
            onChoose={(type) => edits.insert(position, type)}
            onAbandoned={() => insertButton.current?.focus()}
          >
            <ActionIcon
              ref={insertButton}
              className={classes.insert}
              variant="default"
              size={24}
              radius="xl"
              aria-label={t("editor.insertBefore", { step: position + 1 })}
              title={t("editor.insertBefore", { step: position + 1 })}
            >
              <IconPlus size={14} />
            </ActionIcon>
          </InsertMenu>
        )}
        <span>{waitInWords(step, position === 0)}</span>
      </div>
      <div className={classes.row} data-selected={selected || undefined}>
        <button
          type="button"
          id={rowId(step.key)}
          data-list-row
          className={classes.step}
          aria-current={selected || undefined}
          onClick={() => onSelect(step.key)}
        >
          <RowText {...props} />
        </button>
        {!readOnly && (
          <button
            type="button"
            ref={sortable.setActivatorNodeRef}
            className={classes.handle}
            aria-label={t("editor.moveStep", { step: position + 1 })}
            aria-describedby={sortable.attributes["aria-describedby"]}
            {...sortable.listeners}
          >
            <IconGripVertical size={16} aria-hidden />
          </button>
        )}
      </div>
    </li>
  );
});

function RowText({ step, position, day, gaps, notSaved }: Props) {
  const { type } = step.content;
  const Icon = stepTypeIcons[type];
  const name = stepName(step);
  const missing = gaps === "" ? [] : (gaps.split(" ") as StepGap[]);
  return (
    <>
      <span className={classes.line}>
        <span className={classes.number} data-figures>
          {position + 1}
        </span>{" "}
        <Icon size={16} aria-hidden className={classes.icon} />
        {step.name.trim() !== "" && (
          <VisuallyHidden component="span">{t(`editor.type.${type}`)} </VisuallyHidden>
        )}
        <span className={classes.name} title={name}>
          {name}
        </span>{" "}
        {day !== null && (
          <span className={classes.day} data-figures>
            {t("editor.day", { day })}
          </span>
        )}
      </span>
      {(missing.length > 0 || notSaved) && (
        <span className={classes.findings}>
          {notSaved && (
            <span className={classes.problem}>
              <IconAlertCircle size={14} aria-hidden /> {t("editor.problem")}
            </span>
          )}{" "}
          {missing.map((gap) => (
            <span key={gap} className={classes.gap}>
              <IconAlertCircle size={14} aria-hidden /> {gapSentence(gap)}{" "}
            </span>
          ))}
        </span>
      )}
    </>
  );
}
