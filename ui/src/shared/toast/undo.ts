/** What can be taken back now, oldest first. An entry lives as long as its toast. */
const entries: { id: string; undo: () => void }[] = [];

export function addUndo(id: string, undo: () => void): void {
  entries.push({ id, undo });
}

export function dropUndo(id: string): void {
  const at = entries.findIndex((entry) => entry.id === id);
  if (at >= 0) entries.splice(at, 1);
}

/** Gives up what could be taken back. */
export function clearUndo(): void {
  entries.length = 0;
}

/** Takes back one change, once, however often it is asked for. */
export function runUndo(id: string): void {
  const entry = entries.find((one) => one.id === id);
  dropUndo(id);
  entry?.undo();
}

/** The newest change that can be taken back, as its id. */
export function newestUndo(): string | undefined {
  return entries.at(-1)?.id;
}
