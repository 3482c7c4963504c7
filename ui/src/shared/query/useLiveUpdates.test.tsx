import { QueryClientProvider, QueryObserver } from "@tanstack/react-query";
import { renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test, vi } from "vitest";
import { createQueryClient } from "./client";
import { useLiveUpdates } from "./useLiveUpdates";

const ear = vi.hoisted(() => ({ onListening: () => {}, onDeaf: () => {} }));
vi.mock("../../host/events", () => ({
  onChanged: (_handler: unknown, listening: typeof ear) => {
    Object.assign(ear, listening);
    return () => {};
  },
}));

function show(ask: () => Promise<number>) {
  const client = createQueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  renderHook(useLiveUpdates, { wrapper });
  const observer = new QueryObserver(client, {
    queryKey: ["shown"],
    queryFn: ask,
    meta: { provides: [] },
  });
  observer.subscribe(() => {});
  return { client, shown: () => observer.getCurrentResult().data };
}

test("what changed before the window listened is asked for once it does", async () => {
  const ask = vi.fn(async () => ask.mock.calls.length);
  const { client, shown } = show(ask);
  await vi.waitFor(() => expect(shown()).toBe(1));
  ear.onListening();
  await vi.waitFor(() => expect(shown()).toBe(2));
  expect(client.isFetching()).toBe(0);
});

test("a first answer that was on its way then is asked for again", async () => {
  let answer = (_value: number) => {};
  const ask = vi
    .fn(async () => 2)
    .mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
  const { shown } = show(ask);
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(1));
  ear.onListening();
  answer(1);
  await vi.waitFor(() => expect(shown()).toBe(2));
});
