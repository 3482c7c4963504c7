import { writePreference } from "../../shared/preferences/preferences";

export const DUE_PANEL_ID = "due-panel";

/** Puts the keyboard into the side panel, opening it if need be. */
export function focusDuePanel(): void {
  writePreference("panelOpen", true);
  // A panel that was just opened is there after the next paint.
  requestAnimationFrame(() => {
    const panel = document.getElementById(DUE_PANEL_ID);
    panel?.querySelector<HTMLElement>('[role="grid"], [data-panel-row]')?.focus();
  });
}
