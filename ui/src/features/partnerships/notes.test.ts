import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RpcError } from "../../host/rpc";
import { NotesSession } from "./notes";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const full = new RpcError({ code: "disk_full", message: "full" }, true);

function begin(text = "") {
  const save = vi.fn((_: string) => Promise.resolve());
  const leftBehind = vi.fn();
  return { save, leftBehind, session: new NotesSession(text, save, leftBehind) };
}

test("notes are saved while typing goes on, at most 3 seconds after a key", async () => {
  const { save, session } = begin();
  const typedAt: number[] = [];
  let savedUpTo = 0;
  save.mockImplementation(async (text) => {
    for (const at of typedAt.slice(savedUpTo, text.length)) {
      expect(performance.now() - at).toBeLessThanOrEqual(3_000);
    }
    savedUpTo = text.length;
  });
  for (let key = 1; key <= 40; key += 1) {
    typedAt.push(performance.now());
    session.change("x".repeat(key));
    await vi.advanceTimersByTimeAsync(200);
  }
  // No pause was long enough to be taken for the end.
  expect(savedUpTo).toBeGreaterThan(30);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(savedUpTo).toBe(40);
  expect(session.view().save.state).toBe("saved");
});

test("a refused save keeps the text, is tried with the next key, and leaving tells of it", async () => {
  const { save, session, leftBehind } = begin("old");
  save.mockRejectedValue(full);
  session.change("new");
  await vi.advanceTimersByTimeAsync(3_000);
  expect(session.view()).toEqual({ text: "new", save: { state: "refused", error: full } });
  await session.leave();
  expect(leftBehind).toHaveBeenCalledWith(full);
  save.mockResolvedValue();
  session.change("newer");
  await vi.advanceTimersByTimeAsync(3_000);
  expect(save).toHaveBeenLastCalledWith("newer");
  expect(session.view().save.state).toBe("saved");
});

test("what the program has never replaces what is typed or on its way", async () => {
  const { save, session } = begin("old");
  let answer = () => {};
  save.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  session.change("typed");
  session.offer("old");
  expect(session.view().text).toBe("typed");
  const flushed = session.flush();
  session.offer("old");
  expect(session.view().text).toBe("typed");
  answer();
  await flushed;
  session.offer("from elsewhere");
  expect(session.view().text).toBe("from elsewhere");
});
