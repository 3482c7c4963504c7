import type { PartnershipId, StepId, TouchId } from "../../wire/wire";

export type Entry = { touch: TouchId; partnership: PartnershipId };

/** The people of a step in the order in which they are worked through. */
export type Queue = {
  step: StepId;
  entries: readonly Entry[];
  /** Those that were dealt with in this run. */
  done: ReadonlySet<TouchId>;
};

export type Position = { at: number; of: number };

/** The nearest one before (-1) or after (1) that was not dealt with. */
export function neighbour(queue: Queue | null, touch: TouchId, by: -1 | 1): Entry | null {
  if (!queue) return null;
  const from = indexOf(queue, touch);
  if (from < 0) return null;
  for (let at = from + by; at >= 0 && at < queue.entries.length; at += by) {
    const entry = queue.entries[at];
    if (entry && !queue.done.has(entry.touch)) return entry;
  }
  return null;
}

/** "2 of 5", as numbers; none for somebody who is alone. */
export function positionOf(queue: Queue | null, touch: TouchId): Position | null {
  const at = queue ? indexOf(queue, touch) : -1;
  return queue && at >= 0 && queue.entries.length > 1
    ? { at: at + 1, of: queue.entries.length }
    : null;
}

export function withDone(queue: Queue, touch: TouchId): Queue {
  return { ...queue, done: new Set(queue.done).add(touch) };
}

export function withoutDone(queue: Queue, touch: TouchId): Queue {
  const done = new Set(queue.done);
  done.delete(touch);
  return { ...queue, done };
}

/** Puts one at the end of the run: it stays due and comes again (R36). */
export function withLast(queue: Queue, touch: TouchId): Queue {
  const entry = queue.entries[indexOf(queue, touch)];
  if (!entry) return queue;
  return { ...queue, entries: [...queue.entries.filter((one) => one !== entry), entry] };
}

function indexOf(queue: Queue, touch: TouchId): number {
  return queue.entries.findIndex((entry) => entry.touch === touch);
}
