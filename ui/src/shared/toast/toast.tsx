import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { t } from "../i18n/t";
import { ToastBody } from "./ToastBody";
import { addUndo, dropUndo, newestUndo, runUndo } from "./undo";

const UNDO_MS = 10_000;
const NOTE_MS = 5_000;

let made = 0;

function nextId(): string {
  made += 1;
  return `toast-${made}`;
}

/** Says that something was done, and offers to take it back where that can be done. */
export function showDone(message: string, undo?: () => void): void {
  const id = nextId();
  if (undo) addUndo(id, undo);
  const takeBack = () => {
    runUndo(id);
    notifications.hide(id);
  };
  notifications.show({
    id,
    role: "status",
    icon: <IconCheck size={16} aria-hidden />,
    message: (
      <ToastBody
        text={message}
        {...(undo && { action: { label: t("action.undo"), shortcut: "mod+z", run: takeBack } })}
      />
    ),
    autoClose: undo ? UNDO_MS : NOTE_MS,
    closeButtonProps: { "aria-label": t("toast.close") },
    onClose: () => dropUndo(id),
  });
}

/** Says what failed, why, and what helps. Stays until it is dismissed. */
export function showError(
  title: string,
  cause: string,
  action?: { label: string; run: () => void },
): void {
  const id = nextId();
  const run = () => {
    notifications.hide(id);
    action?.run();
  };
  notifications.show({
    id,
    role: "alert",
    color: "red",
    icon: <IconAlertTriangle size={16} aria-hidden />,
    title,
    message: <ToastBody text={cause} {...(action && { action: { label: action.label, run } })} />,
    autoClose: false,
    closeButtonProps: { "aria-label": t("toast.close") },
  });
}

/** Takes back the newest change whose toast is still there. */
export function undoNewest(): void {
  const id = newestUndo();
  if (id === undefined) return;
  runUndo(id);
  notifications.hide(id);
}
