import type { EnrolmentCard, Timestamp } from "../../wire/wire";
import { t } from "../i18n/t";

/** What an enrolment is doing, as the rep sees it. */
export type Standing = "active" | "held" | "paused" | "frozen" | "finished";

/** What says where a contact stands in a cadence. */
export type Stood = Pick<EnrolmentCard, "state" | "frozen" | "contact_name">;

export function standingOf(
  { state, frozen }: Pick<Stood, "state" | "frozen">,
  now: Timestamp,
): Standing {
  if (state.state === "finished") return "finished";
  if (state.state === "paused" || state.state === "review") return "paused";
  if (frozen) return "frozen";
  return state.held_until !== null && state.held_until > now ? "held" : "active";
}

/** Why it does not go on by itself; none while it does. */
export function stateSentence(
  { state, frozen, contact_name: name }: Stood,
  standing: Standing,
  momentText: (at: Timestamp) => string,
): string | null {
  switch (state.state) {
    case "finished":
      return t(`partnerships.state.finished.${state.outcome}`, {
        name,
        moment: momentText(state.at),
      });
    case "paused":
    case "review": {
      const moment = momentText(state.since);
      const sentence =
        state.state === "review"
          ? t("partnerships.state.review", { name, moment })
          : t(`partnerships.state.paused.${state.reason}`, { name, moment });
      return frozen ? `${sentence} ${t("partnerships.state.frozen")}` : sentence;
    }
    case "active":
      if (standing === "frozen") return t("partnerships.state.frozen");
      if (standing !== "held" || state.held_until === null) return null;
      return t("partnerships.state.held", { name, moment: momentText(state.held_until) });
  }
}
