import { useEffect, useSyncExternalStore } from "react";
import { useDock } from "../../../shared/dock/DockProvider";
import type { Timestamp } from "../../../wire/wire";
import type { DraftSession, DraftView } from "../session";

/** What is written for a touch. It is saved when its window is minimised, closed or goes on. */
export function useDraft<T>(
  session: DraftSession<T>,
  value: T,
  savedAt: Timestamp | null,
): DraftView<T> {
  const { minimised } = useDock();
  useEffect(() => session.offer(value, savedAt), [session, value, savedAt]);
  useEffect(() => () => void session.leave(), [session]);
  useEffect(() => {
    if (minimised) void session.flush();
  }, [minimised, session]);
  return useSyncExternalStore(session.subscribe, session.view);
}
