import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useShortcuts } from "../shared/shortcuts/useShortcuts";
import { undoNewest } from "../shared/toast/toast";
import { useCommands } from "./useCommands";

const MOUSE_BACK = 3;
const MOUSE_FORWARD = 4;

/** Binds the commands of the program to their keys, and going back and forward to the mouse. */
export function AppShortcuts() {
  const { history } = useRouter();
  const commands = useCommands();
  const handlers = Object.fromEntries(
    commands.flatMap(({ shortcut, run }) => (shortcut ? [[shortcut, run]] : [])),
  );
  useShortcuts({
    ...handlers,
    undo: undoNewest,
    back: () => history.back(),
    forward: () => history.forward(),
  });

  useEffect(() => {
    const onMouseUp = (event: MouseEvent) => {
      if (event.button !== MOUSE_BACK && event.button !== MOUSE_FORWARD) return;
      // Some web views go back by themselves: once is enough.
      event.preventDefault();
      if (event.button === MOUSE_BACK) history.back();
      else history.forward();
    };
    window.addEventListener("mouseup", onMouseUp);
    return () => window.removeEventListener("mouseup", onMouseUp);
  }, [history]);
  return null;
}
