import type { Rules, StepRules } from "../../wire/wire";

/** What a new step says beside its delay and content, as the program would fill it in. */
export const defaultStepRules: Readonly<StepRules> = {
  time_of_day: null,
  any_hour: false,
  deadline_minutes: null,
  priority: "normal",
  may_repeat: false,
  condition: null,
  routing: [],
  variants: [],
  weight: 1,
  variables: [],
};

/** The rules of a new cadence: any time, one run, every exit rule on. */
export const defaultRules: Readonly<Rules> = {
  category: "other",
  restriction: null,
  holidays: false,
  runs: { total: 1, pause: { amount: 0, unit: "days" } },
  after: { type: "idle" },
  exits: {
    reply: "pause",
    meeting: true,
    colleague_reply: true,
    wrote_by_hand: true,
    out_of_office: true,
  },
  shares_contacts: false,
  priority: "normal",
};
