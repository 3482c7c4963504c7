import { type ShortcutId, shortcutIds, shortcutOf } from "./registry";

const SEQUENCE_MS = 1_000;

/** What is needed of a keyboard event to tell which key was meant. */
export type Press = Pick<
  KeyboardEvent,
  "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "timeStamp"
> & { getModifierState(key: string): boolean };

/** The press in the notation of the registry: "mod+k", "?", "arrowdown". */
export function nameOf(press: Press, mac: boolean): string {
  const key = press.key.toLowerCase();
  // "?" and "[" need Shift or AltGr on some keyboards: what counts is the character.
  const symbol = key.length === 1 && key === key.toUpperCase();
  const altGr = press.getModifierState("AltGraph");
  const names: string[] = [];
  if ((mac ? press.metaKey : press.ctrlKey) && !altGr) names.push("mod");
  if ((mac ? press.ctrlKey : press.metaKey) && !altGr) names.push("other");
  if (press.altKey && !altGr && !(mac && symbol)) names.push("alt");
  if (press.shiftKey && !symbol) names.push("shift");
  return [...names, key].join("+");
}

/** Whether the press belongs to an input method, such as the Enter that chooses a character. */
export function isComposing(press: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
  // WebKit reports the press that ends the composition after its end: only the code tells.
  return press.isComposing || press.keyCode === 229;
}

/** Whether a binding works without a modifier, and so can be hit by accident. */
export function isSingleKey(binding: string): boolean {
  return binding.split(" ").every((key) => key.length === 1);
}

/** Follows sequences such as "g c" from press to press. */
export class KeyReader {
  private first: { name: string; at: number } | undefined;
  private readonly mac: boolean;

  constructor(mac: boolean) {
    this.mac = mac;
  }

  /** The shortcuts that this press completes, those of a sequence before those of one key. */
  read(press: Press): { id: ShortcutId; binding: string }[] {
    const name = nameOf(press, this.mac);
    const { first } = this;
    this.first = undefined;
    if (first && press.timeStamp - first.at <= SEQUENCE_MS) {
      const completed = bound(`${first.name} ${name}`);
      if (completed.length > 0) return completed;
    }
    if (startsSequence(name)) this.first = { name, at: press.timeStamp };
    return bound(name);
  }
}

function bound(binding: string): { id: ShortcutId; binding: string }[] {
  return shortcutIds
    .filter((id) => shortcutOf(id).keys.includes(binding))
    .map((id) => ({ id, binding }));
}

function startsSequence(name: string): boolean {
  return shortcutIds.some((id) => shortcutOf(id).keys.some((keys) => keys.startsWith(`${name} `)));
}
