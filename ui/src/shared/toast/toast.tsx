import { notifications, notificationsStore } from "@mantine/notifications";
import { IconAlertTriangle, IconBell, IconCheck } from "@tabler/icons-react";
import { t } from "../i18n/t";
import { ToastBody } from "./ToastBody";
import { addUndo, clearUndo, dropUndo, newestUndo, runUndo } from "./undo";

const UNDO_MS = 10_000;
const NOTE_MS = 5_000;

let made = 0;

function nextId(): string {
  made += 1;
  return `toast-${made}`;
}

/** The toast that is shown for each of a series of changes. */
const shownOf = new Map<string, string>();

/** The toast that is shown for each thing that failed. */
const failureOf = new Map<string, string>();

/**
 * Takes away the oldest toast when there is no room for another, which would wait unseen for its
 * turn. What failed stays, unless nothing else is there.
 */
function makeRoom(): void {
  const { notifications: shown, limit } = notificationsStore.getState();
  if (shown.length < limit) return;
  const oldest = shown.find(({ role }) => role !== "alert") ?? shown[0];
  if (oldest?.id !== undefined) notifications.hide(oldest.id);
}

/**
 * Says that something was done, and offers to take it back where that can be done. Of a `series`,
 * such as the moves of steps, only the newest toast is shown; the others can still be taken back
 * by key, newest first, for as long.
 */
export function showDone(message: string, undo?: () => void, series?: string): void {
  const id = nextId();
  const before = series === undefined ? undefined : shownOf.get(series);
  if (series !== undefined) shownOf.set(series, id);
  if (before !== undefined) notifications.hide(before);
  if (undo) addUndo(id, undo);
  const takeBack = () => {
    runUndo(id);
    notifications.hide(id);
  };
  makeRoom();
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
    onClose: () => {
      if (series === undefined || shownOf.get(series) === id) dropUndo(id);
      else setTimeout(() => dropUndo(id), UNDO_MS);
      if (series !== undefined && shownOf.get(series) === id) shownOf.delete(series);
    },
  });
}

/** Says what was done, and offers what is likely wanted next. */
export function showNext(message: string, action: { label: string; run: () => void }): void {
  const id = nextId();
  const run = () => {
    notifications.hide(id);
    action.run();
  };
  makeRoom();
  notifications.show({
    id,
    role: "status",
    icon: <IconCheck size={16} aria-hidden />,
    message: <ToastBody text={message} action={{ label: action.label, run }} />,
    autoClose: UNDO_MS,
    closeButtonProps: { "aria-label": t("toast.close") },
  });
}

/**
 * Says what failed, why, and what helps. Stays until it is dismissed, or until the same fails
 * again: `about` tells it from other failures where the title alone does not.
 */
export function showError(
  title: string,
  cause: string,
  action?: { label: string; run: () => void },
  about = title,
): void {
  const id = nextId();
  const before = failureOf.get(about);
  failureOf.set(about, id);
  if (before !== undefined) notifications.hide(before);
  const run = () => {
    notifications.hide(id);
    action?.run();
  };
  makeRoom();
  notifications.show({
    id,
    role: "alert",
    color: "red",
    icon: <IconAlertTriangle size={16} aria-hidden />,
    title,
    message: <ToastBody text={cause} {...(action && { action: { label: action.label, run } })} />,
    autoClose: false,
    closeButtonProps: { "aria-label": t("toast.close") },
    onClose: () => {
      if (failureOf.get(about) === id) failureOf.delete(about);
    },
  });
}

/** Shows a reminder, which stays until it is dismissed or followed. */
export function showReminder(
  title: string,
  text: string,
  action: { label: string; run: () => void },
): void {
  const id = nextId();
  const run = () => {
    notifications.hide(id);
    action.run();
  };
  makeRoom();
  notifications.show({
    id,
    role: "status",
    icon: <IconBell size={16} aria-hidden />,
    title,
    message: <ToastBody text={text} action={{ label: action.label, run }} />,
    autoClose: false,
    closeButtonProps: { "aria-label": t("toast.close") },
  });
}

/** Takes away all toasts, and with them what could be taken back. */
export function clearToasts(): void {
  notifications.clean();
  clearUndo();
  shownOf.clear();
  failureOf.clear();
}

/** Takes back the newest change whose toast is still there. */
export function undoNewest(): void {
  const id = newestUndo();
  if (id === undefined) return;
  runUndo(id);
  notifications.hide(id);
}
