import { listen } from "@tauri-apps/api/event";
import { expect, test, vi } from "vitest";
import { onChanged } from "./events";

vi.mock("@tauri-apps/api/event", () => ({ listen: vi.fn() }));

function begin() {
  const told = { onListening: vi.fn(), onDeaf: vi.fn() };
  return { ...told, stop: onChanged(() => {}, told) };
}

test("it tells when listening has begun, and when it cannot", async () => {
  vi.mocked(listen).mockResolvedValueOnce(() => {});
  const hearing = begin();
  await vi.waitFor(() => expect(hearing.onListening).toHaveBeenCalledTimes(1));
  expect(hearing.onDeaf).not.toHaveBeenCalled();
  vi.mocked(listen).mockRejectedValueOnce("not allowed");
  const deaf = begin();
  await vi.waitFor(() => expect(deaf.onDeaf).toHaveBeenCalledTimes(1));
  expect(deaf.onListening).not.toHaveBeenCalled();
});

test("whoever stopped is told nothing more", async () => {
  const unlisten = vi.fn();
  vi.mocked(listen).mockResolvedValueOnce(unlisten);
  const { onListening, onDeaf, stop } = begin();
  stop();
  await vi.waitFor(() => expect(unlisten).toHaveBeenCalledTimes(1));
  expect(onListening).not.toHaveBeenCalled();
  expect(onDeaf).not.toHaveBeenCalled();
});
