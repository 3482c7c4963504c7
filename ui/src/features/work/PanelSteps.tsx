import { Button, VisuallyHidden } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconPlayerPlay } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { t } from "../../shared/i18n/t";
import { readPreference } from "../../shared/preferences/preferences";
import { kindName, stepName } from "../../shared/work/words";
import type { CadenceId, Panel, PanelCadence, PanelStep, StepId } from "../../wire/wire";
import classes from "./DuePanel.module.css";
import { kindIcons } from "./kindIcons";
import { useWork } from "./useWork";

type Props = { panel: Panel; cameFrom: StepId | null };

/** Cadences with their due counts; each opens to its steps. */
export function PanelSteps({ panel, cameFrom }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const [opened, setOpened] = useState<ReadonlyMap<CadenceId, boolean>>(() =>
    back(panel, cameFrom),
  );

  const start = useRef(cameFrom);
  useEffect(() => {
    if (start.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-step="${start.current}"]`)?.focus();
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-panel-row]") ?? [])];
    const at = rows.findIndex((row) => row.parentElement?.contains(document.activeElement));
    const to = targetOf(event.key, at, rows.length);
    if (to === null) return;
    event.preventDefault();
    rows[to]?.focus();
  }

  return (
    <ul ref={list} className={classes.list} aria-label={t("work.panel.list")} onKeyDown={onKeyDown}>
      {panel.cadences.map((cadence) => (
        <Cadence
          key={cadence.id}
          cadence={cadence}
          open={opened.get(cadence.id) ?? panel.cadences.length === 1}
          onOpen={(open) => setOpened(new Map(opened).set(cadence.id, open))}
        />
      ))}
    </ul>
  );
}

/** The row that a key leads to; null for other keys. */
function targetOf(key: string, at: number, count: number): number | null {
  const single = readPreference("singleKeys");
  if (key === "ArrowDown" || (single && key === "j")) return Math.min(at + 1, count - 1);
  if (key === "ArrowUp" || (single && key === "k")) return Math.max(at - 1, 0);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}

/** The cadence whose people were shown is open. */
function back({ cadences }: Panel, cameFrom: StepId | null): Map<CadenceId, boolean> {
  const from = cadences.find(({ steps }) => steps.some(({ step }) => step === cameFrom));
  return new Map(from ? [[from.id, true]] : []);
}

type CadenceProps = {
  cadence: PanelCadence;
  open: boolean;
  onOpen: (open: boolean) => void;
};

function Cadence({ cadence, open, onOpen }: CadenceProps) {
  const Arrow = open ? IconChevronDown : IconChevronRight;
  return (
    <li>
      <button
        type="button"
        className={classes.cadence}
        data-panel-row
        aria-expanded={open}
        onClick={() => onOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
          if (event.altKey || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          onOpen(event.key === "ArrowRight");
        }}
      >
        <Arrow size={14} aria-hidden className={classes.icon} />
        <span className={classes.name} title={cadence.name}>
          {cadence.name}
        </span>{" "}
        <Count count={cadence.due} />
      </button>
      {open && (
        <ul className={classes.steps}>
          {cadence.steps.map((step) => (
            <Step key={step.step} step={step} cadence={cadence} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Step({ step, cadence }: { step: PanelStep; cadence: PanelCadence }) {
  const { line } = useWork();
  const Icon = kindIcons[step.kind];
  const name = stepName(step);
  return (
    <li className={classes.step}>
      <button
        type="button"
        className={classes.stepName}
        data-panel-row
        data-step={step.step}
        onClick={() => line.showPeople(step.step)}
      >
        <span className={classes.number} data-figures>
          <VisuallyHidden>{t("work.panel.step")}</VisuallyHidden>{" "}
          {t("app.count", { count: step.position + 1 })}
        </span>{" "}
        <Icon size={14} aria-hidden className={classes.icon} />
        <span className={classes.name} title={name}>
          {name}
          {step.name !== "" && <VisuallyHidden>, {kindName(step.kind)}</VisuallyHidden>}
        </span>{" "}
        <Count count={step.due} />
      </button>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconPlayerPlay size={12} aria-hidden />}
        aria-label={t("work.panel.runStep", { step: step.position + 1, cadence: cadence.name })}
        onClick={() => void line.run(step.step)}
      >
        {t("work.panel.run")}
      </Button>
    </li>
  );
}

function Count({ count }: { count: number }) {
  return (
    <span className={classes.count} data-figures>
      {t("app.count", { count })} <VisuallyHidden>{t("work.due")}</VisuallyHidden>
    </span>
  );
}
