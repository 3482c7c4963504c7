import type { KeyboardEvent, PointerEvent } from "react";
import { t } from "../../shared/i18n/t";
import { PANEL_MAX_WIDTH, PANEL_MIN_WIDTH } from "../../shared/preferences/preferences";
import classes from "./PanelResizer.module.css";

const STEP = 16;

type Props = { panelId: string; width: number; onWidth: (width: number) => void };

/** The left edge of the side panel: drag it, or move it with the arrow keys. */
export function PanelResizer({ panelId, width, onWidth }: Props) {
  const set = (next: number) =>
    onWidth(Math.round(Math.max(PANEL_MIN_WIDTH, Math.min(PANEL_MAX_WIDTH, next))));

  function onKeyDown(event: KeyboardEvent) {
    const moves: Record<string, number> = {
      ArrowLeft: width + STEP,
      ArrowRight: width - STEP,
      Home: PANEL_MIN_WIDTH,
      End: PANEL_MAX_WIDTH,
    };
    const next = moves[event.key];
    if (next === undefined || event.altKey) return;
    event.preventDefault();
    set(next);
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const panel = event.currentTarget.parentElement?.getBoundingClientRect();
    if (panel) set(panel.right - event.clientX);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved, a separator with a value can
    <div
      className={classes.edge}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t("panel.resize")}
      aria-controls={panelId}
      aria-valuenow={width}
      aria-valuemin={PANEL_MIN_WIDTH}
      aria-valuemax={PANEL_MAX_WIDTH}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    />
  );
}
