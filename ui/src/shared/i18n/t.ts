import { messages as english } from "./languages/en";
import { type Message, render, type ValuesOf } from "./message";

type English = typeof english;
export type MessageKey = keyof English;
type Language = { messages: Partial<Record<MessageKey, Message>> };

// Every file in `languages` is a language, named by its tag: adding one needs no other change.
const languages = import.meta.glob<Language>("./languages/*.ts", { eager: true });

/** The first language of `wanted` that there is a file for, as its tag; English otherwise. */
export function chooseLanguage(wanted: readonly string[], available: readonly string[]): string {
  for (const tag of wanted) {
    const match = available.find((one) => one === tag) ?? tag.split("-")[0];
    if (match !== undefined && available.includes(match)) return match;
  }
  return "en";
}

const tags = Object.keys(languages).map((path) => path.replace(/^.*\/(.+)\.ts$/, "$1"));
export const language = chooseLanguage(navigator.languages, tags);
const messages: Partial<Record<MessageKey, Message>> =
  languages[`./languages/${language}.ts`]?.messages ?? english;

/** The text of `key` in the rep's language, with its values put in. */
export function t<K extends MessageKey>(
  key: K,
  ...[values]: keyof ValuesOf<English[K]> extends never ? [] : [ValuesOf<English[K]>]
): string {
  return render(messages[key] ?? english[key], values ?? {}, language);
}
