import { mockIPC } from "@tauri-apps/api/mocks";
import { expect, test } from "vitest";
import { call } from "./rpc";

test("a command and its input go out as one request", async () => {
  let sent: unknown;
  mockIPC((name, args) => {
    sent = { name, args };
    return {};
  });
  await call("cadence_restore", { id: 7 });
  expect(sent).toEqual({
    name: "rpc",
    args: { request: { command: "cadence_restore", input: { id: 7 } } },
  });
});

test("the program's own error keeps its code", async () => {
  mockIPC(() => {
    throw { code: "not_found", message: "no such cadence" };
  });
  await expect(call("cadence_restore", { id: 7 })).rejects.toMatchObject({
    wire: { code: "not_found" },
    answered: true,
  });
});

test("anything else becomes an internal error without an answer", async () => {
  mockIPC(() => {
    throw "channel closed";
  });
  await expect(call("cadence_restore", { id: 7 })).rejects.toMatchObject({
    wire: { code: "internal", message: "channel closed" },
    answered: false,
  });
});
