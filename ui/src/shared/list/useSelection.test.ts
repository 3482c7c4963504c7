import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import type { CadenceSummary } from "../../wire/wire";
import { useSelection } from "./useSelection";

const row = (id: number): CadenceSummary => ({
  id,
  name: `Cadence ${id}`,
  description: "",
  meant_for: { persona: "", stages: [] },
  status: "draft",
  steps: 0,
  people: 0,
  created_at: 0,
  updated_at: 0,
});

type Shown = { rows: CadenceSummary[]; scope: string | null };

function show(first: Shown) {
  /** What was selected in each rendering, however short. */
  const seen: (number | undefined)[] = [];
  const hook = renderHook(
    ({ rows, scope }: Shown) => {
      const selection = useSelection(rows, scope);
      seen.push(selection.selected?.id);
      return selection;
    },
    { initialProps: first },
  );
  return { ...hook, seen };
}

const all = [row(1), row(2), row(3)];

test("in the same list, the row that takes the place of one that left is selected", () => {
  const { result, rerender } = show({ rows: all, scope: "all:" });
  act(() => result.current.select(1));
  rerender({ rows: [row(1), row(3)], scope: "all:" });
  expect(result.current.selected?.id).toBe(3);
});

test("in another list nothing takes its place, also not on the way back", () => {
  const { result, rerender, seen } = show({ rows: all, scope: "all:" });
  act(() => result.current.select(1));
  // Until the other list is there, the rows of the one before stand in.
  rerender({ rows: all, scope: null });
  expect(result.current.selected?.id).toBe(2);
  const archived = [row(7), row(8)];
  rerender({ rows: archived, scope: "archived:" });
  expect(seen).not.toContain(8);
  expect(result.current.selected).toBeUndefined();
  rerender({ rows: all, scope: "all:" });
  expect(result.current.selected).toBeUndefined();
});

test("in another list that holds it, the row stays selected and gets its place there", () => {
  const { result, rerender } = show({ rows: all, scope: "all:" });
  act(() => result.current.select(2));
  rerender({ rows: [row(3), row(4)], scope: "draft:" });
  expect(result.current.selected?.id).toBe(3);
  rerender({ rows: [row(4)], scope: "draft:" });
  expect(result.current.selected?.id).toBe(4);
});
