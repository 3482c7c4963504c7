import { expect, test } from "vitest";
import type { Outcome, PauseReason, SkipReason, What } from "../../../wire/wire";
import { entry, HOUR, NOW } from "../fakePartnerships";
import { kindOf, sentenceOf } from "./sentence";

const told = (what: What) =>
  sentenceOf(entry(1, what), { momentText: () => "in 2 h", entryOf: () => undefined });

const skips: Record<SkipReason, string> = {
  rep: "You skipped step 2 “Intro call”",
  no_email: "Skipped step 2 “Intro call”: Ada Lovelace has no e-mail address",
  no_phone: "Skipped step 2 “Intro call”: Ada Lovelace has no phone number",
  condition: "Skipped step 2 “Intro call” for Ada Lovelace: its condition says so",
  already_sent: "Skipped step 2 “Intro call”: Ada Lovelace has this e-mail already",
  never_open:
    "Skipped step 2 “Intro call”: its hours and the calling hours where Ada Lovelace is never meet",
};

test.each(Object.entries(skips))("a step skipped for %s says why", (reason, sentence) => {
  expect(told({ type: "skipped", reason: reason as SkipReason })).toBe(sentence);
});

const pauses: Record<PauseReason, RegExp> = {
  rep: /^You paused Ada Lovelace/,
  replied: /because Ada Lovelace replied$/,
  colleague_replied: /because a colleague of Ada Lovelace replied$/,
  not_interested: /not interested$/,
  wrote_by_hand: /because you wrote to Ada Lovelace by hand$/,
  cadence: /^“Cold outbound” paused for Ada Lovelace by one of its rules$/,
};

test.each(Object.entries(pauses))("a pause for %s says why", (reason, sentence) => {
  expect(told({ type: "paused", reason: reason as PauseReason })).toMatch(sentence);
});

const ends: Record<Outcome, RegExp> = {
  won: /^“Cold outbound” won/,
  lost: /as lost$/,
  replied: /because Ada Lovelace replied$/,
  no_reply: /without a reply/,
  opted_out: /opted out$/,
  bounced: /no address of Ada Lovelace/,
  removed: /^You took Ada Lovelace out of .* \(manual\)$/,
  moved: /^Ada Lovelace went on .* in another cadence$/,
  not_moved: /did not take Ada Lovelace$/,
  touch_limit: /200 touches$/,
  move_limit: /10 moves from cadence to cadence$/,
};

test.each(Object.entries(ends))("an end as %s says how", (outcome, sentence) => {
  expect(told({ type: "finished", outcome: outcome as Outcome })).toMatch(sentence);
});

test("what happens to an enrolment beside its steps is told", () => {
  expect(
    (
      [
        "frozen",
        "thawed",
        "version_changed",
        "in_review",
        "wrote_by_hand",
        "meeting_booked",
        "buying_signal",
      ] as const
    ).map((type) => [kindOf({ type }), told({ type })]),
  ).toEqual([
    ["changes", "“Cold outbound” stands still for Ada Lovelace: it was deactivated"],
    ["changes", "“Cold outbound” goes on for Ada Lovelace: it was activated"],
    ["changes", "Ada Lovelace goes on in another version of “Cold outbound”"],
    ["changes", "“Cold outbound” paused because a message about Ada Lovelace is not clear"],
    ["emails", "You wrote to Ada Lovelace by hand"],
    ["changes", "A meeting with Ada Lovelace was booked"],
    ["changes", "Ada Lovelace gave a buying signal"],
  ]);
});

test("someone out of office who is not waited for does not go on at a moment", () => {
  const away = (until: number) => told({ type: "out_of_office", until, simulated: false });
  expect(away(NOW)).toBe("Ada Lovelace is out of office; it goes on in 2 h");
  expect(away(NOW - HOUR)).toBe("Ada Lovelace is out of office");
});

test("a call says from which number it was made, when its step chose one", () => {
  const called = (more: Partial<Extract<What, { type: "call_logged" }>>) =>
    told({
      type: "call_logged",
      disposition: null,
      sentiment: null,
      notes: "",
      success: false,
      completed: true,
      number: "+1 212 555 0100",
      ...more,
    });
  expect(called({})).toBe("You called Ada Lovelace");
  expect(called({ from: "" })).toBe("You called Ada Lovelace");
  expect(called({ from: "+49 30 123" })).toBe("You called Ada Lovelace from +49 30 123");
  expect(called({ from: "+49 30 123", disposition: "busy" })).toBe(
    "You called Ada Lovelace from +49 30 123: busy",
  );
});
