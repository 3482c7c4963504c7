import { QueryObserver } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import type { Tag } from "../../wire/wire";
import { applyChange, createQueryClient } from "./client";
import { anyMeets, meets } from "./tags";

const all: Tag = { kind: "cadence", id: null };
const one: Tag = { kind: "cadence", id: 1 };
const two: Tag = { kind: "cadence", id: 2 };
const workspace: Tag = { kind: "workspace", id: null };

test("tags meet when the kind is the same and either side means all of it", () => {
  expect(meets(one, one)).toBe(true);
  expect(meets(all, one)).toBe(true);
  expect(meets(one, all)).toBe(true);
  expect(meets(one, two)).toBe(false);
  expect(meets(all, workspace)).toBe(false);
  expect(anyMeets([two, workspace], [one, workspace])).toBe(true);
  expect(anyMeets([], [all])).toBe(false);
});

test("a change asks again exactly what shows it", async () => {
  const client = createQueryClient();
  const show = (tag: Tag) => {
    const ask = vi.fn(async () => 1);
    const observer = new QueryObserver(client, {
      queryKey: [tag],
      queryFn: ask,
      meta: { provides: [tag] },
    });
    observer.subscribe(() => {});
    return ask;
  };
  const first = show(one);
  const second = show(two);
  await vi.waitFor(() => expect(client.isFetching()).toBe(0));
  applyChange(client, { tags: [one] });
  await vi.waitFor(() => expect(first).toHaveBeenCalledTimes(2));
  expect(second).toHaveBeenCalledTimes(1);
  applyChange(client, { tags: [all] });
  await vi.waitFor(() => expect(second).toHaveBeenCalledTimes(2));
});
