import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RpcError } from "../../host/rpc";
import type { Saved } from "../../wire/wire";
import { DraftSession } from "./session";

type Text = { body: string };

/** A session whose saves are answered by hand. */
function start() {
  const sent: string[] = [];
  const answers: { accept: (at: number) => void; refuse: () => void }[] = [];
  const error = new RpcError({ code: "disk_full", message: "full" }, true);
  const save = ({ body }: Text) =>
    new Promise<Saved>((resolve, reject) => {
      sent.push(body);
      answers.push({ accept: (at) => resolve({ at }), refuse: () => reject(error) });
    });
  const onLeftBehind = vi.fn();
  const session = new DraftSession<Text>({ body: "" }, null, save, onLeftBehind);
  const leave = session.subscribe(() => {});
  return { session, sent, answers, leave, onLeftBehind };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("what is typed is sent within three seconds, also while typing goes on", async () => {
  const { session, sent, answers } = start();
  for (let key = 1; key <= 25; key += 1) {
    session.change({ body: "x".repeat(key) });
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(sent.length).toBeGreaterThan(0);
  expect(session.view().save.state).toBe("saving");
  answers[0]?.accept(1);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(sent.at(-1)).toBe("x".repeat(25));
  answers[1]?.accept(2);
  await vi.advanceTimersByTimeAsync(0);
  expect(session.view()).toMatchObject({ save: { state: "saved" }, savedAt: 2 });
});

test("a refused save keeps the text and is told, also when the window has gone", async () => {
  const { session, answers, leave, onLeftBehind } = start();
  session.change({ body: "kept" });
  await vi.advanceTimersByTimeAsync(1_500);
  answers[0]?.refuse();
  await vi.advanceTimersByTimeAsync(0);
  expect(session.view()).toMatchObject({ value: { body: "kept" }, save: { state: "refused" } });
  leave();
  const left = session.leave();
  await vi.advanceTimersByTimeAsync(0);
  answers[1]?.refuse();
  await left;
  expect(onLeftBehind).toHaveBeenCalledOnce();
  expect(session.view().value.body).toBe("kept");
});

test("an answer that is older than what was saved does not bring old text back", async () => {
  const { session, answers } = start();
  session.offer({ body: "from the template, filled anew" }, null);
  expect(session.view().value.body).toBe("from the template, filled anew");
  session.change({ body: "new" });
  session.offer({ body: "old" }, null);
  expect(session.view().value.body).toBe("new");
  const flushed = session.flush();
  answers[0]?.accept(20);
  await flushed;
  session.offer({ body: "old" }, 10);
  expect(session.view().value.body).toBe("new");
  session.offer({ body: "newer" }, 30);
  expect(session.view().value.body).toBe("newer");
});
