import { createContext } from "react";

/** What a text can be filled with, by whose it is. The list is closed. */
export const variables = {
  contact: ["contact.first_name", "contact.last_name", "contact.title"],
  partnership: ["partnership.name"],
  sender: ["sender.name", "sender.title", "sender.company", "sender.phone", "sender.calendar_url"],
  touch: ["touch.personal_line", "touch.video_url"],
} as const;

/** The names of the step's own variables, for the texts in which they can stand. */
export const OwnVariables = createContext<readonly string[]>([]);

/** How a variable is called to be put into a text, and what the menu says for it. */
export type Offer = { variable: string; label: string };

export type VariableGroup = keyof typeof variables;
export type Variable = (typeof variables)[VariableGroup][number];

export const variableGroups = Object.keys(variables) as VariableGroup[];

export type TextField = HTMLInputElement | HTMLTextAreaElement;

/** Puts the variable where the cursor is, in the place of what is selected. */
export function insertVariable(field: TextField, variable: string): void {
  const text = `{{ ${variable} }}`;
  field.focus();
  // The only way that the field's own undo knows of. It is old, and every web view has it.
  if (document.execCommand?.("insertText", false, text)) return;
  const { selectionStart, selectionEnd, value } = field;
  field.setRangeText(text, selectionStart ?? value.length, selectionEnd ?? value.length, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
