import { useEffect, useRef } from "react";
import { readPreference } from "../preferences/preferences";
import { isSingleKey, KeyReader } from "./keys";
import { isMac } from "./platform";
import { type ShortcutId, shortcutOf } from "./registry";

export type ShortcutHandlers = Partial<Record<ShortcutId, () => void>>;

// The component that was mounted last is asked first.
const mounted: { current: ShortcutHandlers }[] = [];

/** Carries out the given shortcuts while the component is shown. */
export function useShortcuts(handlers: ShortcutHandlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    mounted.unshift(latest);
    return () => {
      mounted.splice(mounted.indexOf(latest), 1);
    };
  }, []);
}

/** Listens to the keyboard for all shortcuts. Mount it once. */
export function useShortcutListener(): void {
  useEffect(() => {
    const reader = new KeyReader(isMac);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isModifier(event.key)) return;
      // Of two shortcuts with one binding, the one counts that the shown screen carries out.
      const [handler] = reader
        .read(event)
        .filter(({ id, binding }) => allowed(id, binding, event))
        .flatMap(({ id }) => mounted.find(({ current }) => current[id])?.current[id] ?? []);
      if (!handler) return;
      event.preventDefault();
      handler();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function isModifier(key: string): boolean {
  return ["Shift", "Control", "Alt", "AltGraph", "Meta"].includes(key);
}

function allowed(id: ShortcutId, binding: string, event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  // A dialog or menu has the keyboard to itself until it is closed.
  if (target?.closest('[role="dialog"], [role="menu"]')) return false;
  if (isSingleKey(binding) && !readPreference("singleKeys")) return false;
  const { group, whileTyping } = shortcutOf(id);
  if (isEditable(target)) return whileTyping === true;
  // Enter on a button presses the button; arrows in a group of choices choose.
  const ofList = group === "lists" || group === "steps";
  if (ofList && !isSingleKey(binding)) return !isControl(target);
  return true;
}

function isEditable(target: Element | null): boolean {
  if (target?.closest('[contenteditable="true"], textarea, select')) return true;
  const input = target?.closest("input");
  return input !== null && input !== undefined && !["radio", "checkbox"].includes(input.type);
}

function isControl(target: Element | null): boolean {
  // A row that can be focused is part of its list.
  if (target?.closest("[data-list-row]")) return false;
  return target?.closest('button, a, input, [role="separator"], [role="switch"]') != null;
}
