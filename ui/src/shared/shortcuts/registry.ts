import type { MessageKey } from "../i18n/t";

/**
 * Every shortcut of the program: the key handler, the palette and the sheet read this list.
 *
 * A binding is keys with `mod` (⌘ on macOS, Ctrl elsewhere), `alt`, `shift`; a space separates the
 * keys of a sequence.
 */
export type Shortcut = {
  keys: readonly string[];
  label: MessageKey;
  /** Group `steps` is never shown together with `lists` and `replies` and may share bindings. */
  group: "everywhere" | "goTo" | "lists" | "replies" | "steps";
  /** Works while the rep types in a field. */
  whileTyping?: true;
};

export const shortcuts = {
  palette: { keys: ["mod+k"], label: "command.palette", group: "everywhere", whileTyping: true },
  shortcuts: { keys: ["?"], label: "command.shortcuts", group: "everywhere" },
  new: { keys: ["n"], label: "command.new", group: "everywhere" },
  search: { keys: ["/"], label: "command.search", group: "everywhere" },
  undo: { keys: ["mod+z"], label: "command.undo", group: "everywhere" },
  runNext: { keys: ["shift+r"], label: "command.runNext", group: "everywhere" },
  // The docked window carries it out itself, while the keyboard is in it.
  workDone: {
    keys: ["mod+enter"],
    label: "command.workDone",
    group: "everywhere",
    whileTyping: true,
  },
  toggleNavigation: { keys: ["["], label: "command.toggleNavigation", group: "everywhere" },
  togglePanel: { keys: ["]"], label: "command.togglePanel", group: "everywhere" },
  goCadences: { keys: ["g c"], label: "command.goCadences", group: "goTo" },
  goPartnerships: { keys: ["g p"], label: "command.goPartnerships", group: "goTo" },
  goReplies: { keys: ["g r"], label: "command.goReplies", group: "goTo" },
  goOutbox: { keys: ["g o"], label: "command.goOutbox", group: "goTo" },
  goSettings: { keys: ["g s"], label: "command.goSettings", group: "goTo" },
  goDue: { keys: ["g d"], label: "command.goDue", group: "goTo" },
  back: { keys: ["alt+arrowleft"], label: "command.back", group: "goTo" },
  forward: { keys: ["alt+arrowright"], label: "command.forward", group: "goTo" },
  listNext: { keys: ["arrowdown", "j"], label: "command.listNext", group: "lists" },
  listPrevious: { keys: ["arrowup", "k"], label: "command.listPrevious", group: "lists" },
  listFirst: { keys: ["home"], label: "command.listFirst", group: "lists" },
  listLast: { keys: ["end"], label: "command.listLast", group: "lists" },
  listOpen: { keys: ["enter"], label: "command.listOpen", group: "lists" },
  listEdit: { keys: ["f2"], label: "command.listEdit", group: "lists" },
  listArchive: { keys: ["delete", "backspace"], label: "command.listArchive", group: "lists" },
  listRestore: { keys: ["r"], label: "command.listRestore", group: "lists" },
  listMenu: { keys: ["shift+f10", "contextmenu"], label: "command.listMenu", group: "lists" },
  replyAnswer: { keys: ["a"], label: "command.replyAnswer", group: "replies" },
  replyDone: { keys: ["e"], label: "command.replyDone", group: "replies" },
  replyMeeting: { keys: ["m"], label: "command.replyMeeting", group: "replies" },
  replySignal: { keys: ["b"], label: "command.replySignal", group: "replies" },
  replyReferral: { keys: ["f"], label: "command.replyReferral", group: "replies" },
  replyNotInterested: { keys: ["i"], label: "command.replyNotInterested", group: "replies" },
  replyWrongPerson: { keys: ["w"], label: "command.replyWrongPerson", group: "replies" },
  replyOptOut: { keys: ["x"], label: "command.replyOptOut", group: "replies" },
  stepAdd: { keys: ["a"], label: "command.stepAdd", group: "steps" },
  stepUp: { keys: ["alt+arrowup"], label: "command.stepUp", group: "steps" },
  stepDown: { keys: ["alt+arrowdown"], label: "command.stepDown", group: "steps" },
  stepDelete: { keys: ["delete", "backspace"], label: "command.stepDelete", group: "steps" },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof shortcuts;

export const shortcutIds = Object.keys(shortcuts) as ShortcutId[];

export function shortcutOf(id: ShortcutId): Shortcut {
  return shortcuts[id];
}
