import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  type Modifier,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMemo, useRef } from "react";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { ariaKeys } from "../../../shared/shortcuts/Keys";
import type { StepGap } from "../../../wire/wire";
import { daysOf, type StepDraft } from "./document";
import { dragWords } from "./dragWords";
import { InsertMenu } from "./InsertMenu";
import type { Refusal } from "./session";
import classes from "./Timeline.module.css";
import { TimelineRow } from "./TimelineRow";
import type { StepEdits } from "./useStepEdits";
import { waitSentence } from "./words";

/** Pixels that a press must move before it drags, so that a click stays a click. */
const DRAG_AFTER = 4;

const upAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 });

type Props = {
  steps: readonly StepDraft[];
  gaps: ReadonlyMap<string, readonly StepGap[]>;
  refusal: Refusal | null;
  selectedKey: string | undefined;
  readOnly: boolean;
  edits: StepEdits;
  onSelect: (key: string) => void;
  menuAt: number | null;
  onMenu: (at: number | null) => void;
};

/** The steps from top to bottom, with the waits between them. */
export function Timeline(props: Props) {
  const { steps, gaps, refusal, selectedKey, readOnly, edits, onSelect, menuAt, onMenu } = props;
  const addButton = useRef<HTMLButtonElement>(null);
  const days = daysOf(steps);
  const keys = useMemo(() => steps.map(({ key }) => key), [steps]);
  const accessibility = useMemo(() => dragWords(keys), [keys]);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: DRAG_AFTER } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const tooMany = refusal?.error.wire.code === "too_many_steps" ? refusal.error : null;

  function onDragEnd({ active, over }: DragEndEvent) {
    if (over) edits.move(String(active.id), keys.indexOf(String(over.id)));
  }

  return (
    <section className={classes.timeline} aria-label={t("editor.steps")}>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        modifiers={[upAndDown]}
        accessibility={accessibility}
        onDragEnd={onDragEnd}
      >
        <SortableContext items={keys} strategy={verticalListSortingStrategy}>
          <ol className={classes.list}>
            {steps.map((step, at) => (
              <TimelineRow
                key={step.key}
                step={step}
                position={at}
                day={days[at] ?? null}
                gaps={(gaps.get(step.key) ?? []).join(" ")}
                notSaved={refusal?.key === step.key || waitSentence(step) !== undefined}
                selected={step.key === selectedKey}
                readOnly={readOnly}
                edits={edits}
                onSelect={onSelect}
                menuOpen={menuAt === at}
                onMenu={onMenu}
              />
            ))}
          </ol>
        </SortableContext>
      </DndContext>
      {!readOnly && (
        <InsertMenu
          opened={menuAt === steps.length}
          onOpened={(open) => onMenu(open ? steps.length : null)}
          onChoose={(type) => edits.insert(steps.length, type)}
          onAbandoned={() => addButton.current?.focus()}
        >
          <Button
            ref={addButton}
            variant="default"
            className={classes.add}
            leftSection={<IconPlus size={16} aria-hidden />}
            aria-keyshortcuts={ariaKeys("a")}
          >
            {t("editor.addStep")}
          </Button>
        </InsertMenu>
      )}
      {tooMany && (
        <p role="alert" className={classes.tooMany}>
          {describeError(tooMany)}
        </p>
      )}
    </section>
  );
}
