import { expect, test } from "vitest";
import { RpcError } from "../../host/rpc";
import type {
  CallerFault,
  CustomFault,
  CustomValueFault,
  RulesFault,
  StepFault,
  WireError,
} from "../../wire/wire";
import { describeCallerFault, describeCallerField } from "./callers";
import { describeCustomFault, describeCustomValueFault } from "./custom";
import { describeError } from "./describe";
import { describeRulesFault, describeStepFault } from "./rules";

type Code = WireError["code"];
type Case<C extends Code> = Omit<Extract<WireError, { code: C }>, "message" | "code">;

/** Each code of the contract: the compiler asks for a new one here. */
const cases: { [C in Code]: [Case<C>, RegExp] } = {
  field_empty: [{ context: { field: "name" } }, /^Enter a name\.$/],
  field_too_long: [
    { context: { field: "name", length: 130, max: 120 } },
    /at most 120 characters.* 130/,
  ],
  field_control_character: [{ context: { field: "name" } }, /invisible control character/],
  name_taken: [{ context: { name: "Alpha" } }, /named “Alpha”\. Choose another/],
  stage_name_taken: [{ context: { name: "Lead" } }, /named “Lead”\. Choose another/],
  no_such_stage: [{}, /not in the list any more\. Choose another/],
  stage_fixed: [{}, /Rename it instead/],
  stage_in_use: [
    { context: { cadences: ["Cold", "Warm"] } },
    /Conditions of “Cold”, “Warm” look.*Change the conditions first/,
  ],
  too_many_stages: [{ context: { max: 30 } }, /at most 30 stages\. Remove one/],
  stages_changed: [{}, /changed meanwhile\. Try again/],
  not_found: [{}, /not in the workspace any more/],
  cadence_archived: [{}, /Restore it first/],
  people_inside: [{ context: { count: 3 } }, /3 people are still in it/],
  saved_elsewhere: [{}, /saved elsewhere/],
  too_many_steps: [{ context: { max: 100 } }, /at most 100 steps/],
  step_delay: [{ context: { position: 1, max: 365 } }, /from 0 to 365/],
  step_text_too_long: [
    { context: { position: 0, field: "subject", length: 400, max: 300 } },
    /at most 300 characters/,
  ],
  step_control_character: [
    { context: { position: 0, field: "subject" } },
    /invisible control character/,
  ],
  step_rules: [
    { context: { position: 1, fault: { type: "time_of_day" } } },
    /needs a wait in days or business days\. Choose/,
  ],
  rules: [
    { context: { fault: { type: "no_holidays", year: 2031 } } },
    /holidays of 2031 are not known yet\. Update/,
  ],
  too_many_at_once: [{ context: { max: 10_000 } }, /at most 10,000 at once/],
  everything_paused: [{}, /Let everything go on first/],
  workspace_returned: [{}, /Answer the question about that first/],
  sent_mail_not_read: [{}, /Wait a moment, or go on without/],
  cold_incomplete: [
    { context: { gaps: ["no_postal_address", "no_opt_out_line"] } },
    /postal address and a line.*Enter both under Settings/,
  ],
  no_steps: [{}, /Add the first one/],
  steps_incomplete: [
    { context: { gaps: [{ position: 1, gap: "no_body" }] } },
    /In step 2, the e-mail has no text/,
  ],
  unknown_variable: [
    { context: { position: 1, variable: "custom.city" } },
    /Step 2 uses “custom\.city”\. There is no such custom field: add it under Settings/,
  ],
  caller_numbers: [
    { context: { fault: { type: "number", entry: 2, fault: { type: "taken" } } } },
    /^Number 3: This number is in the list already/,
  ],
  custom_field: [
    { context: { fault: { type: "used", cadences: ["A", "B"] } } },
    /^The cadences “A”, “B” use this field\. Take it out/,
  ],
  custom_value: [
    { context: { field: 3, fault: { type: "not_a_number" } } },
    /Enter a number such as 1234\.5/,
  ],
  person_field: [
    { context: { field: "email", entry: 1, fault: { type: "not_an_address" } } },
    /^E-mail 2 – Enter a whole e-mail address/,
  ],
  address_taken: [
    { context: { address: "ada@x.example", partnership: 3, partnership_name: "Analytical" } },
    /ada@x\.example already belongs to a contact of “Analytical”\. Use another/,
  ],
  not_assignable: [{}, /cannot enter the cadence/],
  warnings_unseen: [{}, /Read the warnings, then confirm again/],
  touch_closed: [{}, /already done or not due any more/],
  enrolment_stopped: [{}, /Resume it first/],
  enrolment_finished: [{}, /Assign it again/],
  not_undoable: [{}, /cannot be taken back any more/],
  not_mergeable: [{ context: { fault: "sending" } }, /being sent.*Wait/],
  merge_stands: [{ context: { conflict: { type: "too_late" } } }, /30 days/],
  already_left: [{}, /on its way or has left/],
  missing_variables: [
    { context: { variables: ["contact.title", "sender.phone"] } },
    /^contact\.title, sender\.phone have no value/,
  ],
  template_broken: [{ context: { detail: "unclosed {{" } }, /unclosed \{\{.*in its cadence/],
  email_field: [
    { context: { field: "cc", fault: { type: "not_an_address" } } },
    /^Cc – Enter a whole e-mail address/,
  ],
  reply_unmatched: [{}, /whom the message is about/],
  not_suppressible: [{}, /neither an address/],
  link_not_opened: [{ context: { detail: "no browser" } }, /no browser/],
  file_not_kept: [
    { context: { name: "a.mov", fault: { type: "too_large", max: 100_000_000 } } },
    /more than 100 MB\. Send a link/,
  ],
  file_gone: [{ context: { name: "a.pdf" } }, /“a\.pdf” is not in the workspace.*attach/],
  message_too_large: [
    { context: { size: 30_000_000, limit: 25_000_000 } },
    /30 MB; your provider takes at most 25 MB\. Remove/,
  ],
  suppressed: [{}, /must not get e-mail.*another address or skip/],
  outside_calling_hours: [{}, /outside calling hours.*snooze/],
  called_often: [{}, /three times a day.*another number/],
  in_the_past: [{}, /still to come/],
  account_field: [
    { context: { field: "imap_port", fault: { type: "port" } } },
    /^Port for receiving – .* from 1 to 65535/,
  ],
  keychain_absent: [{}, /no keychain running.*GNOME Keyring or KWallet/],
  keychain_locked: [{}, /locked\. Unlock it and try again/],
  keychain_denied: [{}, /did not let Cadence Desk in\. Allow it/],
  keychain_failed: [{ context: { detail: "dbus" } }, /keychain.*: dbus/],
  not_signed_in: [{}, /no sign-in yet\. Sign in first/],
  sign_in_failed: [
    { context: { failure: { reason: "refused", answer: "invalid_client" } } },
    /provider refused: “invalid_client”/,
  ],
  no_password: [{}, /no password yet\. Enter it/],
  no_account: [{}, /no mail account yet\. Set one up under Settings/],
  test_not_sent: [
    {
      context: {
        stage: "send_to_myself",
        failure: { reason: "send_refused", answer: "550 not yours" },
        settings: {
          address: "rep@example.com",
          user: "rep",
          smtp: { host: "smtp.example.com", port: 465, security: "tls" },
          imap: null,
          sign_in: { by: "password" },
        },
      },
    },
    /^smtp\.example\.com did not take a message from rep@example\.com.*“550 not yours”/,
  ],
  test_not_written: [{ context: { detail: "no space" } }, /practice mail.*: no space\. Free/],
  practice_only: [{}, /Only the practice workspace/],
  not_dialled: [{ context: { detail: "no handler" } }, /phone program.*: no handler/],
  workspace_unavailable: [{}, /is not open/],
  workspace_damaged: [{}, /is damaged/],
  disk_full: [{}, /Free some space/],
  folder_not_shown: [{ context: { detail: "no such" } }, /file manager.*: no such/],
  refused: [{}, /does not take this/],
  internal: [{}, /Nothing was changed/],
};

test.each(Object.entries(cases))("%s is a sentence", (code, [rest, sentence]) => {
  const wire = { code, message: "for the log only", ...rest } as WireError;
  const text = describeError(new RpcError(wire, true));
  expect(text).toMatch(sentence);
  expect(text).not.toContain("for the log only");
});

test("what a cold cadence lacks is named when it is one thing", () => {
  const of = (gap: "no_postal_address" | "no_opt_out_line") => {
    const context = { gaps: [gap] };
    return describeError(new RpcError({ code: "cold_incomplete", context, message: "" }, true));
  };
  expect(of("no_postal_address")).toMatch(/^Cold e-mails need your postal address\. Enter it/);
  expect(of("no_opt_out_line")).toMatch(/^Cold e-mails need a line that says how to opt out\./);
});

test("no answer is told from an answer that says what failed", () => {
  const wire: WireError = { code: "internal", message: "channel closed" };
  expect(describeError(new RpcError(wire, false))).toBe("The program did not answer.");
});

type FaultCase<F extends { type: string }, T extends F["type"]> = [
  Omit<Extract<F, { type: T }>, "type">,
  RegExp,
];

const stepFaults: { [T in StepFault["type"]]: FaultCase<StepFault, T> } = {
  time_of_day: [{}, /Choose one of these units/],
  deadline: [{}, /from 1 minute to 720 hours/],
  variables: [{}, /at most 20 variables.*small letters/],
  attachments: [{}, /at most 20 attachments\. Remove/],
  variants: [{}, /at most 10 texts.* from 0 to 1,000/],
  condition_size: [{}, /1 to 20 comparisons/],
  unknown_field: [{ field: "contact.shoe" }, /“contact\.shoe”.*Choose another field/],
  field_comparison: [{ field: "custom.plan" }, /“custom\.plan”.*Choose another comparison/],
  field_value: [{ field: "custom.plan" }, /“custom\.plan”.*Choose another value/],
  no_such_stage: [{}, /Choose another stage/],
  value_too_long: [{}, /at most 200 characters/],
  no_such_step: [{}, /Undo the deletion, or delete this step too/],
  disposition_twice: [{ disposition: "busy" }, /^“Busy” is routed twice\. Remove one/],
  disposition_bounds: [{ disposition: "no_answer", max: 20 }, /“No answer”.* from 1 to 20/],
  no_such_caller: [{ number: "+49 30 1" }, /^It calls from \+49 30 1, which.*Choose another one/],
  do_not_call: [{}, /^“Do not call” always.*Remove its routing/],
};

const customFaults: { [T in CustomFault["type"]]: FaultCase<CustomFault, T> } = {
  name: [{ fault: { type: "empty" } }, /^Enter something here/],
  key: [{}, /small letters, digits and _/],
  key_taken: [{}, /Choose another one/],
  too_many: [{ max: 50 }, /can be 50 custom fields\. Remove one/],
  choice: [{ entry: 1, fault: { type: "taken" } }, /^Choice 2: It is there already/],
  choices: [{ max: 50 }, /1 to 50 choices/],
  choice_used: [{ choice: "Pro", count: 2 }, /^“Pro” is the value of 2 records\. Give them/],
  used: [{ cadences: ["A"] }, /^The cadence “A” uses this field\. Take it out/],
  values_changed: [{ count: 3 }, /There are 3 values now\. Look again/],
};

const callerFaults: { [T in CallerFault["type"]]: FaultCase<CallerFault, T> } = {
  too_many: [{ max: 50 }, /can be 50 numbers\. Remove one/],
  number: [{ entry: 1, fault: { type: "not_a_number" } }, /^Number 2: Enter a phone number/],
  label: [
    { entry: 0, fault: { type: "too_long", max: 60 } },
    /^Label of number 1: Use at most 60 characters/,
  ],
  used: [
    { number: "+49 30 1", cadences: ["Cold", "Warm"] },
    /^The cadences “Cold”, “Warm” call from \+49 30 1\. Choose another/,
  ],
};

const customValueFaults: { [T in CustomValueFault["type"]]: FaultCase<CustomValueFault, T> } = {
  text: [{ fault: { type: "too_long", max: 1_000 } }, /at most 1,000 characters/],
  not_a_number: [{}, /Enter a number/],
  not_a_date: [{}, /Enter a day/],
  not_a_choice: [{}, /Choose one of/],
  not_yes_or_no: [{}, /Choose yes or no/],
  not_compared: [{}, /Only numbers and days/],
};

const rulesFaults: { [T in RulesFault["type"]]: FaultCase<RulesFault, T> } = {
  never_open: [{}, /Open at least one day/],
  hours: [{ day: 6 }, /^Correct the hours of Sunday/],
  runs: [{ max: 50 }, /runs from 1 to 50/],
  run_pause: [{ max: 365 }, /pause between runs from 0 to 365/],
  moves_to_itself: [{}, /Choose another cadence/],
  no_holidays: [{ year: 2031 }, /^The holidays of 2031 .*Update Cadence Desk/],
  days_off: [{}, /ends before it begins\. Correct/],
  too_many_days: [{ max: 1_000 }, /at most 1,000 holidays.*Remove some/],
  cap: [{ max: 100_000 }, /from 1 to 100,000, or no limit/],
  connections: [{ max: 10 }, /from 1 to 10 connections/],
  gap: [{ max: 86_400 }, /at most 86,400 seconds/],
};

test.each(Object.entries(stepFaults))("the step fault %s is a sentence", (type, [rest, text]) => {
  expect(describeStepFault({ type, ...rest } as StepFault)).toMatch(text);
});

test.each(Object.entries(rulesFaults))("the rules fault %s is a sentence", (type, [rest, text]) => {
  expect(describeRulesFault({ type, ...rest } as RulesFault)).toMatch(text);
});

test.each(Object.entries(callerFaults))(
  "the number fault %s is a sentence",
  (type, [rest, text]) => {
    expect(describeCallerFault({ type, ...rest } as CallerFault)).toMatch(text);
  },
);

test("beside its field, a fault of a number does not say which number it is", () => {
  const taken = { type: "taken" } as const;
  expect(describeCallerField({ type: "number", entry: 4, fault: taken })).toBe(
    "This number is in the list already.",
  );
  expect(describeCallerField({ type: "used", number: "123", cadences: ["Cold"] })).toMatch(
    /^The cadence “Cold” calls from 123\./,
  );
});

test.each(Object.entries(customFaults))(
  "the field fault %s is a sentence",
  (type, [rest, text]) => {
    expect(describeCustomFault({ type, ...rest } as CustomFault)).toMatch(text);
  },
);

test.each(Object.entries(customValueFaults))(
  "the value fault %s is a sentence",
  (type, [rest, text]) => {
    expect(describeCustomValueFault({ type, ...rest } as CustomValueFault)).toMatch(text);
  },
);
