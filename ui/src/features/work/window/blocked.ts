import { t } from "../../../shared/i18n/t";
import type { TouchDetail } from "../../../wire/wire";

/** Why nothing can be done with a touch now. */
export type Blocked = "waiting" | "in_outbox" | "stopped" | "closed";

export function blockedBy({ state, stopped }: TouchDetail, closed: boolean): Blocked | null {
  if (closed) return "closed";
  if (state === "in_outbox") return "in_outbox";
  if (stopped) return "stopped";
  return state === "waiting" ? "waiting" : null;
}

export function blockedSentence(blocked: Blocked): string {
  return t(`work.blocked.${blocked}`);
}
