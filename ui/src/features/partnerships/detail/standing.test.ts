import { expect, test } from "vitest";
import { standingOf, stateSentence } from "../../../shared/work/standing";
import type { EnrolmentCard, EnrolmentState, Outcome, PauseReason } from "../../../wire/wire";
import { enrolment, HOUR, NOW } from "../fakePartnerships";

function told(state: EnrolmentState, more: Partial<EnrolmentCard> = {}) {
  const card = enrolment({ state, ...more });
  const standing = standingOf(card, NOW);
  return { standing, sentence: stateSentence(card, standing, () => "1 h ago") };
}

const pauses: Record<PauseReason, RegExp> = {
  rep: /^You paused it: 1 h ago\. Resume it/,
  replied: /^Paused because Ada Lovelace replied: 1 h ago\. Resume it/,
  colleague_replied: /^Paused because a colleague of Ada Lovelace replied: 1 h ago\. Resume it/,
  not_interested: /not interested on the phone: 1 h ago\. Resume it/,
  wrote_by_hand: /^Paused because you wrote to Ada Lovelace by hand: 1 h ago\. Resume it/,
  cadence: /^Paused for Ada Lovelace by a rule of the cadence: 1 h ago\. Resume it/,
};

test.each(Object.entries(pauses))("paused for %s says why and what to do", (reason, sentence) => {
  const { standing, sentence: shown } = told({
    state: "paused",
    reason: reason as PauseReason,
    since: NOW - HOUR,
    held_until: null,
  });
  expect(standing).toBe("paused");
  expect(shown).toMatch(sentence);
});

test("in review stands like paused, with its reason", () => {
  const review: EnrolmentState = { state: "review", since: NOW - HOUR, held_until: null };
  const { standing, sentence } = told(review);
  expect(standing).toBe("paused");
  expect(sentence).toMatch(/^Paused because a message about Ada Lovelace is not clear: 1 h ago\./);
  expect(told(review, { frozen: true }).sentence).toBe(
    `${sentence} Nothing happens because the cadence is not active. Activate the cadence to go on.`,
  );
});

test("a hold that outlasts a pause changes nothing of how the pause is told", () => {
  const paused = { state: "paused", reason: "rep", since: NOW - HOUR } as const;
  expect(told({ ...paused, held_until: NOW + HOUR })).toEqual(
    told({ ...paused, held_until: null }),
  );
});

const ends: Record<Outcome, RegExp> = {
  won: /^Won/,
  lost: /^Lost/,
  replied: /^Ada Lovelace replied/,
  no_reply: /without a reply/,
  opted_out: /opted out/,
  bounced: /^No address of Ada Lovelace/,
  removed: /taken out/,
  moved: /went on in another cadence/,
  not_moved: /did not take Ada Lovelace, 1 h ago\. Assign the contact by hand/,
  touch_limit: /200 touches/,
  move_limit: /10 moves .*\. Check where the cadences lead/,
};

test.each(Object.entries(ends))("finished as %s says how", (outcome, sentence) => {
  const { standing, sentence: shown } = told({
    state: "finished",
    outcome: outcome as Outcome,
    at: NOW - HOUR,
  });
  expect(standing).toBe("finished");
  expect(shown).toMatch(sentence);
});
