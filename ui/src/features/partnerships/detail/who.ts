import type { ContactChoice, ContactDetail, ContactId } from "../../../wire/wire";

/** Who is assigned: one contact, or several of the partnership by a choice. */
export type Who = { contact: ContactId } | { choice: ContactChoice };

/** Who can be chosen: each contact; where there are several, all of them and those of each persona. */
export function choicesOf(contacts: readonly ContactDetail[]): { who: Who; count: number }[] {
  const single = contacts.map(({ id }) => ({ who: { contact: id }, count: 1 }));
  if (contacts.length < 2) return single;
  const all: ContactChoice = { type: "all" };
  return [
    ...single,
    { who: { choice: all }, count: contacts.length },
    ...personasOf(contacts).map(({ persona, count }) => ({
      who: { choice: { type: "persona", persona } satisfies ContactChoice },
      count,
    })),
  ];
}

/** The personas of contacts, each once whatever its case, with how many there are of it. */
function personasOf(contacts: readonly ContactDetail[]): { persona: string; count: number }[] {
  const found = new Map<string, { persona: string; count: number }>();
  for (const { fields } of contacts) {
    const persona = fields.persona.trim();
    if (persona === "") continue;
    const key = persona.normalize("NFKC").toLowerCase();
    const known = found.get(key) ?? { persona, count: 0 };
    found.set(key, { ...known, count: known.count + 1 });
  }
  return [...found.values()];
}

/** A text that is another one for each choice. */
export function whoKey(who: Who): string {
  if ("contact" in who) return `contact ${who.contact}`;
  return who.choice.type === "persona" ? `persona ${who.choice.persona}` : who.choice.type;
}
