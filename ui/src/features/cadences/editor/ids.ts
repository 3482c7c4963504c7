/** Ids of the elements that the focus is sent to, made of a step's key. */
export const rowId = (key: string) => `row-${key}`;
export const nameFieldId = (key: string) => `name-${key}`;
