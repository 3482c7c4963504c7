// Written by `cargo xtask gen` from crates/wire. Do not edit: change the Rust side and run it again.

/**
 * A field of the account or the profile.
 */
export type AccountField =
  | "address"
  | "user"
  | "smtp_host"
  | "smtp_port"
  | "imap_host"
  | "imap_port"
  | "client_id"
  | "name"
  | "title"
  | "company"
  | "phone"
  | "calendar_url"
  | "postal_address"
  | "signature"
  | "opt_out_line"
  | "opt_out_page"
  | "opt_out_list";

/**
 * Row id of a mail account.
 * Positive, never reused within its workspace.
 */
export type AccountId = number;

/**
 * What an account has of its own, where it differs from what the rep has set for all.
 */
export type AccountOwn = {
  /**
   * Name, as recipients see it.
   */
  name: string | null;
  /**
   * Postal address.
   */
  postal_address: string | null;
  /**
   * What stands under every e-mail.
   */
  signature: string | null;
  /**
   * How fast its mail leaves by itself.
   */
  pace: Pace | null;
};

/**
 * Sets what an account has of its own.
 */
export type AccountOwnSave = {
  /**
   * Which account.
   */
  id: AccountId;
  /**
   * What it has of its own; a field that is none is as for all accounts.
   */
  own: AccountOwn;
};

/**
 * Names one account.
 */
export type AccountRef = {
  /**
   * Its id.
   */
  id: AccountId;
};

/**
 * Saves or tests an account.
 */
export type AccountSave = {
  /**
   * Which one; none for a new one, or the one that has the address.
   */
  id: AccountId | null;
  /**
   * Its settings.
   */
  settings: AccountSettings;
  /**
   * Its password; none to use the one in the keychain.
   */
  password: Password | null;
  /**
   * The ticket of a sign-in in the browser; none to use what is in the keychain.
   */
  ticket: string | null;
};

/**
 * A mail account without its password or tokens, which only the keychain holds.
 */
export type AccountSettings = {
  /**
   * The rep's address.
   */
  address: string;
  /**
   * The name with which the account signs in.
   */
  user: string;
  /**
   * The server that takes mail.
   */
  smtp: ServerSettings;
  /**
   * The server that holds mail; none when there is none.
   */
  imap: ServerSettings | null;
  /**
   * Whether the provider files copies of what was sent by itself; none where that is known by its name.
   */
  files_copies?: boolean;
  /**
   * How it signs in; accounts that were saved before there was a choice have a password.
   */
  sign_in: SignIn;
};

/**
 * A stage of the test of an account.
 */
export type AccountStage =
  | "keychain"
  | "smtp_connect"
  | "smtp_tls"
  | "smtp_certificate"
  | "smtp_sign_in"
  | "send_to_myself"
  | "imap_connect"
  | "imap_tls"
  | "imap_certificate"
  | "imap_sign_in";

/**
 * What was found out by testing an account.
 */
export type AccountTest = {
  /**
   * The stages that were reached, in their order. The last one of each server may have failed.
   */
  stages: Array<StageResult>;
};

/**
 * What the program is doing, for the status line.
 */
export type Activity = {
  /**
   * Due touches.
   */
  due: number;
  /**
   * When the next touch turns due.
   */
  next_due_at: Timestamp | null;
  /**
   * Messages that leave by themselves.
   */
  waiting: number;
  /**
   * When the next of them leaves.
   */
  next_send_at: Timestamp | null;
  /**
   * Messages that wait for something to be put right, and for what.
   */
  held: Array<HeldCount>;
  /**
   * Messages that were refused for good.
   */
  failed: number;
  /**
   * Messages of which nobody knows whether they left.
   */
  in_doubt: number;
  /**
   * Whether the desktop shows notifications. None until one was tried.
   */
  notifications: boolean | null;
};

/**
 * Who did it.
 */
export type Actor = "rep" | "rule" | "contact";

/**
 * Asks what the name of an address tells.
 */
export type AddressLook = {
  /**
   * The address as it is typed.
   */
  address: string;
};

/**
 * What the name of an address tells, unless the rep knows better.
 */
export type AddressLooks = {
  /**
   * Whether several people read what comes there (R25).
   */
  shared: boolean;
};

/**
 * What follows the last run.
 */
export type AfterLastRun =
  | { type: "idle" }
  | {
      type: "move";
      /**
       * In which.
       */
      to: CadenceId;
    };

/**
 * Lets a contact enter a cadence. Refused while there are problems, or warnings that the rep has
 * not seen.
 */
export type Assign = {
  /**
   * Which cadence.
   */
  cadence: CadenceId;
  /**
   * Who.
   */
  contact: ContactId;
  /**
   * The step to begin with; none for the first.
   */
  first_step: StepId | null;
  /**
   * When to begin; none for now.
   */
  start_at: Timestamp | null;
  /**
   * Through which account mail leaves; none for the default one.
   */
  account: AccountId | null;
  /**
   * Whether the rep has seen the warnings of the preflight.
   */
  despite_warnings: boolean;
};

/**
 * Lets contacts enter a cadence, as many as can.
 */
export type AssignMany = {
  /**
   * Which cadence.
   */
  cadence: CadenceId;
  /**
   * Who; at most 10,000 together with those of [`Self::of`].
   */
  contacts: Array<ContactId>;
  /**
   * Who as well: contacts of partnerships.
   */
  of?: ContactsOf;
  /**
   * When to begin; none for now.
   */
  start_at: Timestamp | null;
  /**
   * Whether those about whom there is a warning enter too.
   */
  despite_warnings: boolean;
};

/**
 * Why a contact cannot enter a cadence.
 */
export type AssignProblem =
  | { type: "cadence_not_active" }
  | { type: "no_email" }
  | { type: "no_phone" }
  | { type: "opted_out" }
  | { type: "already_in" }
  | {
      type: "in_another_cadence";
      /**
       * Its name.
       */
      name: string;
    }
  | {
      type: "company_full";
      /**
       * How many may be.
       */
      max: number;
    };

/**
 * What the rep should know before a contact enters a cadence.
 */
export type AssignWarning =
  | {
      type: "steps_without_email";
      /**
       * How many.
       */
      count: number;
    }
  | {
      type: "steps_without_phone";
      /**
       * How many.
       */
      count: number;
    }
  | {
      type: "was_in_it_before";
      /**
       * When that ended.
       */
      ended_at: Timestamp;
    }
  | {
      type: "contacted_lately";
      /**
       * When.
       */
      at: Timestamp;
    }
  | {
      type: "never_open";
      /**
       * Position of the step, from 0.
       */
      position: number;
    }
  | {
      type: "missing_variables";
      /**
       * Position of its step, from 0.
       */
      position: number;
      /**
       * What is missing, such as `contact.title`.
       */
      variables: Array<string>;
    };

/**
 * Who has entered.
 */
export type AssignedMany = {
  /**
   * How many.
   */
  entered: number;
  /**
   * Those who have not, and why.
   */
  left_out: Array<Question>;
  /**
   * Partnerships of which nobody was chosen.
   */
  without: Array<WithoutContact>;
  /**
   * An entry of the timeline for each who has entered: with it that is taken back.
   */
  events: Array<EventId>;
};

/**
 * A file that goes with an e-mail.
 */
export type Attachment = {
  /**
   * Its content.
   */
  file: FileHash;
  /**
   * The name under which it is sent.
   */
  name: FileName;
  /**
   * In bytes; what it takes in a message is a third more.
   */
  size: number;
};

/**
 * What the window has to show or to go to, told once.
 */
export type Attention = {
  /**
   * Reminders to show.
   */
  reminders: Array<InAppReminder>;
  /**
   * Where to go: a notification was clicked.
   */
  place: Place | null;
};

/**
 * Part of a day, in minutes from midnight: 0 ≤ `from` < `until` ≤ 1440.
 */
export type Block = {
  /**
   * The first minute inside.
   */
  from: number;
  /**
   * The first minute after it.
   */
  until: number;
};

/**
 * What is done instead of a step.
 */
export type Branch =
  | { type: "skip" }
  | {
      type: "jump";
      /**
       * Which one.
       */
      to: StepId;
    }
  | { type: "pause" }
  | {
      type: "finish";
      /**
       * How.
       */
      end: EndAs;
    }
  | {
      type: "move";
      /**
       * In which.
       */
      to: CadenceId;
    };

/**
 * Puts a cadence into the archive.
 */
export type CadenceArchive = {
  /**
   * Its id.
   */
  id: CadenceId;
  /**
   * Whether whoever is in it is taken out (R16); without it a cadence with people in it is refused.
   */
  finish: boolean;
};

/**
 * How many cadences each filter holds, whatever the search.
 */
export type CadenceCounts = {
  /**
   * Cadences that are not archived.
   */
  all: number;
  /**
   * Active ones.
   */
  active: number;
  /**
   * Drafts.
   */
  draft: number;
  /**
   * Archived ones.
   */
  archived: number;
};

/**
 * Makes a draft with this name and description.
 */
export type CadenceCreate = {
  /**
   * 1 to 120 characters after trimming.
   */
  name: string;
  /**
   * 0 to 2,000 characters after trimming.
   */
  description: string;
  /**
   * For whom it is meant; none for everybody.
   */
  meant_for?: MeantFor;
};

/**
 * The last row of a page: the next page starts behind it.
 */
export type CadenceCursor = {
  /**
   * The row's name in the form by which the list is sorted.
   */
  name_key: string;
  /**
   * The row's id.
   */
  id: CadenceId;
};

/**
 * A cadence with everything that its editor shows.
 */
export type CadenceDetail = {
  /**
   * Name, description, status and dates.
   */
  summary: CadenceSummary;
  /**
   * What success looks like; may be empty.
   */
  goal: string;
  /**
   * Counts the saves. A save names the one that it is based on.
   */
  revision: number;
  /**
   * The steps in their order.
   */
  steps: Array<Step>;
  /**
   * The rules beside them.
   */
  rules: Rules;
};

/**
 * A cadence with its figures.
 */
export type CadenceFigures = {
  /**
   * Which one.
   */
  id: CadenceId;
  /**
   * Its name.
   */
  name: string;
  /**
   * Where it is in its life.
   */
  status: CadenceStatus;
  /**
   * How many steps it has.
   */
  steps: number;
  /**
   * How many people work through it now.
   */
  people: number;
  /**
   * When it was made.
   */
  created_at: Timestamp;
  /**
   * What was counted.
   */
  figures: FigureSet;
};

/**
 * One cadence with its figures and those of its steps.
 */
export type CadenceFiguresDetail = {
  /**
   * The cadence, on the days that were asked for.
   */
  cadence: CadenceFigures;
  /**
   * Its steps in their order, over all days; behind them those that it has no more.
   */
  steps: Array<StepFigures>;
};

/**
 * Asks for the figures of one cadence.
 */
export type CadenceFiguresRequest = {
  /**
   * Which one.
   */
  id: CadenceId;
  /**
   * The first day that counts, in UTC, as `2026-12-24`; none for all days until then.
   */
  from?: string;
  /**
   * The last day that counts; none for all days from then on.
   */
  until?: string;
};

/**
 * Which cadences a list shows.
 */
export type CadenceFilter = "all" | "active" | "draft" | "archived";

/**
 * Row id of a cadence.
 * Positive, never reused within its workspace.
 */
export type CadenceId = number;

/**
 * Asks for one page of cadences, sorted by name.
 */
export type CadenceListRequest = {
  /**
   * Which ones.
   */
  filter: CadenceFilter;
  /**
   * Only names that contain this text, whatever its case; empty for all.
   */
  search: string;
  /**
   * The page starts behind this row; none for the first page.
   */
  after: CadenceCursor | null;
  /**
   * Rows in a page, 1 to 200; a value outside is moved to the nearer end.
   */
  limit: number;
};

/**
 * One page of cadences.
 */
export type CadencePage = {
  /**
   * The rows, by name.
   */
  rows: Array<CadenceSummary>;
  /**
   * Where the next page starts; none when this is the last.
   */
  next: CadenceCursor | null;
  /**
   * Counts of all filters.
   */
  counts: CadenceCounts;
};

/**
 * A cadence to choose.
 */
export type CadencePick = {
  /**
   * The cadence.
   */
  cadence: CadenceSummary;
  /**
   * Whether it is meant for the persona or the stage.
   */
  fits: boolean;
};

/**
 * Active cadences, those that are meant for such people first, then by name.
 */
export type CadencePicks = {
  /**
   * The cadences.
   */
  rows: Array<CadencePick>;
};

/**
 * Asks for active cadences to choose from for somebody.
 */
export type CadencePicksRequest = {
  /**
   * Only names that contain this text, whatever its case; empty for all.
   */
  search: string;
  /**
   * What kind of contact it is for; may be empty.
   */
  persona: string;
  /**
   * At which stage their partnership is; none when there are several.
   */
  stage: Stage | null;
  /**
   * Most of them, 1 to 200; a value outside is moved to the nearer end.
   */
  limit: number;
};

/**
 * Names one cadence.
 */
export type CadenceRef = {
  /**
   * Its id.
   */
  id: CadenceId;
};

/**
 * Saves goal, steps and rules as a whole. An incomplete draft is saved as it is.
 */
export type CadenceSave = {
  /**
   * Which one.
   */
  id: CadenceId;
  /**
   * The revision that was edited; another one was saved meanwhile if it is not the latest.
   */
  revision: number;
  /**
   * 0 to 500 characters after trimming.
   */
  goal: string;
  /**
   * The steps in their order, up to 100.
   */
  steps: Array<StepSave>;
  /**
   * The rules beside them.
   */
  rules: Rules;
  /**
   * Whether the people in the cadence are moved to what is saved; they stay on what they work
   * through otherwise (PRODUCT 2.7).
   */
  move_people: boolean;
};

/**
 * Where a cadence is in its life. Draft → active ⇄ inactive → archived.
 */
export type CadenceStatus = "draft" | "active" | "inactive" | "archived";

/**
 * A cadence as a list shows it.
 */
export type CadenceSummary = {
  /**
   * Its id.
   */
  id: CadenceId;
  /**
   * Its name, unique among the cadences that are not archived.
   */
  name: string;
  /**
   * What it is for; may be empty.
   */
  description: string;
  /**
   * Where it is in its life.
   */
  status: CadenceStatus;
  /**
   * For whom it is meant.
   */
  meant_for: MeantFor;
  /**
   * How many steps it has.
   */
  steps: number;
  /**
   * How many people work through it: enrolments that are not finished.
   */
  people: number;
  /**
   * When it was made.
   */
  created_at: Timestamp;
  /**
   * When anything about it last changed.
   */
  updated_at: Timestamp;
};

/**
 * Sets name and description of a cadence.
 */
export type CadenceUpdate = {
  /**
   * Which one.
   */
  id: CadenceId;
  /**
   * 1 to 120 characters after trimming.
   */
  name: string;
  /**
   * 0 to 2,000 characters after trimming.
   */
  description: string;
  /**
   * For whom it is meant; none to leave that as it is.
   */
  meant_for?: MeantFor;
};

/**
 * The four buttons of a call (R36).
 */
export type CallAction = "log_and_complete" | "log_only" | "complete_only" | "success";

/**
 * Opens the system's phone program with one of the contact's numbers.
 */
export type CallDial = {
  /**
   * Which touch.
   */
  id: TouchId;
  /**
   * Which of its numbers, from 0.
   */
  number: number;
};

/**
 * Presses one of the four buttons of a call.
 */
export type CallFinish = {
  /**
   * Which touch.
   */
  id: TouchId;
  /**
   * What is noted.
   */
  log: CallLog;
  /**
   * The button.
   */
  action: CallAction;
};

/**
 * What is noted about a call.
 */
export type CallLog = {
  /**
   * What was said; 0 to 50,000 characters.
   */
  notes: string;
  /**
   * What came of it.
   */
  disposition: Disposition | null;
  /**
   * How it went.
   */
  sentiment: Sentiment | null;
  /**
   * Which number was called, as it is written in the record; empty for the first one.
   */
  number: string;
};

/**
 * Saves what is noted about a call.
 */
export type CallSave = {
  /**
   * Which touch.
   */
  id: TouchId;
  /**
   * What is noted.
   */
  log: CallLog;
};

/**
 * How a step chooses the number that is called from.
 */
export type CallerChoice =
  | { type: "any" }
  | {
      type: "fixed";
      /**
       * One of the rep's own.
       */
      number: string;
    }
  | { type: "random" }
  | { type: "rotating" };

/**
 * Why a list of numbers is not kept.
 */
export type CallerFault =
  | {
      type: "too_many";
      /**
       * How many there may be.
       */
      max: number;
    }
  | {
      type: "number";
      /**
       * Which one, from 0.
       */
      entry: number;
      /**
       * What is wrong with it.
       */
      fault: Fault;
    }
  | {
      type: "label";
      /**
       * Which one, from 0.
       */
      entry: number;
      /**
       * What is wrong with it.
       */
      fault: Fault;
    }
  | {
      type: "used";
      /**
       * The number.
       */
      number: string;
      /**
       * Names of the cadences of these steps.
       */
      cadences: Array<string>;
    };

/**
 * A number that the rep calls from.
 */
export type CallerNumber = {
  /**
   * The number as it was typed.
   */
  number: string;
  /**
   * What the rep calls it, 0 to 60 characters.
   */
  label: string;
};

/**
 * The numbers that the rep calls from, in the rep's order.
 */
export type CallerNumbers = {
  /**
   * The numbers.
   */
  numbers: Array<CallerNumber>;
};

/**
 * Keeps another list of numbers.
 */
export type CallerNumbersSave = {
  /**
   * All of them; up to [`desk_core::caller::MAX_NUMBERS`].
   */
  numbers: Array<CallerNumber>;
};

/**
 * A count that is exact up to 500.
 */
export type CappedCount = {
  /**
   * How many, at most 500.
   */
  count: number;
  /**
   * Whether there are more.
   */
  more: boolean;
};

/**
 * What a cadence is for; decides which figures of the field it is measured against.
 */
export type Category =
  | "cold_outbound"
  | "warm_outbound"
  | "inbound"
  | "event_follow_up"
  | "no_show"
  | "re_engagement"
  | "nurture"
  | "opportunity_advancement"
  | "calls_only"
  | "other";

/**
 * What saving an active cadence would mean for the people in it, if they are moved.
 */
export type ChangePlan = {
  /**
   * How many people are in the cadence.
   */
  people: number;
  /**
   * How many are at each step of the version that they work through, and behind it; by position.
   */
  steps: Array<PeopleAtStep>;
  /**
   * Up to 100 of them, with their moments before and after.
   */
  moves: Array<PlannedMove>;
  /**
   * Where the next page begins; none when this is the last.
   */
  next: EnrolmentId | null;
};

/**
 * Asks what saving an active cadence would mean for the people in it.
 */
export type ChangePlanRequest = {
  /**
   * Which cadence.
   */
  id: CadenceId;
  /**
   * The steps as they would be saved.
   */
  steps: Array<StepSave>;
  /**
   * The rules as they would be saved.
   */
  rules: Rules;
  /**
   * The last person of the page before; none for the first page.
   */
  after: EnrolmentId | null;
};

/**
 * Records were changed and committed: whatever shows them asks again. At most one in 100 ms.
 */
export type Changed = {
  /**
   * What changed.
   */
  tags: Array<Tag>;
};

/**
 * A file that the rep has chosen.
 */
export type ChosenFile = {
  /**
   * Names it, once.
   */
  handle: string;
  /**
   * What it is called.
   */
  name: FileName;
};

/**
 * Files that the rep has chosen.
 */
export type ChosenFiles = {
  /**
   * In the order of the dialog; none when it was closed without choosing.
   */
  files: Array<ChosenFile>;
};

/**
 * What the sender profile lacks for a cold cadence.
 */
export type ColdGap = "no_postal_address" | "no_opt_out_line";

/**
 * How a field is compared. Case and accents in other compositions make no difference.
 */
export type Comparison =
  | "is"
  | "is_not"
  | "contains"
  | "is_empty"
  | "is_filled"
  | "below"
  | "above";

/**
 * When a step is done, and what is done otherwise.
 */
export type Condition = {
  /**
   * How many of the comparisons have to hold.
   */
  holds: Holds;
  /**
   * The comparisons; 1 to [`MAX_TESTS`].
   */
  tests: Array<Test>;
  /**
   * What is done when it does not hold.
   */
  otherwise: Branch;
  /**
   * What is done when it holds; none for the step itself.
   */
  then: Branch | null;
};

/**
 * Which contacts of a partnership enter a cadence (R25).
 */
export type ContactChoice =
  | { type: "primary" }
  | { type: "all" }
  | {
      type: "persona";
      /**
       * Which one; case makes no difference.
       */
      persona: string;
    };

/**
 * Adds a contact to a partnership.
 */
export type ContactCreate = {
  /**
   * To which.
   */
  partnership: PartnershipId;
  /**
   * What is known about it.
   */
  fields: ContactFields;
};

/**
 * A contact of a partnership.
 */
export type ContactDetail = {
  /**
   * Its id.
   */
  id: ContactId;
  /**
   * What is known about it.
   */
  fields: ContactFields;
  /**
   * First and last name as one.
   */
  name: string;
  /**
   * The zone that counts: its own, else the partnership's, else the rep's.
   */
  zone: string;
  /**
   * Whether it is the primary one.
   */
  primary: boolean;
  /**
   * Whether it must not get e-mail any more.
   */
  opted_out: boolean;
  /**
   * Those of its addresses that do not exist any more.
   */
  dead: Array<string>;
};

/**
 * What the rep knows about a contact.
 */
export type ContactFields = {
  /**
   * First name; a contact has at least one of the two names.
   */
  first_name: string;
  /**
   * Last name.
   */
  last_name: string;
  /**
   * What they are; may be empty.
   */
  title: string;
  /**
   * E-mail addresses, the one to write to first.
   */
  emails: Array<string>;
  /**
   * Whether several people read what comes to an address, in the order of the addresses; none, or no entry,
   * where nobody has said so (R25).
   */
  shared?: Array<boolean | null>;
  /**
   * Phone numbers, the one to call first.
   */
  phones: Array<string>;
  /**
   * Address of their page on LinkedIn; may be empty.
   */
  linkedin: string;
  /**
   * IANA name of their time zone; none for the partnership's.
   */
  zone: string | null;
  /**
   * What kind of contact they are, such as "Head of sales": cadences are chosen by it. May be empty.
   */
  persona: string;
};

/**
 * Row id of a contact.
 * Positive, never reused within its workspace.
 */
export type ContactId = number;

/**
 * Names one contact.
 */
export type ContactRef = {
  /**
   * Its id.
   */
  id: ContactId;
};

/**
 * Sets what is known about a contact.
 */
export type ContactUpdate = {
  /**
   * Which one.
   */
  id: ContactId;
  /**
   * What is known about it.
   */
  fields: ContactFields;
};

/**
 * Contacts of partnerships, by a choice that is the same for all of them (R25).
 */
export type ContactsOf = {
  /**
   * Which partnerships; at most 10,000.
   */
  partnerships: Array<PartnershipId>;
  /**
   * Which of their contacts.
   */
  choice: ContactChoice;
};

/**
 * A country of ISO 3166-1, or Kosovo (XK).
 */
export type Country = string;

/**
 * The last row of a page: the next page starts behind it.
 */
export type CustomCursor = {
  /**
   * Its value.
   */
  value: string;
  /**
   * The partnership's name in the form by which lists are sorted.
   */
  name_key: string;
  /**
   * The partnership.
   */
  id: PartnershipId;
};

/**
 * Why a custom field is not added, changed or removed.
 */
export type CustomFault =
  | {
      type: "name";
      /**
       * What is wrong with it.
       */
      fault: Fault;
    }
  | { type: "key" }
  | { type: "key_taken" }
  | {
      type: "too_many";
      /**
       * How many it may have.
       */
      max: number;
    }
  | {
      type: "choice";
      /**
       * Which one, from 0.
       */
      entry: number;
      /**
       * What is wrong with it.
       */
      fault: Fault;
    }
  | {
      type: "choices";
      /**
       * How many there may be.
       */
      max: number;
    }
  | {
      type: "choice_used";
      /**
       * Which one.
       */
      choice: string;
      /**
       * How many have it.
       */
      count: number;
    }
  | {
      type: "used";
      /**
       * Their names.
       */
      cadences: Array<string>;
    }
  | {
      type: "values_changed";
      /**
       * How many would go now.
       */
      count: number;
    };

/**
 * A custom field.
 */
export type CustomField = {
  /**
   * Row id.
   */
  id: CustomFieldId;
  /**
   * Of what.
   */
  of: FieldOwner;
  /**
   * By what texts and conditions name it: 1 to [`MAX_KEY`] small letters, digits and underscores, beginning
   * with a letter.
   */
  key: string;
  /**
   * What the rep calls it; 1 to [`MAX_NAME`] characters.
   */
  name: string;
  /**
   * What its values are.
   */
  kind: FieldKind;
  /**
   * What a value is chosen from, in this order; empty for the other kinds.
   */
  choices: Array<string>;
};

/**
 * Adds a custom field behind the others.
 */
export type CustomFieldAdd = {
  /**
   * What it is.
   */
  definition: FieldDefinition;
};

/**
 * Gives a field another name and other choices. A choice that somebody has stays.
 */
export type CustomFieldChange = {
  /**
   * Which one.
   */
  id: CustomFieldId;
  /**
   * What the rep calls it.
   */
  name: string;
  /**
   * What a value is chosen from; not looked at for the other kinds.
   */
  choices: Array<string>;
};

/**
 * Row id of a custom field.
 * Positive, never reused within its workspace.
 */
export type CustomFieldId = number;

/**
 * Puts the fields into another order.
 */
export type CustomFieldOrder = {
  /**
   * All of them, the first one first.
   */
  ids: Array<CustomFieldId>;
};

/**
 * Names a custom field.
 */
export type CustomFieldRef = {
  /**
   * Its id.
   */
  id: CustomFieldId;
};

/**
 * Removes a field with its values.
 */
export type CustomFieldRemove = {
  /**
   * Which one.
   */
  id: CustomFieldId;
  /**
   * How many values the rep was told go with it.
   */
  values: number;
};

/**
 * What would go with a field.
 */
export type CustomFieldUse = {
  /**
   * How many values it has.
   */
  values: number;
  /**
   * The cadences whose texts or conditions use it: while there are any, it stays.
   */
  cadences: Array<string>;
};

/**
 * The custom fields, in the rep's order.
 */
export type CustomFields = {
  /**
   * The fields of partnerships and of contacts.
   */
  fields: Array<CustomField>;
};

/**
 * Asks for one page of the partnerships that have a value of a field, or a contact who has one: by the value,
 * then by name.
 */
export type CustomFind = {
  /**
   * Of which field.
   */
  field: CustomFieldId;
  /**
   * Which values.
   */
  wanted: CustomMatch;
  /**
   * The page starts behind this row; none for the first page.
   */
  after: CustomCursor | null;
  /**
   * Rows in a page, 1 to 200; a value outside is moved to the nearer end.
   */
  limit: number;
};

/**
 * One page of those who have a value.
 */
export type CustomFound = {
  /**
   * The rows.
   */
  rows: Array<CustomFoundRow>;
  /**
   * Where the next page starts; none when this is the last.
   */
  next: CustomCursor | null;
  /**
   * How many there are.
   */
  matching: CappedCount;
};

/**
 * A partnership with the value by which it was found.
 */
export type CustomFoundRow = {
  /**
   * The partnership.
   */
  partnership: PartnershipRow;
  /**
   * The value: its own, or the first of its contacts'.
   */
  value: string;
};

/**
 * Which values of a field are looked for.
 */
export type CustomMatch =
  | {
      type: "is";
      /**
       * As it was typed.
       */
      value: string;
    }
  | {
      type: "below";
      /**
       * As it was typed.
       */
      value: string;
    }
  | {
      type: "above";
      /**
       * As it was typed.
       */
      value: string;
    }
  | { type: "filled" };

/**
 * A value as it was typed.
 */
export type CustomTyped = {
  /**
   * Of which field.
   */
  field: CustomFieldId;
  /**
   * The value; empty for none.
   */
  value: string;
};

/**
 * A value of a partnership or of one of its contacts.
 */
export type CustomValue = {
  /**
   * Of which field.
   */
  field: CustomFieldId;
  /**
   * Whose; none for the partnership's own.
   */
  contact: ContactId | null;
  /**
   * The value: a line, a number as `-1234.5`, a day as `2026-03-31`, a choice, `yes` or `no`.
   */
  value: string;
};

/**
 * Why a value of a custom field is not saved.
 */
export type CustomValueFault =
  | {
      type: "text";
      /**
       * What is wrong with it.
       */
      fault: Fault;
    }
  | { type: "not_a_number" }
  | { type: "not_a_date" }
  | { type: "not_a_choice" }
  | { type: "not_yes_or_no" }
  | { type: "not_compared" };

/**
 * Sets values of a partnership or of one of its contacts. Those that are not named stay.
 */
export type CustomValuesSave = {
  /**
   * Which partnership.
   */
  partnership: PartnershipId;
  /**
   * Which of its contacts; none for the partnership itself.
   */
  contact: ContactId | null;
  /**
   * The values.
   */
  values: Array<CustomTyped>;
};

/**
 * The touches of one day.
 */
export type DayForecast = {
  /**
   * The day at the rep's place, as `2026-12-24`.
   */
  day: string;
  /**
   * E-mails.
   */
  emails: number;
  /**
   * Calls.
   */
  calls: number;
  /**
   * Tasks.
   */
  tasks: number;
};

/**
 * Days on which the rep does not work, first and last included.
 */
export type DaysOff = {
  /**
   * The first, at the rep's place, as `2026-12-24`.
   */
  from: string;
  /**
   * The last.
   */
  until: string;
};

/**
 * What becomes of the enrolments that an answer has stopped (R22, R23).
 */
export type Decision = "continue" | "replied" | "won";

/**
 * How long after the step before is done (or for the first, after the start) a step is due.
 */
export type Delay = {
  /**
   * How many of the unit; 0 up to [`DelayUnit::max`].
   */
  amount: number;
  /**
   * What is counted.
   */
  unit: DelayUnit;
};

/**
 * What a delay is counted in.
 */
export type DelayUnit = "minutes" | "hours" | "days" | "business_days";

/**
 * What came of a call.
 */
export type Disposition =
  | "connected"
  | "busy"
  | "no_answer"
  | "left_voicemail"
  | "gatekeeper"
  | "wrong_number"
  | "not_interested"
  | "meeting_booked"
  | "do_not_call";

/**
 * Something was done that can be taken back.
 */
export type Done = {
  /**
   * Its entry in the timeline.
   */
  event: EventId;
};

/**
 * What the rep knows of a message in doubt.
 */
export type DoubtAnswer = "sent" | "send_again";

/**
 * The last row of a page: the next page starts behind it.
 */
export type DueCursor = {
  /**
   * When it was due.
   */
  due_at: Timestamp;
  /**
   * Id of the touch.
   */
  id: TouchId;
  /**
   * Its priority or tier, in a list that is sorted by that.
   */
  rank?: number;
  /**
   * The partnership's name as it is sorted, in a list that is sorted by that.
   */
  name_key?: string;
};

/**
 * Asks for one page of due touches.
 */
export type DueListRequest = {
  /**
   * Only of this step; none for all.
   */
  step: StepId | null;
  /**
   * Only of this cadence; none for all.
   */
  cadence?: CadenceId;
  /**
   * By what they are sorted; none for the longest due first.
   */
  order?: DueOrder;
  /**
   * The page starts behind this row; none for the first page.
   */
  after: DueCursor | null;
  /**
   * Rows in a page, 1 to 200; a value outside is moved to the nearer end.
   */
  limit: number;
};

/**
 * By what due touches are sorted. By local time there is for whoever shows a page: rows name the zone.
 */
export type DueOrder = "due" | "priority" | "tier" | "name";

/**
 * One page of due touches.
 */
export type DuePage = {
  /**
   * The rows.
   */
  rows: Array<DueRow>;
  /**
   * Where the next page starts; none when this is the last.
   */
  next: DueCursor | null;
};

/**
 * A due touch as a list shows it.
 */
export type DueRow = {
  /**
   * Which touch.
   */
  id: TouchId;
  /**
   * Whose.
   */
  partnership: PartnershipId;
  /**
   * The partnership's name.
   */
  partnership_name: string;
  /**
   * The contact's name.
   */
  contact_name: string;
  /**
   * Which step.
   */
  step: StepId;
  /**
   * What kind of work it is.
   */
  kind: TouchKind;
  /**
   * When it was due.
   */
  due_at: Timestamp;
  /**
   * The contact's zone.
   */
  zone: string;
  /**
   * Whether it is past its step's deadline or, without one, was due before today (R9).
   */
  overdue: boolean;
};

/**
 * An e-mail as the rep edits it.
 */
export type EmailDraft = {
  /**
   * One of the contact's addresses; empty when there is none.
   */
  to: string;
  /**
   * Addresses that get a copy, separated by commas; may be empty.
   */
  cc: string;
  /**
   * Addresses that get a copy unseen, separated by commas; may be empty.
   */
  bcc: string;
  /**
   * One line.
   */
  subject: string;
  /**
   * The text; a blank line separates paragraphs.
   */
  body: string;
  /**
   * Files that go with it; up to [`crate::attachment::MAX_FILES`].
   */
  attachments?: Array<Attachment>;
};

/**
 * A field of an e-mail.
 */
export type EmailField = "to" | "cc" | "bcc" | "subject" | "body" | "attachments";

/**
 * Whether an e-mail leaves by itself.
 */
export type EmailMode = "manual" | "automatic";

/**
 * What the recipient of an e-mail would read, if it were sent as it is.
 */
export type EmailPreview = {
  /**
   * Its subject.
   */
  subject: string;
  /**
   * Its text, with what stands under it.
   */
  text: string;
  /**
   * The same as an HTML document, in which everything that is no markup of ours is escaped.
   */
  html: string;
  /**
   * How large the whole message is, in bytes.
   */
  size: number;
  /**
   * The largest message that the account's server takes, in bytes; none while that is not known.
   */
  limit: number | null;
};

/**
 * An e-mail is on its way.
 */
export type EmailQueued = {
  /**
   * Its entry in the timeline.
   */
  event: EventId;
  /**
   * Its row in the outbox.
   */
  outbox: OutboxId;
  /**
   * When it leaves; until then it can be taken back.
   */
  leaves_at: Timestamp;
};

/**
 * Saves a draft.
 */
export type EmailSave = {
  /**
   * Which touch.
   */
  id: TouchId;
  /**
   * The draft.
   */
  draft: EmailDraft;
};

/**
 * Sends an e-mail and goes on to the next step.
 */
export type EmailSend = {
  /**
   * Which touch.
   */
  id: TouchId;
  /**
   * What is sent.
   */
  draft: EmailDraft;
};

/**
 * Whether an e-mail answers the one before it.
 */
export type EmailThread = "new" | "same";

/**
 * How a step or a disposition ends an enrolment.
 */
export type EndAs = "won" | "lost" | "no_reply";

/**
 * A contact in a cadence, as the partnership's screen shows it.
 */
export type EnrolmentCard = {
  /**
   * Its id.
   */
  id: EnrolmentId;
  /**
   * Which cadence.
   */
  cadence: CadenceId;
  /**
   * Its name.
   */
  cadence_name: string;
  /**
   * Which contact.
   */
  contact: ContactId;
  /**
   * Its name.
   */
  contact_name: string;
  /**
   * What it is doing.
   */
  state: EnrolmentState;
  /**
   * Whether it stands still because the cadence is not active.
   */
  frozen: boolean;
  /**
   * When it began.
   */
  started_at: Timestamp;
  /**
   * How many steps its version has.
   */
  steps: number;
  /**
   * The step that it is at; none when it is finished.
   */
  current: TouchCard | null;
  /**
   * The steps after it, with the moments at which they would be due if each one before is done
   * when it is due. Empty while it is paused or frozen.
   */
  upcoming: Array<PlannedStep>;
};

/**
 * Row id of an enrolment: one contact working through one cadence.
 * Positive, never reused within its workspace.
 */
export type EnrolmentId = number;

/**
 * Names one enrolment.
 */
export type EnrolmentRef = {
  /**
   * Its id.
   */
  id: EnrolmentId;
};

/**
 * Notes something about a contact in a cadence.
 */
export type EnrolmentSign = {
  /**
   * Which enrolment.
   */
  id: EnrolmentId;
  /**
   * What.
   */
  sign: Sign;
};

/**
 * What an enrolment is doing.
 */
export type EnrolmentState =
  | {
      state: "active";
      /**
       * Nothing is due before this moment: the contact is away until then.
       */
      held_until: Timestamp | null;
    }
  | {
      state: "paused";
      /**
       * Why.
       */
      reason: PauseReason;
      /**
       * Since when.
       */
      since: Timestamp;
      /**
       * Nothing is due before this moment: the contact is away until then.
       */
      held_until: Timestamp | null;
    }
  | {
      state: "review";
      /**
       * Since when.
       */
      since: Timestamp;
      /**
       * Nothing is due before this moment: the contact is away until then.
       */
      held_until: Timestamp | null;
    }
  | {
      state: "finished";
      /**
       * How.
       */
      outcome: Outcome;
      /**
       * When.
       */
      at: Timestamp;
    };

/**
 * Row id of an entry of the timeline.
 * Positive, never reused within its workspace.
 */
export type EventId = number;

/**
 * The exit rules that can be switched (PRODUCT 4.5). Opt-out, spam complaint and a hard bounce of the
 * last address always end an enrolment.
 */
export type ExitRules = {
  /**
   * What a reply of the contact leads to.
   */
  reply: OnReply;
  /**
   * Whether a booked meeting ends it as won.
   */
  meeting: boolean;
  /**
   * Whether it stands still when somebody else of the partnership has replied.
   */
  colleague_reply: boolean;
  /**
   * Whether it stands still when the rep has written by hand.
   */
  wrote_by_hand: boolean;
  /**
   * Whether it is held while the contact is away.
   */
  out_of_office: boolean;
};

/**
 * Why a message will not leave by itself.
 */
export type FailReason =
  | "address"
  | "account"
  | "quota"
  | "policy"
  | "too_large"
  | "time_over"
  | "suppressed"
  | "refused";

/**
 * What is wrong with a field.
 */
export type Fault =
  | { type: "empty" }
  | {
      type: "too_long";
      /**
       * Characters it may have.
       */
      max: number;
    }
  | { type: "control_character" }
  | { type: "not_an_address" }
  | { type: "not_a_number" }
  | { type: "unknown_zone" }
  | { type: "too_many" }
  | { type: "port" }
  | { type: "taken" }
  | { type: "amount" }
  | { type: "currency" }
  | { type: "web_address" };

/**
 * A field of a form, so that a sentence can stand beside it.
 */
export type Field = "name" | "description" | "goal" | "persona";

/**
 * What a custom field is.
 */
export type FieldDefinition = {
  /**
   * Of what.
   */
  of: FieldOwner;
  /**
   * By what texts and conditions name it: 1 to [`MAX_KEY`] small letters, digits and underscores, beginning
   * with a letter.
   */
  key: string;
  /**
   * What the rep calls it; 1 to [`MAX_NAME`] characters.
   */
  name: string;
  /**
   * What its values are.
   */
  kind: FieldKind;
  /**
   * What a value is chosen from, in this order; empty for the other kinds.
   */
  choices: Array<string>;
};

/**
 * What the values of a field are.
 */
export type FieldKind = "text" | "number" | "date" | "choice" | "yes_no";

/**
 * Of what a field is.
 */
export type FieldOwner = "partnership" | "contact";

/**
 * What was counted. People are enrolments: somebody who enters a cadence again is counted again.
 * Days count a person when they came so far for the first time.
 */
export type FigureSet = {
  /**
   * People who entered.
   */
  enrolled: number;
  /**
   * E-mails that left.
   */
  mails: number;
  /**
   * Calls that reached somebody ÷ logged calls.
   */
  contact: Share;
  /**
   * Calls logged as a success ÷ calls that reached somebody.
   */
  conversion: Share;
  /**
   * Calls to people who were reached, up to the first that reached them ÷ these people.
   */
  attempts: Share;
  /**
   * People who replied ÷ people who were written to and did not bounce.
   */
  reply: Share;
  /**
   * People from whom a message came back ÷ people who were written to.
   */
  bounce: Share;
  /**
   * People who do not want any more ÷ people who were written to and did not bounce.
   */
  opt_out: Share;
  /**
   * People with whom a meeting was booked ÷ people who entered.
   */
  meeting: Share;
  /**
   * Touches that were done ÷ those that were done, passed over, failed or are overdue.
   */
  completion: Share;
  /**
   * Touches that were passed over.
   */
  skipped: number;
  /**
   * Touches whose message was not taken, now.
   */
  failed: number;
  /**
   * Touches that are overdue, now.
   */
  overdue: number;
};

/**
 * The dashboard: figures of all cadences of a filter, and of each.
 */
export type Figures = {
  /**
   * Steps of the active cadences ÷ how many are active.
   */
  average_steps: Share;
  /**
   * Over all cadences of the filter.
   */
  totals: FigureSet;
  /**
   * Each of them, by name.
   */
  rows: Array<CadenceFigures>;
};

/**
 * Asks for the figures of all cadences of a filter.
 */
export type FiguresRequest = {
  /**
   * Which cadences.
   */
  filter: CadenceFilter;
  /**
   * The first day that counts, in UTC, as `2026-12-24`; none for all days until then.
   */
  from?: string;
  /**
   * The last day that counts; none for all days from then on.
   */
  until?: string;
};

/**
 * Takes a chosen file into the workspace.
 */
export type FileAttach = {
  /**
   * Its handle, which is used up by this.
   */
  handle: string;
};

/**
 * A file that is kept in the workspace and can be named in a draft or a step.
 */
export type FileAttached = {
  /**
   * The file.
   */
  attachment: Attachment;
};

/**
 * Why a file is not taken into the workspace.
 */
export type FileFault =
  | { type: "empty" }
  | {
      type: "too_large";
      /**
       * In bytes: what a file may have.
       */
      max: number;
    }
  | {
      type: "unreadable";
      /**
       * What the operating system said.
       */
      detail: string;
    };

/**
 * What names a file that is kept: the SHA-256 of its content, in 64 hexadecimal digits. Never a path.
 */
export type FileHash = string;

/**
 * The name under which a file is sent: 1 to 150 characters of one line, no path and no hidden file.
 */
export type FileName = string;

/**
 * The counts of all groups and one page of the one that was asked for.
 */
export type Focus = {
  /**
   * How many are overdue.
   */
  overdue: CappedCount;
  /**
   * How many else are due.
   */
  today: CappedCount;
  /**
   * How many turn due until the end of the week.
   */
  later: CappedCount;
  /**
   * When the week ends at the rep's place.
   */
  week_ends_at: Timestamp;
  /**
   * The rows.
   */
  rows: Array<FocusRow>;
  /**
   * Where the next page starts; none when this is the last.
   */
  next: DueCursor | null;
};

/**
 * A part of the list.
 */
export type FocusGroup = "overdue" | "today" | "later";

/**
 * Asks for the counts and one page of a group.
 */
export type FocusRequest = {
  /**
   * Which group is shown.
   */
  group: FocusGroup;
  /**
   * By what it is sorted.
   */
  order: DueOrder;
  /**
   * Only of this cadence; none for all.
   */
  cadence: CadenceId | null;
  /**
   * Only of this step; none for all.
   */
  step: StepId | null;
  /**
   * The page starts behind this row; none for the first page.
   */
  after: DueCursor | null;
  /**
   * Rows in a page, 1 to 200; a value outside is moved to the nearer end.
   */
  limit: number;
};

/**
 * A touch as *Focus* shows it.
 */
export type FocusRow = {
  /**
   * What every list shows. Its zone tells the local time there.
   */
  touch: DueRow;
  /**
   * The contact.
   */
  contact: ContactId;
  /**
   * The cadence.
   */
  cadence: CadenceId;
  /**
   * How much the partnership matters.
   */
  tier: Tier | null;
  /**
   * The priority of cadence and step as one number, the first first.
   */
  priority: number;
  /**
   * When calls may begin at the contact's place; none for what is no call, and when they may be
   * made now.
   */
  opens_at: Timestamp | null;
};

/**
 * What a folder of a mailbox is for.
 */
export type FolderRole =
  | "inbox"
  | "archive"
  | "all"
  | "junk"
  | "sent"
  | "drafts"
  | "trash"
  | "other";

/**
 * Who can enter, who cannot and why, and how the work is spread over the days to come.
 */
export type Forecast = {
  /**
   * How many can enter without a question.
   */
  ready: number;
  /**
   * Those who cannot, or about whom there is a warning.
   */
  questions: Array<Question>;
  /**
   * Partnerships of which nobody was chosen.
   */
  without: Array<WithoutContact>;
  /**
   * The days with touches, in order.
   */
  days: Array<DayForecast>;
  /**
   * When the last touch would be done under the pace limits; none without touches.
   */
  finished_at: Timestamp | null;
};

/**
 * How the servers of an address were found.
 */
export type FoundBy = "table" | "exchange" | "service";

/**
 * Something that a step lacks, or that the cadence lacks as a whole.
 */
export type Gap = {
  /**
   * Position of the step, from 0.
   */
  position: number;
  /**
   * What it lacks.
   */
  gap: StepGap;
};

/**
 * An answer that was given to the outbox.
 */
export type GivenAnswer = {
  /**
   * Its row in the outbox.
   */
  id: OutboxId;
  /**
   * Where it is.
   */
  state: OutboxState;
};

/**
 * What would go on.
 */
export type GoingOn =
  | { type: "all" }
  | {
      type: "cadence";
      /**
       * Which one.
       */
      id: CadenceId;
    }
  | {
      type: "enrolments";
      /**
       * Which ones; at most 10,000.
       */
      ids: Array<EnrolmentId>;
    };

/**
 * How many messages wait for one thing.
 */
export type HeldCount = {
  /**
   * For what.
   */
  reason: HoldReason;
  /**
   * How many.
   */
  count: number;
};

/**
 * Why a message waits although its moment has come.
 */
export type HoldReason =
  | "no_account"
  | "no_password"
  | "keychain_locked"
  | "keychain_absent"
  | "keychain_denied"
  | "sign_in_refused"
  | "sign_in_again"
  | "certificate"
  | "account_blocked"
  | "mailbox_not_read"
  | "other_account"
  | "late";

/**
 * How many of the comparisons have to hold.
 */
export type Holds = "all" | "any";

/**
 * Whose wall clock a restriction means.
 */
export type HoursZone = "contact" | "rep";

/**
 * A reminder that the window shows itself, because the desktop shows none.
 */
export type InAppReminder = {
  /**
   * Its title.
   */
  title: string;
  /**
   * Its text.
   */
  text: string;
  /**
   * Where it leads; none for the list of due touches.
   */
  place: Place | null;
};

/**
 * Row id of a message that has arrived.
 * Positive, never reused within its workspace.
 */
export type IncomingId = number;

/**
 * Whose OAuth one signs in with.
 */
export type Issuer = "google" | "microsoft";

/**
 * The practice workspace's clock was moved.
 */
export type Jumped = {
  /**
   * The present moment there from now on; none when nothing is to come.
   */
  now: Timestamp | null;
};

/**
 * What an entry of the suppression list is.
 */
export type Kind = "address" | "domain" | "pattern" | "phone";

/**
 * What is done with messages that are late.
 */
export type LateAnswer = "send" | "skip";

/**
 * Messages that are more than a day late for want of the program or its mailbox (R11).
 */
export type LateMail = {
  /**
   * How many.
   */
  count: number;
  /**
   * When the first of them was to leave; none when there is none.
   */
  oldest: Timestamp | null;
};

/**
 * Settles the messages that are late, all of them.
 */
export type LateSettle = {
  /**
   * How.
   */
  answer: LateAnswer;
};

/**
 * Where a disposition leads.
 */
export type Lead =
  | {
      type: "retry";
      /**
       * After how many minutes; 1 to [`MAX_RETRY_MINUTES`].
       */
      minutes: number;
      /**
       * How often at most; 1 to [`MAX_RETRIES`].
       */
      times: number;
    }
  | { type: "next" }
  | {
      type: "jump";
      /**
       * Which one.
       */
      to: StepId;
    }
  | {
      type: "rest";
      /**
       * How many; 1 to [`MAX_REST_DAYS`].
       */
      days: number;
    }
  | { type: "ask" }
  | {
      type: "finish";
      /**
       * How.
       */
      end: EndAs;
    }
  | {
      type: "move";
      /**
       * In which.
       */
      to: CadenceId;
    }
  | { type: "bad_number" }
  | { type: "no_calls" };

/**
 * A mail account, and whether what it signs in with is at hand.
 */
export type MailAccount = {
  /**
   * Its id.
   */
  id: AccountId;
  /**
   * Its settings.
   */
  settings: AccountSettings;
  /**
   * What it has of its own.
   */
  own: AccountOwn;
  /**
   * Whether new conversations begin through it.
   */
  is_default: boolean;
  /**
   * Where its password is, or what has come of its sign-in.
   */
  password: PasswordState;
};

/**
 * The mail accounts.
 */
export type MailAccounts = {
  /**
   * The one through which new conversations begin first; none while no account is set up.
   */
  accounts: Array<MailAccount>;
};

/**
 * The mailboxes as they are read.
 */
export type Mailbox = {
  /**
   * The folders that are read, by account, where mail arrives first; none before the first look.
   */
  folders: Array<MailboxFolder>;
};

/**
 * The rep has looked at a folder that is not read as a whole.
 */
export type MailboxDismiss = {
  /**
   * The folder's id.
   */
  id: number;
};

/**
 * A folder that is read.
 */
export type MailboxFolder = {
  /**
   * Whose.
   */
  account: AccountId;
  /**
   * Its id.
   */
  id: number;
  /**
   * Its name.
   */
  name: string;
  /**
   * What it is for.
   */
  role: FolderRole;
  /**
   * When the latest check began that read everything there was; none before the first.
   */
  read_at: Timestamp | null;
  /**
   * Checks in a row that failed since.
   */
  failures: number;
  /**
   * What the last of them said; empty when it did not fail.
   */
  problem: string;
  /**
   * Messages of which nothing could be read and at which the rep has not looked.
   */
  unread: number;
  /**
   * When the first of them was passed over; none when there is none.
   */
  unread_since: Timestamp | null;
};

/**
 * What came of an answer, as the rep marks it.
 */
export type Mark =
  | "meeting_booked"
  | "not_interested"
  | "wrong_person"
  | "opted_out"
  | "referral"
  | "buying_signal";

/**
 * For whom something is written: a cadence is offered first for those that it is meant for.
 */
export type MeantFor = {
  /**
   * For which kind of contact, such as "Head of sales"; empty for everybody.
   */
  persona: string;
  /**
   * At which stages of the partnership; empty for all.
   */
  stages: Array<Stage>;
};

/**
 * Whose value of a field stays.
 */
export type MergeChoice = {
  /**
   * Which field.
   */
  field: MergeField;
  /**
   * Whose value.
   */
  from: Side;
};

/**
 * What stands against making two of one again.
 */
export type MergeConflict =
  | { type: "too_late" }
  | { type: "merged_again" }
  | { type: "in_bin" }
  | { type: "on_the_way" }
  | { type: "contact_changed" }
  | { type: "message" }
  | {
      type: "happened";
      /**
       * What.
       */
      what: What;
      /**
       * To whom.
       */
      contact: string | null;
    };

/**
 * Something that follows from a merge.
 */
export type MergeConsequence =
  | {
      type: "contacts_join";
      /**
       * Who stays.
       */
      kept: string;
      /**
       * Who goes into them.
       */
      other: string;
      /**
       * The address by which they are the same; none when the rep has said so.
       */
      address: string | null;
    }
  | {
      type: "contacts_move";
      /**
       * How many.
       */
      count: number;
      /**
       * The first of them.
       */
      names: Array<string>;
    }
  | {
      type: "enrolment_ends";
      /**
       * Whose.
       */
      contact: string;
      /**
       * In which cadence.
       */
      cadence: string;
      /**
       * How many messages are taken back that have not left.
       */
      messages: number;
      /**
       * Whether the other has been through the cadence already.
       */
      been: boolean;
    }
  | {
      type: "enrolments_move";
      /**
       * How many.
       */
      count: number;
    }
  | {
      type: "opted_out";
      /**
       * Who.
       */
      contact: string;
      /**
       * How many enrolments end.
       */
      ends: number;
    }
  | {
      type: "no_calls";
      /**
       * Who.
       */
      contact: string;
    }
  | {
      type: "stands_still";
      /**
       * Whose.
       */
      contact: string;
      /**
       * In which cadence.
       */
      cadence: string;
    }
  | {
      type: "not_shared";
      /**
       * Who.
       */
      contact: string;
      /**
       * Which cadences.
       */
      cadences: Array<string>;
    }
  | { type: "notes_unite" }
  | {
      type: "entries_move";
      /**
       * How many.
       */
      count: number;
    };

/**
 * A field in which two records differ.
 */
export type MergeDifference = {
  /**
   * Which field.
   */
  field: MergeField;
  /**
   * Its value in the record that stays; a stage by its key, a tier by its word. May be empty.
   */
  kept: string;
  /**
   * Its value in the other.
   */
  other: string;
  /**
   * Whose value stays unless the rep says otherwise.
   */
  from: Side;
};

/**
 * Why two records cannot be merged now.
 */
export type MergeFault = "same" | "in_bin" | "apart" | "sending" | "in_doubt";

/**
 * A field of which the rep may choose whose value stays.
 */
export type MergeField =
  | "name"
  | "website"
  | "industry"
  | "country"
  | "stage"
  | "tier"
  | "source"
  | "value"
  | "zone"
  | "first_name"
  | "last_name"
  | "title"
  | "linkedin"
  | "persona";

/**
 * What is merged.
 */
export type MergeOf =
  | {
      type: "partnerships";
      /**
       * The one that stays.
       */
      kept: PartnershipId;
      /**
       * The one that goes into it.
       */
      other: PartnershipId;
    }
  | {
      type: "contacts";
      /**
       * The one that stays.
       */
      kept: ContactId;
      /**
       * The one that goes into it.
       */
      other: ContactId;
    };

/**
 * What would come of a merge.
 */
export type MergePreview = {
  /**
   * Name of the one that stays.
   */
  kept: string;
  /**
   * Name of the other.
   */
  other: string;
  /**
   * The fields in which they differ.
   */
  differences: Array<MergeDifference>;
  /**
   * What follows from it, in the order in which it is told.
   */
  consequences: Array<MergeConsequence>;
};

/**
 * Merges two records, or asks what would come of it.
 */
export type MergeRequest = {
  /**
   * Which ones.
   */
  of: MergeOf;
  /**
   * Whose values stay, where the rep has chosen; the others as the differences say.
   */
  choices: Array<MergeChoice>;
};

/**
 * Makes two of one again.
 */
export type MergeUndo = {
  /**
   * The entry that tells of the merge.
   */
  event: EventId;
};

/**
 * Something was merged.
 */
export type Merged = {
  /**
   * Its entry in the timeline.
   */
  event: EventId;
  /**
   * The partnership that stays, or whose contacts they were.
   */
  partnership: PartnershipId;
};

/**
 * An amount in whole units of a currency (euros, not cents): what is estimated is never exact to a hundredth.
 */
export type Money = {
  /**
   * Whole units; 0 to [`MAX_AMOUNT`].
   */
  amount: number;
  /**
   * The three letters of ISO 4217, such as EUR.
   */
  currency: string;
};

/**
 * The earliest open touch of a partnership.
 */
export type NextTouch = {
  /**
   * Name of its cadence.
   */
  cadence: string;
  /**
   * What kind of work it is.
   */
  kind: TouchKind;
  /**
   * When it is due.
   */
  due_at: Timestamp;
  /**
   * Whether it is due already.
   */
  due: boolean;
};

/**
 * Saves the notes of a partnership.
 */
export type NotesSave = {
  /**
   * Which partnership.
   */
  id: PartnershipId;
  /**
   * 0 to 50,000 characters.
   */
  notes: string;
};

/**
 * A request or response without content: `{}`.
 */
export type Nothing = Record<symbol, never>;

/**
 * What a human reply leads to (R22): never to going on.
 */
export type OnReply = "pause" | "finish";

/**
 * How far the list of the rep's own opt-out page is read (R33).
 */
export type OptOutPage = {
  /**
   * When it was had last; none before the first time.
   */
  read_at: Timestamp | null;
  /**
   * What went wrong since; empty when nothing did.
   */
  problem: string;
};

/**
 * The last row of a page: the next page starts behind it.
 */
export type OutboxCursor = {
  /**
   * The row's moment.
   */
  at: Timestamp;
  /**
   * The row's id.
   */
  id: OutboxId;
};

/**
 * Which messages a list shows.
 */
export type OutboxFilter = "waiting" | "sent";

/**
 * Row id of a message in the outbox.
 * Positive, never reused within its workspace.
 */
export type OutboxId = number;

/**
 * Asks for one page of the outbox: waiting ones by the moment they leave, sent ones the latest
 * first.
 */
export type OutboxListRequest = {
  /**
   * Which ones.
   */
  filter: OutboxFilter;
  /**
   * The page starts behind this row; none for the first page.
   */
  after: OutboxCursor | null;
  /**
   * Rows in a page, 1 to 200; a value outside is moved to the nearer end.
   */
  limit: number;
};

/**
 * One page of the outbox.
 */
export type OutboxPage = {
  /**
   * The rows.
   */
  rows: Array<OutboxRow>;
  /**
   * Where the next page starts; none when this is the last.
   */
  next: OutboxCursor | null;
  /**
   * How many wait.
   */
  waiting: number;
  /**
   * How many have left.
   */
  sent: number;
};

/**
 * Names one message.
 */
export type OutboxRef = {
  /**
   * Its id.
   */
  id: OutboxId;
};

/**
 * A message as a list shows it.
 */
export type OutboxRow = {
  /**
   * Its id.
   */
  id: OutboxId;
  /**
   * The touch that it belongs to, while that is open.
   */
  touch: TouchId | null;
  /**
   * The message that arrived to which it is the rep's answer.
   */
  reply: IncomingId | null;
  /**
   * Whose.
   */
  partnership: PartnershipId;
  /**
   * The partnership's name.
   */
  partnership_name: string;
  /**
   * The contact's name.
   */
  contact_name: string;
  /**
   * The address.
   */
  to: string;
  /**
   * The subject.
   */
  subject: string;
  /**
   * Where it is.
   */
  state: OutboxState;
  /**
   * What became of its copy in the folder of sent mail; none where no copy is wanted, and while it has not
   * left.
   */
  copy: SentCopy | null;
};

/**
 * Settles a message in doubt.
 */
export type OutboxSettle = {
  /**
   * Which one.
   */
  id: OutboxId;
  /**
   * What the rep knows.
   */
  answer: DoubtAnswer;
};

/**
 * Where a message is.
 */
export type OutboxState =
  | {
      state: "queued";
      /**
       * When.
       */
      leaves_at: Timestamp;
    }
  | {
      state: "held";
      /**
       * For what.
       */
      reason: HoldReason;
    }
  | { state: "sending" }
  | {
      state: "sent";
      /**
       * When.
       */
      at: Timestamp;
    }
  | {
      state: "retry_at";
      /**
       * When.
       */
      at: Timestamp;
      /**
       * What went wrong; may be empty.
       */
      answer: string;
    }
  | {
      state: "failed";
      /**
       * Why.
       */
      reason: FailReason;
      /**
       * What the server said; may be empty.
       */
      answer: string;
    }
  | {
      state: "in_doubt";
      /**
       * Since when.
       */
      since: Timestamp;
    }
  | { state: "cancelled" };

/**
 * How an enrolment ended.
 */
export type Outcome =
  | "won"
  | "lost"
  | "replied"
  | "no_reply"
  | "opted_out"
  | "bounced"
  | "removed"
  | "moved"
  | "not_moved"
  | "touch_limit"
  | "move_limit";

/**
 * How fast mail leaves by itself. What the rep sends by hand counts and does not wait (R26).
 */
export type Pace = {
  /**
   * Most messages in any 24 hours; none for no cap.
   */
  per_day: number | null;
  /**
   * Most messages in any hour; none for no cap.
   */
  per_hour: number | null;
  /**
   * Least seconds between two messages.
   */
  gap_from: number;
  /**
   * Most seconds that are waited between them.
   */
  gap_until: number;
  /**
   * Most people written to for the first time on a day of the rep; none for no cap.
   */
  new_per_day: number | null;
  /**
   * Most people of one partnership that are in cadences at a time; none for no cap.
   */
  per_company: number | null;
  /**
   * Connections over which mail leaves at a time where there is no other limit, 1 to
   * [`MAX_CONNECTIONS`].
   */
  connections: number;
};

/**
 * The side panel: cadences with due touches.
 */
export type Panel = {
  /**
   * The cadences, those with most due touches first.
   */
  cadences: Array<PanelCadence>;
  /**
   * Due touches in all.
   */
  due: number;
};

/**
 * A cadence with due touches.
 */
export type PanelCadence = {
  /**
   * Which one.
   */
  id: CadenceId;
  /**
   * Its name.
   */
  name: string;
  /**
   * Its due touches.
   */
  due: number;
  /**
   * Its steps with due touches, in their order.
   */
  steps: Array<PanelStep>;
};

/**
 * A step with due touches.
 */
export type PanelStep = {
  /**
   * Which one.
   */
  step: StepId;
  /**
   * Its position in the latest version, from 0.
   */
  position: number;
  /**
   * Its name; empty to be called by its type.
   */
  name: string;
  /**
   * What kind of work it is.
   */
  kind: TouchKind;
  /**
   * Its due touches.
   */
  due: number;
};

/**
 * Makes a partnership, with its first contact if one is given.
 */
export type PartnershipCreate = {
  /**
   * What is known about it.
   */
  fields: PartnershipFields;
  /**
   * Its first contact.
   */
  contact: ContactFields | null;
};

/**
 * The last row of a page: the next page starts behind it.
 */
export type PartnershipCursor = {
  /**
   * The row's name in the form by which the list is sorted.
   */
  name_key: string;
  /**
   * The row's id.
   */
  id: PartnershipId;
  /**
   * Its tier, its stage, when it changed or when it is due next, in a list that is sorted by that;
   * none by name, and for a row that nothing is planned for.
   */
  rank?: number;
};

/**
 * A partnership with everything that its screen shows, except the timeline.
 */
export type PartnershipDetail = {
  /**
   * Its id.
   */
  id: PartnershipId;
  /**
   * What is known about it.
   */
  fields: PartnershipFields;
  /**
   * The zone that counts: its own, else the rep's.
   */
  zone: string;
  /**
   * The rep's notes.
   */
  notes: string;
  /**
   * Its contacts, the primary one first.
   */
  contacts: Array<ContactDetail>;
  /**
   * Enrolments of its contacts: those that go on first, then the latest.
   */
  enrolments: Array<EnrolmentCard>;
  /**
   * Values of custom fields, its own and its contacts'.
   */
  custom?: Array<CustomValue>;
  /**
   * When it was made.
   */
  created_at: Timestamp;
  /**
   * When it was deleted; none while it is not in the bin.
   */
  deleted_at: Timestamp | null;
};

/**
 * What the rep knows about a partnership.
 */
export type PartnershipFields = {
  /**
   * Its name; one line of 1 to 200 characters.
   */
  name: string;
  /**
   * Its website; may be empty.
   */
  website: string;
  /**
   * Its industry; may be empty.
   */
  industry: string;
  /**
   * Its country as the rep writes it; may be empty.
   */
  country: string;
  /**
   * How far it has come.
   */
  stage: Stage;
  /**
   * How much it matters; none when not decided.
   */
  tier: Tier | null;
  /**
   * IANA name of its time zone; none for the rep's own.
   */
  zone: string | null;
  /**
   * Where it comes from, such as a fair or a recommendation; may be empty.
   */
  source: string;
  /**
   * What it may be worth; none when not known.
   */
  value: Money | null;
};

/**
 * Row id of a partnership.
 * Positive, never reused within its workspace.
 */
export type PartnershipId = number;

/**
 * Asks for one page of partnerships.
 */
export type PartnershipListRequest = {
  /**
   * Only those whose name, or a contact's name or address, begins a word with this text; empty
   * for all.
   */
  search: string;
  /**
   * By what they are sorted; none by name.
   */
  order?: PartnershipOrder;
  /**
   * Only at this stage; none for all.
   */
  stage?: Stage;
  /**
   * Only of this tier; none for all.
   */
  tier?: TierFilter;
  /**
   * The page starts behind this row; none for the first page.
   */
  after: PartnershipCursor | null;
  /**
   * Rows in a page, 1 to 200; a value outside is moved to the nearer end.
   */
  limit: number;
};

/**
 * By what partnerships are sorted.
 */
export type PartnershipOrder = "name" | "tier" | "stage" | "updated" | "next_due";

/**
 * One page of partnerships.
 */
export type PartnershipPage = {
  /**
   * The rows.
   */
  rows: Array<PartnershipRow>;
  /**
   * Where the next page starts; none when this is the last.
   */
  next: PartnershipCursor | null;
  /**
   * How many there are, whatever the search.
   */
  total: number;
  /**
   * How many the filters show, whatever the search; none when there is no filter.
   */
  matching?: CappedCount;
};

/**
 * Names one partnership.
 */
export type PartnershipRef = {
  /**
   * Its id.
   */
  id: PartnershipId;
};

/**
 * A partnership as a list shows it.
 */
export type PartnershipRow = {
  /**
   * Its id.
   */
  id: PartnershipId;
  /**
   * Its name.
   */
  name: string;
  /**
   * How far it has come.
   */
  stage: Stage;
  /**
   * How much it matters.
   */
  tier: Tier | null;
  /**
   * Name of its primary contact; none when it has no contact.
   */
  contact: string | null;
  /**
   * How many contacts it has.
   */
  contacts: number;
  /**
   * Its earliest open touch.
   */
  next: NextTouch | null;
  /**
   * When anything about it last changed.
   */
  updated_at: Timestamp;
};

/**
 * Moves a partnership to another stage.
 */
export type PartnershipStage = {
  /**
   * Which partnership.
   */
  id: PartnershipId;
  /**
   * To which stage.
   */
  stage: Stage;
};

/**
 * Sets what is known about a partnership.
 */
export type PartnershipUpdate = {
  /**
   * Which one.
   */
  id: PartnershipId;
  /**
   * What is known about it.
   */
  fields: PartnershipFields;
};

/**
 * A password on its way from the window. Never goes back there, and never into a log.
 */
export type Password = string;

/**
 * Where the password of the account is, or the tokens of its sign-in.
 */
export type PasswordState = "stored" | "missing" | "locked" | "absent" | "denied" | "sign_in_again";

/**
 * Which password a provider takes.
 */
export type Passwords = "usual" | "app" | "none";

/**
 * Pauses everything, or lets it go on.
 */
export type PauseAll = {
  /**
   * Whether everything is paused.
   */
  paused: boolean;
};

/**
 * Why an enrolment is paused.
 */
export type PauseReason =
  | "rep"
  | "replied"
  | "colleague_replied"
  | "not_interested"
  | "wrote_by_hand"
  | "cadence";

/**
 * How many people are at a step and behind it.
 */
export type PeopleAtStep = {
  /**
   * Position of the step in the latest version, from 0.
   */
  position: number;
  /**
   * Whether it would be changed or deleted.
   */
  changed: boolean;
  /**
   * How many are at it.
   */
  at: number;
  /**
   * How many have it behind them.
   */
  after: number;
};

/**
 * A text of a partnership or a contact.
 */
export type PersonField =
  | "name"
  | "website"
  | "industry"
  | "country"
  | "notes"
  | "first_name"
  | "last_name"
  | "title"
  | "linkedin"
  | "email"
  | "phone"
  | "zone"
  | "source"
  | "value"
  | "currency"
  | "persona";

/**
 * Personas that contacts have, by name.
 */
export type Personas = {
  /**
   * Up to 200 of them, each once whatever its case.
   */
  personas: Array<string>;
};

/**
 * A place in the window.
 */
export type Place = {
  /**
   * The partnership to show.
   */
  partnership: PartnershipId;
  /**
   * The touch to open beside it.
   */
  touch: TouchId | null;
};

/**
 * What would become of one person.
 */
export type PlannedMove = {
  /**
   * The enrolment.
   */
  enrolment: EnrolmentId;
  /**
   * Name of the contact.
   */
  contact_name: string;
  /**
   * Name of its partnership.
   */
  partnership_name: string;
  /**
   * Position of the step that it is at in its version, from 0.
   */
  from: number;
  /**
   * Position of the step that it would be at; none when it would be over.
   */
  to: number | null;
  /**
   * When it is due.
   */
  due_before: Timestamp;
  /**
   * When it would be due; none when it would be over.
   */
  due_after: Timestamp | null;
  /**
   * The zone in which that is counted.
   */
  zone: string;
};

/**
 * A step with the moment at which it would be due.
 */
export type PlannedStep = {
  /**
   * Which step.
   */
  step: StepId;
  /**
   * Its position, from 0.
   */
  position: number;
  /**
   * Its name; empty to be called by its type.
   */
  name: string;
  /**
   * What kind of work it is.
   */
  kind: TouchKind;
  /**
   * When it would be due.
   */
  due_at: Timestamp;
  /**
   * The zone in which its delay is counted.
   */
  zone: string;
  /**
   * Why it would be passed over; none when it would be done.
   */
  skipped: SkipReason | null;
  /**
   * Whether a condition decides, as things are now, that it is done or passed over.
   */
  conditional: boolean;
};

/**
 * What would happen if a contact entered a cadence.
 */
export type Preflight = {
  /**
   * Why it cannot; empty when it can.
   */
  problems: Array<AssignProblem>;
  /**
   * What the rep should know before.
   */
  warnings: Array<AssignWarning>;
  /**
   * The steps from the first one on, with their moments.
   */
  plan: Array<PlannedStep>;
};

/**
 * Asks what would happen if contacts entered a cadence.
 */
export type PreflightMany = {
  /**
   * Which cadence.
   */
  cadence: CadenceId;
  /**
   * Who; at most 10,000 together with those of [`Self::of`].
   */
  contacts: Array<ContactId>;
  /**
   * Who as well: contacts of partnerships.
   */
  of?: ContactsOf;
  /**
   * When to begin; none for now.
   */
  start_at: Timestamp | null;
};

/**
 * Asks what would happen if a contact entered a cadence.
 */
export type PreflightRequest = {
  /**
   * Which cadence.
   */
  cadence: CadenceId;
  /**
   * Who.
   */
  contact: ContactId;
  /**
   * The step to begin with; none for the first.
   */
  first_step: StepId | null;
  /**
   * When to begin; none for now.
   */
  start_at: Timestamp | null;
};

/**
 * What comes before what when both are due.
 */
export type Priority = "high" | "normal" | "low";

/**
 * Somebody who cannot enter a cadence, or about whom there is a warning.
 */
export type Question = {
  /**
   * Who.
   */
  contact: ContactId;
  /**
   * The contact's name.
   */
  contact_name: string;
  /**
   * Why they cannot; empty when they can.
   */
  problems: Array<AssignProblem>;
  /**
   * What the rep should know before.
   */
  warnings: Array<AssignWarning>;
};

/**
 * Why an entry stands in the suppression list.
 */
export type Reason = "opted_out" | "bounced" | "listed";

/**
 * What is needed to answer a message.
 */
export type ReplyAnswer = {
  /**
   * Which answer it would be, from 1: the same one is never sent twice.
   */
  number: number;
  /**
   * The address that it leaves from; none without an account.
   */
  from: string | null;
  /**
   * What the rep has written, or an empty answer.
   */
  draft: EmailDraft;
  /**
   * When the rep wrote at it last; none when it is as it was made.
   */
  edited_at: Timestamp | null;
  /**
   * What stands below the answer: signature and quotation.
   */
  below: string;
  /**
   * Answers that were given before, the first first.
   */
  given: Array<GivenAnswer>;
  /**
   * In seconds: how long a sent answer can be taken back.
   */
  undo_delay: number;
};

/**
 * Something that is attached.
 */
export type ReplyAttachment = {
  /**
   * Its name; empty when it has none.
   */
  name: string;
  /**
   * Its type, such as `application/pdf`.
   */
  kind: string;
};

/**
 * What became of the enrolment that a message belongs to.
 */
export type ReplyCadence = {
  /**
   * Its cadence.
   */
  id: CadenceId;
  /**
   * The cadence's name.
   */
  name: string;
  /**
   * What the enrolment is doing now.
   */
  state: EnrolmentState;
  /**
   * Whether it stands still because the cadence is not active.
   */
  frozen: boolean;
};

/**
 * The last row of a page: the next page starts behind it.
 */
export type ReplyCursor = {
  /**
   * When it arrived.
   */
  at: Timestamp;
  /**
   * The row's id.
   */
  id: IncomingId;
};

/**
 * Decides what becomes of the enrolments that a message has stopped (R22, R23).
 */
export type ReplyDecide = {
  /**
   * Which message.
   */
  id: IncomingId;
  /**
   * What becomes of them.
   */
  decision: Decision;
};

/**
 * A message that arrived, with what became of it and what can be done.
 */
export type ReplyDetail = {
  /**
   * Its id.
   */
  id: IncomingId;
  /**
   * When it arrived.
   */
  received_at: Timestamp;
  /**
   * The sender's address; may be empty.
   */
  sender: string;
  /**
   * The sender's name as the message says it; may be empty.
   */
  sender_name: string;
  /**
   * To whom it went.
   */
  to: Array<string>;
  /**
   * Who got a copy.
   */
  cc: Array<string>;
  /**
   * Its subject.
   */
  subject: string;
  /**
   * What it is taken for (R51).
   */
  verdict: Verdict;
  /**
   * Which rule of the program decided, such as `auto_header`.
   */
  code: string;
  /**
   * What the rule saw; may be empty.
   */
  seen: string;
  /**
   * What the program took it for, where the rep or a newer edition of the rules says otherwise.
   */
  found: Verdict | null;
  /**
   * Whether the rep has said what it is.
   */
  ruled: boolean;
  /**
   * What a newer edition of the rules takes it for, until the rep has said what it is.
   */
  suggested: Verdict | null;
  /**
   * What was newly written; plain text.
   */
  text: string;
  /**
   * The whole text where it holds more than what is new; else empty.
   */
  whole: string;
  /**
   * Its HTML as a document for a frame without scripts; none when it is shown as text.
   */
  html: string | null;
  /**
   * The links of the HTML; the first is `[1]` there.
   */
  links: Array<ReplyLink>;
  /**
   * What is attached.
   */
  attachments: Array<ReplyAttachment>;
  /**
   * Whether only its beginning was kept: the rest is in the mailbox.
   */
  cut: boolean;
  /**
   * Whose; none when it is known only to somebody in the bin.
   */
  partnership: PartnershipId | null;
  /**
   * The partnership's name.
   */
  partnership_name: string | null;
  /**
   * Which contact; none when it is not clear, or a colleague who is none.
   */
  contact: ContactId | null;
  /**
   * The contact's name.
   */
  contact_name: string | null;
  /**
   * Enrolments that it concerns, or may: the contact's, else those of the partnership.
   */
  enrolments: Array<ReplyEnrolment>;
  /**
   * What came of it.
   */
  mark: Mark | null;
  /**
   * How it sounds.
   */
  tone: Tone | null;
  /**
   * When the rep was done with it.
   */
  settled_at: Timestamp | null;
  /**
   * What is needed to answer it; none when it cannot be answered from here.
   */
  answer: ReplyAnswer | null;
};

/**
 * What was done.
 */
export type ReplyDone = {
  /**
   * The entry of the timeline by which it can be taken back; none when it has none.
   */
  event: EventId | null;
};

/**
 * Saves an answer that is being written.
 */
export type ReplyDraft = {
  /**
   * To which message.
   */
  id: IncomingId;
  /**
   * The answer; none throws it away.
   */
  draft: EmailDraft | null;
};

/**
 * An enrolment that a message concerns, or may.
 */
export type ReplyEnrolment = {
  /**
   * Its id.
   */
  id: EnrolmentId;
  /**
   * Its cadence.
   */
  cadence: CadenceId;
  /**
   * The cadence's name.
   */
  cadence_name: string;
  /**
   * Whose it is.
   */
  contact_name: string;
  /**
   * What it is doing now.
   */
  state: EnrolmentState;
  /**
   * Whether it stands still because the cadence is not active.
   */
  frozen: boolean;
  /**
   * Whether the message belongs to it, or it was stopped because it may (R19).
   */
  concerned: boolean;
};

/**
 * Which messages a list shows.
 */
export type ReplyFilter = "open" | "answers" | "review" | "all";

/**
 * A link of a message. It is opened by its number alone.
 */
export type ReplyLink = {
  /**
   * What the message shows of it.
   */
  text: string;
  /**
   * The host that it leads to; for mail, the address.
   */
  host: string;
  /**
   * Whether it shows another host than the one that it leads to.
   */
  disguised: boolean;
};

/**
 * Opens a link of a message, which the rep has seen and confirmed.
 */
export type ReplyLinkOpen = {
  /**
   * Of which message.
   */
  id: IncomingId;
  /**
   * Which link, from 1.
   */
  link: number;
};

/**
 * Asks for one page of mail that has arrived, the latest first.
 */
export type ReplyListRequest = {
  /**
   * Which ones.
   */
  filter: ReplyFilter;
  /**
   * The page starts behind this row; none for the first page.
   */
  after: ReplyCursor | null;
  /**
   * Rows in a page, 1 to 200; a value outside is moved to the nearer end.
   */
  limit: number;
};

/**
 * Marks what came of a message.
 */
export type ReplyMark = {
  /**
   * Which message.
   */
  id: IncomingId;
  /**
   * What came of it.
   */
  mark: Mark;
};

/**
 * Says what a message is.
 */
export type ReplyOverrule = {
  /**
   * Which message.
   */
  id: IncomingId;
  /**
   * What it is.
   */
  ruling: Ruling;
  /**
   * Whom it is about; none when that is known.
   */
  enrolment: EnrolmentId | null;
};

/**
 * What came of saying what a message is.
 */
export type ReplyOverruled = {
  /**
   * The entry of the timeline that tells what was heard; none when nothing was.
   */
  event: EventId | null;
  /**
   * Whether everything was taken back that the wrong verdict did.
   */
  undone: boolean;
};

/**
 * One page of mail that has arrived.
 */
export type ReplyPage = {
  /**
   * The rows.
   */
  rows: Array<ReplyRow>;
  /**
   * Where the next page starts; none when this is the last.
   */
  next: ReplyCursor | null;
  /**
   * How many wait for the rep.
   */
  open: CappedCount;
  /**
   * How many people wrote.
   */
  answers: CappedCount;
  /**
   * How many only the rep can tell.
   */
  review: CappedCount;
  /**
   * How many there are.
   */
  all: CappedCount;
};

/**
 * Names one message that arrived.
 */
export type ReplyRef = {
  /**
   * Its id.
   */
  id: IncomingId;
};

/**
 * A message as a list shows it.
 */
export type ReplyRow = {
  /**
   * Its id.
   */
  id: IncomingId;
  /**
   * When it arrived.
   */
  received_at: Timestamp;
  /**
   * The sender's address; may be empty.
   */
  sender: string;
  /**
   * Its subject.
   */
  subject: string;
  /**
   * What it is (R51).
   */
  verdict: Verdict;
  /**
   * Which rule decided, such as `auto_header`.
   */
  code: string;
  /**
   * What the rule saw, such as `Auto-Submitted: auto-replied`; may be empty.
   */
  seen: string;
  /**
   * The first 300 characters of what was newly written; empty where nobody wrote.
   */
  beginning: string;
  /**
   * Whose; none when it is known only to somebody in the bin.
   */
  partnership: PartnershipId | null;
  /**
   * The partnership's name.
   */
  partnership_name: string | null;
  /**
   * The contact's name; none when no contact is known for it.
   */
  contact_name: string | null;
  /**
   * What the cadence is doing now; none when it belongs to no single enrolment.
   */
  cadence: ReplyCadence | null;
  /**
   * When the rep was done with it.
   */
  settled_at: Timestamp | null;
  /**
   * What came of it.
   */
  mark: Mark | null;
  /**
   * How it sounds.
   */
  tone: Tone | null;
};

/**
 * Gives an answer to the outbox.
 */
export type ReplySend = {
  /**
   * To which message.
   */
  id: IncomingId;
  /**
   * Which answer it is, as [`ReplyAnswer::number`] says.
   */
  number: number;
  /**
   * The answer, without signature and quotation.
   */
  draft: EmailDraft;
};

/**
 * An answer is on its way.
 */
export type ReplySent = {
  /**
   * Its row in the outbox.
   */
  outbox: OutboxId;
  /**
   * When it leaves; until then it can be taken back.
   */
  leaves_at: Timestamp;
};

/**
 * Says that the rep is done with a message, or is not.
 */
export type ReplySettle = {
  /**
   * Which message.
   */
  id: IncomingId;
  /**
   * Whether the rep is done with it.
   */
  settled: boolean;
};

/**
 * Says how a message sounds.
 */
export type ReplyTone = {
  /**
   * Which message.
   */
  id: IncomingId;
  /**
   * How; none to say nothing.
   */
  tone: Tone | null;
};

/**
 * How a workspace file came back (R34).
 */
export type Return = "restored" | "copied";

/**
 * What is known of a workspace that has come back.
 */
export type ReturnQuestion = {
  /**
   * How it came back.
   */
  how: Return;
  /**
   * The last moment that it knows of.
   */
  file_at: Timestamp;
  /**
   * Whether there is a folder of sent mail that could tell what left since.
   */
  has_mailbox: boolean;
  /**
   * Whether it was read.
   */
  sent_mail_read: boolean;
  /**
   * Messages that it held which the workspace did not know to have left.
   */
  found: number;
  /**
   * Messages of which nobody knows whether they left.
   */
  in_doubt: number;
};

/**
 * A line of the table of a step.
 */
export type Route = {
  /**
   * What came of the call.
   */
  disposition: Disposition;
  /**
   * Where it leads.
   */
  leads_to: Lead;
};

/**
 * The rules of a version of a cadence.
 */
export type Rules = {
  /**
   * What it is for.
   */
  category: Category;
  /**
   * When it may e-mail and call; none for any time.
   */
  restriction: TimeRestriction | null;
  /**
   * Whether national holidays and the workspace's own free days are closed.
   */
  holidays: boolean;
  /**
   * How often the steps are gone through.
   */
  runs: Runs;
  /**
   * What follows the last run.
   */
  after: AfterLastRun;
  /**
   * What ends or stops an enrolment.
   */
  exits: ExitRules;
  /**
   * Whether a contact may be in another cadence that allows it too (R14).
   */
  shares_contacts: boolean;
  /**
   * What comes before what.
   */
  priority: Priority;
};

/**
 * What is wrong with the rules of a cadence or of the workspace.
 */
export type RulesFault =
  | { type: "never_open" }
  | {
      type: "hours";
      /**
       * Which day, 0 for Monday.
       */
      day: number;
    }
  | {
      type: "runs";
      /**
       * The largest that is allowed.
       */
      max: number;
    }
  | {
      type: "run_pause";
      /**
       * The longest in its unit.
       */
      max: number;
    }
  | { type: "moves_to_itself" }
  | {
      type: "no_holidays";
      /**
       * The first such year.
       */
      year: number;
    }
  | { type: "days_off" }
  | {
      type: "too_many_days";
      /**
       * How many can be kept.
       */
      max: number;
    }
  | {
      type: "cap";
      /**
       * The largest that is allowed.
       */
      max: number;
    }
  | {
      type: "connections";
      /**
       * The most.
       */
      max: number;
    }
  | {
      type: "gap";
      /**
       * The longest, in seconds.
       */
      max: number;
    };

/**
 * What the rep says a message is.
 */
export type Ruling =
  | { is: "human_reply" }
  | {
      is: "auto_reply";
      /**
       * The day, as `2026-12-24`, on which whoever is away is back; none when that is not known.
       */
      until: string | null;
    }
  | { is: "unsubscribe" }
  | {
      is: "bounce";
      /**
       * Whether the address is dead (R32).
       */
      hard: boolean;
    }
  | { is: "unrelated" };

/**
 * How often a contact goes through the steps (PRODUCT 4.4).
 */
export type Runs = {
  /**
   * How often altogether; 1 to [`MAX_RUNS`].
   */
  total: number;
  /**
   * From the end of a run to the base of the next.
   */
  pause: Delay;
};

/**
 * Something was saved.
 */
export type Saved = {
  /**
   * When.
   */
  at: Timestamp;
};

/**
 * How a connection is protected.
 */
export type Security = "tls" | "start_tls" | "plain";

/**
 * What the rep signs with. Every field may be empty.
 */
export type SenderProfile = {
  /**
   * Name, as recipients see it.
   */
  name: string;
  /**
   * What the rep is.
   */
  title: string;
  /**
   * Where the rep works.
   */
  company: string;
  /**
   * Phone number.
   */
  phone: string;
  /**
   * Where a meeting can be booked.
   */
  calendar_url: string;
  /**
   * Postal address.
   */
  postal_address: string;
  /**
   * What stands under every e-mail.
   */
  signature: string;
  /**
   * How to get no more, in a line under every e-mail.
   */
  opt_out_line: string;
  /**
   * A page of the rep's own that takes such wishes, with [`opt_out::TOKEN`] in its address; empty when
   * there is none.
   */
  opt_out_page: string;
  /**
   * From where the tokens can be had that the page has taken; empty when there is no page.
   */
  opt_out_list: string;
};

/**
 * The sender profile.
 */
export type SenderSave = {
  /**
   * What the rep signs with.
   */
  profile: SenderProfile;
};

/**
 * What became of the copy of a message that has left.
 */
export type SentCopy =
  | { copy: "wanted" }
  | { copy: "found" }
  | { copy: "filed" }
  | { copy: "absent" }
  | {
      copy: "failed";
      /**
       * What went wrong.
       */
      problem: string;
    };

/**
 * How a call went.
 */
export type Sentiment = "positive" | "neutral" | "negative";

/**
 * A server and how to reach it.
 */
export type ServerSettings = {
  /**
   * Its name, such as smtp.example.com.
   */
  host: string;
  /**
   * Its port, 1 to 65535.
   */
  port: number;
  /**
   * How the connection is protected.
   */
  security: Security;
};

/**
 * Servers that belong to an address.
 */
export type Servers = {
  /**
   * Name of the provider; the domain where it is not known.
   */
  provider: string;
  /**
   * How they were found.
   */
  found_by: FoundBy;
  /**
   * The server that takes mail.
   */
  smtp: ServerSettings;
  /**
   * The server that holds mail; none when none is offered.
   */
  imap: ServerSettings | null;
  /**
   * Which password is taken.
   */
  passwords: Passwords;
  /**
   * Where one signs in by OAuth, if one can.
   */
  sign_in: SignInOffer | null;
};

/**
 * Asks for the servers of an address.
 */
export type ServersRequest = {
  /**
   * The address.
   */
  address: string;
};

/**
 * Two counts of which one is divided by the other. Nothing divided by nothing is no figure.
 */
export type Share = {
  /**
   * What is divided.
   */
  count: number;
  /**
   * By what it is divided.
   */
  of: number;
};

/**
 * One of the two that are merged.
 */
export type Side = "kept" | "other";

/**
 * What the rep notes about a contact in a cadence.
 */
export type Sign = "buying_signal" | "meeting" | "wrote_by_hand";

/**
 * How an account signs in.
 */
export type SignIn =
  | { by: "password" }
  | {
      by: "oauth";
      /**
       * The provider.
       */
      issuer: Issuer;
      /**
       * The id under which the rep has registered this program there; empty for the program's own.
       */
      client_id: string;
    };

/**
 * Why a sign-in came to nothing.
 */
export type SignInFailure =
  | { reason: "declined" }
  | { reason: "wrong_answer" }
  | { reason: "timed_out" }
  | { reason: "cancelled" }
  | { reason: "no_client" }
  | { reason: "not_lasting" }
  | {
      reason: "no_browser";
      /**
       * What the operating system said.
       */
      detail: string;
    }
  | {
      reason: "refused";
      /**
       * What it said.
       */
      answer: string;
    }
  | {
      reason: "unreachable";
      /**
       * What went wrong.
       */
      detail: string;
    };

/**
 * A sign-in by OAuth that a provider offers.
 */
export type SignInOffer = {
  /**
   * Whose.
   */
  issuer: Issuer;
  /**
   * Whether this program is registered there; else the rep's own client id is needed.
   */
  has_client: boolean;
};

/**
 * Asks to sign in with a provider, in the rep's browser.
 */
export type SignInRequest = {
  /**
   * With whom.
   */
  issuer: Issuer;
  /**
   * The rep's address, which the page fills in.
   */
  address: string;
  /**
   * The rep's own client id; empty for the program's own.
   */
  client_id: string;
  /**
   * What belongs to it; none to use the one in the keychain.
   */
  client_secret: Password | null;
};

/**
 * A sign-in that went well. It is kept once the account is saved.
 */
export type SignedIn = {
  /**
   * Stands for it when the account is tested or saved.
   */
  ticket: string;
};

/**
 * Lets the other side do something.
 */
export type Simulate = {
  /**
   * In which enrolment.
   */
  id: EnrolmentId;
  /**
   * What it does.
   */
  what: Simulated;
  /**
   * The day, as `2026-12-24`, on which somebody who is away is back; none when they do not say.
   */
  back?: string;
};

/**
 * What the other side does.
 */
export type Simulated = "reply" | "out_of_office" | "bounce" | "opt_out" | "unclear";

/**
 * Why a step was passed over.
 */
export type SkipReason =
  | "rep"
  | "no_email"
  | "no_phone"
  | "condition"
  | "already_sent"
  | "never_open";

/**
 * A stage, by what it is known as for good: its name and its place in the list may change.
 */
export type Stage = string;

/**
 * Adds a stage at the end of the list.
 */
export type StageAdd = {
  /**
   * 1 to 40 characters after trimming; no other stage has it.
   */
  name: string;
};

/**
 * A stage of the list.
 */
export type StageEntry = {
  /**
   * Which one, for good.
   */
  stage: Stage;
  /**
   * What it is called.
   */
  name: string;
  /**
   * Whether it cannot be removed: the program moves partnerships to it or from it, or offers to.
   */
  fixed: boolean;
  /**
   * How many partnerships are at it, without those in the bin.
   */
  partnerships: CappedCount;
};

/**
 * Why a stage of the test failed.
 */
export type StageFailure =
  | { reason: "name_unknown" }
  | { reason: "refused" }
  | { reason: "timed_out" }
  | { reason: "not_mail" }
  | { reason: "not_tls" }
  | { reason: "no_sign_in" }
  | { reason: "closed_by_server" }
  | { reason: "no_start_tls" }
  | {
      reason: "tls_failed";
      /**
       * What the library said.
       */
      detail: string;
    }
  | { reason: "certificate_unknown_issuer" }
  | { reason: "certificate_wrong_name" }
  | { reason: "certificate_expired" }
  | {
      reason: "certificate_other";
      /**
       * What the library said.
       */
      detail: string;
    }
  | {
      reason: "sign_in_refused";
      /**
       * What the server said.
       */
      answer: string;
    }
  | { reason: "plain_not_allowed" }
  | {
      reason: "send_refused";
      /**
       * What the server said.
       */
      answer: string;
    }
  | { reason: "keychain_absent" }
  | { reason: "keychain_locked" }
  | { reason: "keychain_denied" }
  | {
      reason: "other";
      /**
       * What was said.
       */
      detail: string;
    };

/**
 * The stages in their order.
 */
export type StageList = {
  /**
   * The stages.
   */
  stages: Array<StageEntry>;
};

/**
 * Puts the list into another order.
 */
export type StageOrder = {
  /**
   * Every stage once.
   */
  stages: Array<Stage>;
};

/**
 * Removes a stage. Refused while the condition of a cadence looks at it.
 */
export type StageRemove = {
  /**
   * Which one.
   */
  stage: Stage;
  /**
   * Where its partnerships go.
   */
  move_to: Stage;
};

/**
 * Gives a stage another name.
 */
export type StageRename = {
  /**
   * Which one.
   */
  stage: Stage;
  /**
   * 1 to 40 characters after trimming; no other stage has it.
   */
  name: string;
};

/**
 * One stage of the test.
 */
export type StageResult = {
  /**
   * Which one.
   */
  stage: AccountStage;
  /**
   * What went wrong; none when it went well.
   */
  failure: StageFailure | null;
};

/**
 * A step of a cadence.
 */
export type Step = {
  /**
   * Which one, in every version of its cadence.
   */
  id: StepId;
  /**
   * What it is called, up to 120 characters; empty to be called by its type.
   */
  name: string;
  /**
   * How long after the step before.
   */
  delay: Delay;
  /**
   * What is done.
   */
  content: StepContent;
  /**
   * What it says beside.
   */
  rules: StepRules;
};

/**
 * What is done at a step.
 */
export type StepContent =
  | {
      type: "email";
      /**
       * Whether it leaves by itself.
       */
      mode: EmailMode;
      /**
       * Whether it answers the one before.
       */
      thread: EmailThread;
      /**
       * One line, with variables; up to 300 characters. Not used in the same thread.
       */
      subject: string;
      /**
       * The text, with variables; a blank line separates paragraphs. Up to 50,000 characters.
       */
      body: string;
    }
  | {
      type: "call";
      /**
       * What to say; up to 50,000 characters.
       */
      script: string;
    }
  | {
      type: "task";
      /**
       * What it is.
       */
      work: TaskWork;
      /**
       * What to do; up to 50,000 characters.
       */
      instructions: string;
    };

/**
 * What is wrong with what a step says beside its delay and content.
 */
export type StepFault =
  | { type: "time_of_day" }
  | { type: "deadline" }
  | { type: "variants" }
  | { type: "variables" }
  | { type: "attachments" }
  | { type: "condition_size" }
  | {
      type: "unknown_field";
      /**
       * Its name.
       */
      field: string;
    }
  | {
      type: "field_comparison";
      /**
       * Its name.
       */
      field: string;
    }
  | {
      type: "field_value";
      /**
       * Its name.
       */
      field: string;
    }
  | { type: "no_such_stage" }
  | { type: "value_too_long" }
  | { type: "no_such_step" }
  | {
      type: "disposition_twice";
      /**
       * Which one.
       */
      disposition: Disposition;
    }
  | {
      type: "disposition_bounds";
      /**
       * Which one.
       */
      disposition: Disposition;
      /**
       * The largest that is allowed.
       */
      max: number;
    }
  | { type: "do_not_call" }
  | {
      type: "no_such_caller";
      /**
       * The number.
       */
      number: string;
    };

/**
 * A text of a step.
 */
export type StepField =
  | "name"
  | "subject"
  | "body"
  | "script"
  | "voicemail"
  | "instructions"
  | "variable";

/**
 * What became of the touches of a step, over all days.
 */
export type StepFigures = {
  /**
   * Which one.
   */
  step: StepId;
  /**
   * Its position in the latest version, from 0; none when that has it no more.
   */
  position: number | null;
  /**
   * Its name; empty to be called by its type.
   */
  name: string;
  /**
   * What kind of work it is; none for a step that the latest version has no more.
   */
  kind: TouchKind | null;
  /**
   * Touches that were done.
   */
  done: number;
  /**
   * Touches that were passed over.
   */
  skipped: number;
  /**
   * Touches that are due.
   */
  due: number;
  /**
   * E-mails to which a reply is credited ÷ e-mails that left; none for a step that sends none.
   */
  reply: Share | null;
};

/**
 * What a step lacks before its cadence can be activated.
 */
export type StepGap = "no_subject" | "no_body" | "nothing_to_answer";

/**
 * Row id of a step: the same step in every version of its cadence.
 * Positive, never reused within its workspace.
 */
export type StepId = number;

/**
 * Which step something is about.
 */
export type StepName = {
  /**
   * Position in its version, from 0.
   */
  position: number;
  /**
   * Its name; empty for one that is called by its type.
   */
  name: string;
};

/**
 * What a step may say beside its delay and content.
 */
export type StepRules = {
  /**
   * When on its day, with days and business days only (R3).
   */
  time_of_day: TimeOfDay | null;
  /**
   * Whether it keeps no hours but those for calls (R4).
   */
  any_hour: boolean;
  /**
   * Open minutes from due until it is overdue; none for the end of the day (R9). 1 to
   * [`MAX_DEADLINE`].
   */
  deadline_minutes: number | null;
  /**
   * What comes before what.
   */
  priority: Priority;
  /**
   * Whether an e-mail is sent again when the step is visited again in the same run (R12).
   */
  may_repeat: boolean;
  /**
   * When it is done, and what is done otherwise.
   */
  condition: Condition | null;
  /**
   * Where a call leads, for the dispositions that do not lead where they usually do.
   */
  routing: Array<Route>;
  /**
   * Other texts of an e-mail.
   */
  variants: Array<Variant>;
  /**
   * How often an e-mail's own text is taken beside its variants.
   */
  weight: number;
  /**
   * Variables of its own, used as `step.<name>` (R47).
   */
  variables: Array<StepVariable>;
  /**
   * Files that go with an e-mail, whichever of its texts is taken; up to [`MAX_FILES`].
   */
  attachments?: Array<Attachment>;
  /**
   * From which of the rep's own numbers a call is made.
   */
  caller?: CallerChoice;
  /**
   * What is said to an answering machine; none when no message is left (R38). Up to 50,000 characters.
   */
  voicemail?: string;
};

/**
 * A step to be saved.
 */
export type StepSave = {
  /**
   * Which one; none for a new step, which gets its id by this save.
   */
  id: StepId | null;
  /**
   * What it is called; empty to be called by its type.
   */
  name: string;
  /**
   * How long after the step before.
   */
  delay: Delay;
  /**
   * What is done.
   */
  content: StepContent;
  /**
   * What it says beside.
   */
  rules: StepRules;
};

/**
 * Sends the e-mail of a step to the rep as a contact would get it. Nothing of it is saved.
 */
export type StepTest = {
  /**
   * The steps as they stand in the editor, in their order.
   */
  steps: Array<StepSave>;
  /**
   * Which of them, from 0.
   */
  position: number;
  /**
   * Its primary contact is the one for whom variables are filled; none for somebody made up.
   */
  partnership: PartnershipId | null;
};

/**
 * A variable of a step's own (R47): a text over the other variables, used as `step.<name>`.
 */
export type StepVariable = {
  /**
   * 1 to 40 small letters, digits and underscores, beginning with a letter; not `name`, which is the
   * step's.
   */
  name: string;
  /**
   * What stands for it, with variables other than the step's own; up to 50,000 characters.
   */
  text: string;
};

/**
 * Puts something on the suppression list.
 */
export type SuppressionAdd = {
  /**
   * An address, a domain, a pattern with `*`, or a phone number.
   */
  entry: string;
};

/**
 * What was put on the list.
 */
export type SuppressionAdded = {
  /**
   * What it was taken for.
   */
  kind: Kind;
  /**
   * As it is kept.
   */
  entry: string;
  /**
   * Whether it was not there before.
   */
  is_new: boolean;
};

/**
 * The last row of a page: the next page starts behind it.
 */
export type SuppressionCursor = {
  /**
   * Since when the row is there.
   */
  at: Timestamp;
  /**
   * The row's id.
   */
  id: SuppressionId;
};

/**
 * Row id of an entry of the suppression list.
 * Positive, never reused within its workspace.
 */
export type SuppressionId = number;

/**
 * Asks for one page of what must not be written to or called, the latest first.
 */
export type SuppressionListRequest = {
  /**
   * Shows only entries that hold this; empty for all.
   */
  search: string;
  /**
   * The page starts behind this row; none for the first page.
   */
  after: SuppressionCursor | null;
  /**
   * Rows in a page, 1 to 200; a value outside is moved to the nearer end.
   */
  limit: number;
};

/**
 * One page of the suppression list.
 */
export type SuppressionPage = {
  /**
   * The rows.
   */
  rows: Array<SuppressionRow>;
  /**
   * Where the next page starts; none when this is the last.
   */
  next: SuppressionCursor | null;
  /**
   * How many entries there are, whatever is searched for.
   */
  count: number;
};

/**
 * Names an entry of the suppression list.
 */
export type SuppressionRef = {
  /**
   * Its id.
   */
  id: SuppressionId;
};

/**
 * An entry of the suppression list.
 */
export type SuppressionRow = {
  /**
   * Its id.
   */
  id: SuppressionId;
  /**
   * What it is.
   */
  kind: Kind;
  /**
   * The address, domain, pattern or number.
   */
  entry: string;
  /**
   * Why it is there.
   */
  reason: Reason;
  /**
   * Since when.
   */
  at: Timestamp;
  /**
   * The contact whose address it is.
   */
  contact_name: string | null;
  /**
   * That contact's partnership.
   */
  partnership: PartnershipId | null;
};

/**
 * One changed record, or with no id, everything of that kind.
 */
export type Tag = {
  /**
   * What kind of thing changed.
   */
  kind: TagKind;
  /**
   * Its row id; none for all of the kind.
   */
  id: number | null;
};

/**
 * A kind of thing that a query can show.
 */
export type TagKind =
  | "cadence"
  | "workspace"
  | "partnership"
  | "stage"
  | "touch"
  | "outbox"
  | "incoming"
  | "mailbox"
  | "account"
  | "suppression"
  | "custom_field"
  | "reminder";

/**
 * Saves or completes a task.
 */
export type TaskNotes = {
  /**
   * Which touch.
   */
  id: TouchId;
  /**
   * What is noted; 0 to 50,000 characters.
   */
  notes: string;
};

/**
 * What a task is.
 */
export type TaskWork =
  | "other"
  | "linkedin_research"
  | "introduction"
  | "connection_request"
  | "in_mail"
  | "text_message"
  | "video"
  | "direct_mail";

/**
 * One comparison.
 */
export type Test =
  | {
      type: "field";
      /**
       * Its name.
       */
      field: string;
      /**
       * How.
       */
      is: Comparison;
      /**
       * With what; 0 to 200 characters.
       */
      value: string;
    }
  | {
      type: "stage";
      /**
       * Which one it has to be.
       */
      is: Stage;
    }
  | {
      type: "tier";
      /**
       * Which one it has to be; none for one without a tier.
       */
      is: Tier | null;
    }
  | {
      type: "has_email";
      /**
       * Which it has to be.
       */
      is: boolean;
    }
  | {
      type: "has_phone";
      /**
       * Which it has to be.
       */
      is: boolean;
    }
  | {
      type: "replied";
      /**
       * Which it has to be.
       */
      is: boolean;
    }
  | {
      type: "connected";
      /**
       * Which it has to be.
       */
      is: boolean;
    }
  | {
      type: "buying_signal";
      /**
       * Which it has to be.
       */
      is: boolean;
    }
  | {
      type: "disposition";
      /**
       * At which step.
       */
      step: StepId;
      /**
       * Which it has to be.
       */
      is: Disposition;
    };

/**
 * An e-mail was sent to the rep.
 */
export type TestSent = {
  /**
   * The account's address, to which it went; none for practice mail, which lies in its folder.
   */
  to: string | null;
};

/**
 * How much a partnership matters.
 */
export type Tier = "one" | "two" | "three";

/**
 * Which tier a list shows.
 */
export type TierFilter = "one" | "two" | "three" | "none";

/**
 * The time of day of a step whose delay is counted in days.
 */
export type TimeOfDay =
  | {
      type: "exact";
      /**
       * Minutes from midnight, 0 up to 1439.
       */
      minute: number;
    }
  | { type: "morning" }
  | { type: "afternoon" }
  | { type: "vary" };

/**
 * When the steps of a cadence may happen.
 */
export type TimeRestriction = {
  /**
   * Whose clock the hours mean.
   */
  zone: HoursZone;
  /**
   * The openings.
   */
  hours: WeeklyHours;
};

/**
 * The last entry of a page of the timeline: the next page starts behind it.
 */
export type TimelineCursor = {
  /**
   * When it happened.
   */
  at: Timestamp;
  /**
   * The entry's id.
   */
  id: EventId;
};

/**
 * Something that happened.
 */
export type TimelineEntry = {
  /**
   * Its id.
   */
  id: EventId;
  /**
   * When.
   */
  at: Timestamp;
  /**
   * Who did it.
   */
  actor: Actor;
  /**
   * What happened.
   */
  what: What;
  /**
   * Name of the contact that it is about.
   */
  contact: string | null;
  /**
   * Name of the cadence that it is about.
   */
  cadence: string | null;
  /**
   * Position from 0 and name of the step that it is about; the name is empty for a step that is
   * called by its type.
   */
  step: StepName | null;
  /**
   * Whether it can be taken back.
   */
  undoable: boolean;
  /**
   * Whether it was taken back.
   */
  undone: boolean;
};

/**
 * One page of a timeline.
 */
export type TimelinePage = {
  /**
   * The entries, the latest first.
   */
  entries: Array<TimelineEntry>;
  /**
   * Where the next page starts; none when this is the last.
   */
  next: TimelineCursor | null;
};

/**
 * Asks for one page of a partnership's timeline, the latest first.
 */
export type TimelineRequest = {
  /**
   * Whose.
   */
  id: PartnershipId;
  /**
   * The page starts behind this entry; none for the first page.
   */
  after: TimelineCursor | null;
  /**
   * Entries in a page, 1 to 200; a value outside is moved to the nearer end.
   */
  limit: number;
};

/**
 * A moment: milliseconds since 1970-01-01T00:00:00Z, without leap seconds. May be negative.
 *
 * This is the only form in which an instant is stored or sent to the window; zones are applied
 * where a moment is shown or computed, never before.
 */
export type Timestamp = number;

/**
 * What would happen today if something goes on.
 */
export type Today = {
  /**
   * How many people go on.
   */
  people: number;
  /**
   * How many touches would be due until the end of the rep's day.
   */
  due: number;
};

/**
 * How an answer sounds (R52).
 */
export type Tone = "positive" | "neutral" | "negative" | "referral";

/**
 * The step that an enrolment is at.
 */
export type TouchCard = {
  /**
   * Id of the touch.
   */
  id: TouchId;
  /**
   * Position of the step, from 0.
   */
  position: number;
  /**
   * Name of the step; empty to be called by its type.
   */
  name: string;
  /**
   * What kind of work it is.
   */
  kind: TouchKind;
  /**
   * Where it is.
   */
  state: TouchState;
  /**
   * When it is due.
   */
  due_at: Timestamp;
  /**
   * The zone in which its delay is counted.
   */
  zone: string;
  /**
   * What has to be done: the subject of an e-mail, the script of a call, the instructions of a
   * task, with variables filled.
   */
  about: string;
};

/**
 * An open touch with everything that its window shows.
 */
export type TouchDetail = {
  /**
   * Its id.
   */
  id: TouchId;
  /**
   * Where it is.
   */
  state: TouchState;
  /**
   * Whether its enrolment is paused, held or frozen, so that nothing can be done now.
   */
  stopped: boolean;
  /**
   * The partnership.
   */
  partnership: PartnershipId;
  /**
   * Its name.
   */
  partnership_name: string;
  /**
   * The contact.
   */
  contact: ContactId;
  /**
   * Its name.
   */
  contact_name: string;
  /**
   * The cadence.
   */
  cadence: CadenceId;
  /**
   * Its name.
   */
  cadence_name: string;
  /**
   * The step.
   */
  step: StepId;
  /**
   * Position of the step, from 0.
   */
  position: number;
  /**
   * How many steps there are.
   */
  steps: number;
  /**
   * Name of the step; empty to be called by its type.
   */
  step_name: string;
  /**
   * When it is due.
   */
  due_at: Timestamp;
  /**
   * The contact's zone.
   */
  zone: string;
  /**
   * What is done in the window.
   */
  work: Work;
};

/**
 * Row id of a touch: one execution of a step for one enrolment.
 * Positive, never reused within its workspace.
 */
export type TouchId = number;

/**
 * What kind of work a touch is.
 */
export type TouchKind = "email" | "call" | "task";

/**
 * Names one touch.
 */
export type TouchRef = {
  /**
   * Its id.
   */
  id: TouchId;
};

/**
 * Moves the due moment of a touch.
 */
export type TouchSnooze = {
  /**
   * Which touch.
   */
  id: TouchId;
  /**
   * To when; the next opening of the cadence's hours from then on.
   */
  until: Timestamp;
  /**
   * Whether the hours of the cadence do not count; the legal ones for calls do.
   */
  beyond_hours: boolean;
};

/**
 * Where an open touch is.
 */
export type TouchState = "waiting" | "due" | "in_outbox";

/**
 * Takes back what an entry of the timeline tells.
 */
export type Undo = {
  /**
   * The entry.
   */
  event: EventId;
};

/**
 * Another text of an e-mail.
 */
export type Variant = {
  /**
   * Which one within its step, from 1; the step's own text is 0. Kept when others are deleted.
   */
  key: number;
  /**
   * How often it is taken beside the others; 0 to [`MAX_WEIGHT`], 0 for never.
   */
  weight: number;
  /**
   * Its subject.
   */
  subject: string;
  /**
   * Its text.
   */
  body: string;
};

/**
 * What a message is.
 */
export type Verdict =
  | "delivery_report"
  | "read_receipt"
  | "spam_report"
  | "calendar"
  | "auto_reply"
  | "unsubscribe"
  | "human_reply"
  | "own"
  | "unrelated"
  | "review";

/**
 * Openings of a week, Monday first; several blocks a day.
 */
export type WeeklyHours = {
  /**
   * The blocks of each day, Monday first.
   */
  days: [
    Array<Block>,
    Array<Block>,
    Array<Block>,
    Array<Block>,
    Array<Block>,
    Array<Block>,
    Array<Block>,
  ];
};

/**
 * What happened.
 */
export type What =
  | { type: "created" }
  | { type: "contact_added" }
  | {
      type: "stage_changed";
      /**
       * What the stage before was called then.
       */
      from: string;
      /**
       * What the new one was called then.
       */
      to: string;
    }
  | { type: "assigned" }
  | {
      type: "email_queued";
      /**
       * Its subject.
       */
      subject: string;
    }
  | {
      type: "email_sent";
      /**
       * Its subject.
       */
      subject: string;
      /**
       * To whom.
       */
      to: string;
    }
  | {
      type: "email_failed";
      /**
       * Its subject.
       */
      subject: string;
      /**
       * Why.
       */
      reason: FailReason;
      /**
       * What the server said; may be empty.
       */
      answer: string;
    }
  | {
      type: "email_in_doubt";
      /**
       * Its subject.
       */
      subject: string;
    }
  | {
      type: "email_cancelled";
      /**
       * Its subject.
       */
      subject: string;
    }
  | {
      type: "call_logged";
      /**
       * What came of it.
       */
      disposition: Disposition | null;
      /**
       * How it went.
       */
      sentiment: Sentiment | null;
      /**
       * What the rep wrote down; may be empty.
       */
      notes: string;
      /**
       * Whether the rep counted it as a success.
       */
      success: boolean;
      /**
       * Whether the step is done by it.
       */
      completed: boolean;
      /**
       * Which number was called, as it was written in the record; empty when there was none.
       */
      number: string;
      /**
       * From which of the rep's own numbers; empty when the step chose none (R39).
       */
      from?: string;
    }
  | { type: "completed_without_log" }
  | {
      type: "task_done";
      /**
       * What it was; anything in entries that do not say.
       */
      work: TaskWork;
      /**
       * What the rep wrote down; may be empty.
       */
      notes: string;
    }
  | {
      type: "skipped";
      /**
       * Why.
       */
      reason: SkipReason;
    }
  | {
      type: "snoozed";
      /**
       * To when.
       */
      until: Timestamp;
    }
  | {
      type: "paused";
      /**
       * Why.
       */
      reason: PauseReason;
    }
  | { type: "resumed" }
  | { type: "frozen" }
  | { type: "thawed" }
  | { type: "version_changed" }
  | { type: "in_review" }
  | { type: "wrote_by_hand" }
  | { type: "meeting_booked" }
  | { type: "buying_signal" }
  | {
      type: "finished";
      /**
       * How it ended.
       */
      outcome: Outcome;
    }
  | {
      type: "replied";
      /**
       * What they wrote, cut to its beginning.
       */
      text: string;
      /**
       * Whether the practice workspace made it up.
       */
      simulated: boolean;
    }
  | {
      type: "answered";
      /**
       * Its subject.
       */
      subject: string;
      /**
       * To whom.
       */
      to: string;
    }
  | {
      type: "out_of_office";
      /**
       * Until when the enrolment is held.
       */
      until: Timestamp;
      /**
       * Whether the practice workspace made it up.
       */
      simulated: boolean;
    }
  | {
      type: "bounced";
      /**
       * The address that does not exist any more.
       */
      address: string;
      /**
       * Whether the practice workspace made it up.
       */
      simulated: boolean;
    }
  | { type: "opted_out" }
  | {
      type: "merged";
      /**
       * Its name.
       */
      name: string;
    }
  | {
      type: "contact_merged";
      /**
       * Their name.
       */
      name: string;
    }
  | {
      type: "undone";
      /**
       * The entry that was taken back.
       */
      event: EventId;
    };

/**
 * An error on its way to the window.
 */
export type WireError = {
  /**
   * The same in English, for the log.
   */
  message: string;
} & (
  | {
      code: "field_empty";
      context: {
        /**
         * Which field.
         */
        field: Field;
      };
    }
  | {
      code: "field_too_long";
      context: {
        /**
         * Which field.
         */
        field: Field;
        /**
         * Characters it has.
         */
        length: number;
        /**
         * Characters it may have.
         */
        max: number;
      };
    }
  | {
      code: "field_control_character";
      context: {
        /**
         * Which field.
         */
        field: Field;
      };
    }
  | {
      code: "name_taken";
      context: {
        /**
         * The name.
         */
        name: string;
      };
    }
  | {
      code: "stage_name_taken";
      context: {
        /**
         * The name.
         */
        name: string;
      };
    }
  | { code: "no_such_stage" }
  | { code: "stage_fixed" }
  | {
      code: "stage_in_use";
      context: {
        /**
         * Names of the cadences.
         */
        cadences: Array<string>;
      };
    }
  | {
      code: "too_many_stages";
      context: {
        /**
         * How many there may be.
         */
        max: number;
      };
    }
  | { code: "stages_changed" }
  | { code: "not_found" }
  | { code: "cadence_archived" }
  | {
      code: "people_inside";
      context: {
        /**
         * How many.
         */
        count: number;
      };
    }
  | { code: "saved_elsewhere" }
  | {
      code: "too_many_steps";
      context: {
        /**
         * Steps that it may have.
         */
        max: number;
      };
    }
  | {
      code: "step_delay";
      context: {
        /**
         * Position of the step, from 0.
         */
        position: number;
        /**
         * The longest delay in its unit.
         */
        max: number;
      };
    }
  | {
      code: "step_text_too_long";
      context: {
        /**
         * Position of the step, from 0.
         */
        position: number;
        /**
         * Which text.
         */
        field: StepField;
        /**
         * Characters it has.
         */
        length: number;
        /**
         * Characters it may have.
         */
        max: number;
      };
    }
  | {
      code: "step_control_character";
      context: {
        /**
         * Position of the step, from 0.
         */
        position: number;
        /**
         * Which text.
         */
        field: StepField;
      };
    }
  | {
      code: "step_rules";
      context: {
        /**
         * Position of the step, from 0.
         */
        position: number;
        /**
         * What is wrong.
         */
        fault: StepFault;
      };
    }
  | {
      code: "rules";
      context: {
        /**
         * What is wrong.
         */
        fault: RulesFault;
      };
    }
  | {
      code: "too_many_at_once";
      context: {
        /**
         * How many may be named.
         */
        max: number;
      };
    }
  | { code: "everything_paused" }
  | { code: "workspace_returned" }
  | { code: "sent_mail_not_read" }
  | {
      code: "cold_incomplete";
      context: {
        /**
         * Everything that is missing.
         */
        gaps: Array<ColdGap>;
      };
    }
  | { code: "no_steps" }
  | {
      code: "steps_incomplete";
      context: {
        /**
         * Everything that is missing, in the order of the steps.
         */
        gaps: Array<Gap>;
      };
    }
  | {
      code: "unknown_variable";
      context: {
        /**
         * Position of the step, from 0.
         */
        position: number;
        /**
         * Its name, as it stands in the text.
         */
        variable: string;
      };
    }
  | {
      code: "caller_numbers";
      context: {
        /**
         * Why.
         */
        fault: CallerFault;
      };
    }
  | {
      code: "person_field";
      context: {
        /**
         * Which field.
         */
        field: PersonField;
        /**
         * Which entry of a list, from 0; 0 for a single field.
         */
        entry: number;
        /**
         * What is wrong with it.
         */
        fault: Fault;
      };
    }
  | {
      code: "custom_field";
      context: {
        /**
         * Why.
         */
        fault: CustomFault;
      };
    }
  | {
      code: "custom_value";
      context: {
        /**
         * Of which field.
         */
        field: CustomFieldId;
        /**
         * Why.
         */
        fault: CustomValueFault;
      };
    }
  | {
      code: "address_taken";
      context: {
        /**
         * The address.
         */
        address: string;
        /**
         * The partnership of that contact.
         */
        partnership: PartnershipId;
        /**
         * Its name.
         */
        partnership_name: string;
      };
    }
  | { code: "not_assignable" }
  | { code: "warnings_unseen" }
  | { code: "touch_closed" }
  | { code: "enrolment_stopped" }
  | { code: "enrolment_finished" }
  | { code: "not_undoable" }
  | {
      code: "not_mergeable";
      context: {
        /**
         * Why.
         */
        fault: MergeFault;
      };
    }
  | {
      code: "merge_stands";
      context: {
        /**
         * What stands against it.
         */
        conflict: MergeConflict;
      };
    }
  | { code: "already_left" }
  | {
      code: "missing_variables";
      context: {
        /**
         * Which ones.
         */
        variables: Array<string>;
      };
    }
  | {
      code: "template_broken";
      context: {
        /**
         * What is wrong with it, and where.
         */
        detail: string;
      };
    }
  | {
      code: "email_field";
      context: {
        /**
         * Which field.
         */
        field: EmailField;
        /**
         * What is wrong with it.
         */
        fault: Fault;
      };
    }
  | {
      code: "file_not_kept";
      context: {
        /**
         * What it is called.
         */
        name: FileName;
        /**
         * Why.
         */
        fault: FileFault;
      };
    }
  | {
      code: "file_gone";
      context: {
        /**
         * What it is called.
         */
        name: FileName;
      };
    }
  | {
      code: "message_too_large";
      context: {
        /**
         * In bytes: with its attachments as they are sent.
         */
        size: number;
        /**
         * In bytes.
         */
        limit: number;
      };
    }
  | { code: "suppressed" }
  | { code: "reply_unmatched" }
  | {
      code: "link_not_opened";
      context: {
        /**
         * What the system said.
         */
        detail: string;
      };
    }
  | { code: "not_suppressible" }
  | { code: "outside_calling_hours" }
  | { code: "called_often" }
  | { code: "in_the_past" }
  | {
      code: "account_field";
      context: {
        /**
         * Which field.
         */
        field: AccountField;
        /**
         * What is wrong with it.
         */
        fault: Fault;
      };
    }
  | { code: "keychain_absent" }
  | { code: "keychain_locked" }
  | { code: "keychain_denied" }
  | {
      code: "keychain_failed";
      context: {
        /**
         * What it said.
         */
        detail: string;
      };
    }
  | { code: "no_password" }
  | { code: "not_signed_in" }
  | {
      code: "sign_in_failed";
      context: {
        /**
         * Why.
         */
        failure: SignInFailure;
      };
    }
  | { code: "no_account" }
  | {
      code: "test_not_sent";
      context: {
        /**
         * How far it came.
         */
        stage: AccountStage;
        /**
         * What went wrong there.
         */
        failure: StageFailure;
        /**
         * Through which account.
         */
        settings: AccountSettings;
      };
    }
  | {
      code: "test_not_written";
      context: {
        /**
         * What the operating system said.
         */
        detail: string;
      };
    }
  | { code: "practice_only" }
  | {
      code: "not_dialled";
      context: {
        /**
         * What the operating system said.
         */
        detail: string;
      };
    }
  | { code: "workspace_unavailable" }
  | { code: "workspace_damaged" }
  | { code: "disk_full" }
  | {
      code: "folder_not_shown";
      context: {
        /**
         * What the operating system said.
         */
        detail: string;
      };
    }
  | { code: "refused" }
  | { code: "internal" }
);

/**
 * A partnership that has no contact of the kind that was chosen.
 */
export type WithoutContact = {
  /**
   * Which one.
   */
  partnership: PartnershipId;
  /**
   * Its name.
   */
  name: string;
};

/**
 * What is done in the window of a touch.
 */
export type Work =
  | {
      type: "email";
      /**
       * Who it comes from, as the recipient sees it; none while no account is set up.
       */
      from: string | null;
      /**
       * Addresses of the contact that can be written to.
       */
      choices: Array<string>;
      /**
       * The draft: the template with its variables filled, or what the rep made of it.
       */
      draft: EmailDraft;
      /**
       * Whether it answers the e-mail before it, whose subject it then has.
       */
      thread: EmailThread;
      /**
       * Variables that have no value for this contact. Each stands as ⟦name⟧ in the draft, which
       * is not sent while one is left.
       */
      missing: Array<string>;
      /**
       * When the rep's own version was last saved; none while it is the template's.
       */
      edited_at: Timestamp | null;
      /**
       * Whether the template has become another one since then, by a change of the cadence (R17).
       */
      template_changed: boolean;
      /**
       * What stands under the text of every e-mail; may be empty.
       */
      signature: string;
      /**
       * In seconds: how long a sent e-mail can be taken back.
       */
      undo_delay: number;
    }
  | {
      type: "call";
      /**
       * Numbers of the contact, the one to call first.
       */
      numbers: Array<string>;
      /**
       * What to say, with variables filled; a missing one stands as ⟦name⟧.
       */
      script: string;
      /**
       * From which of the rep's own numbers; none when the step chooses none.
       */
      from: CallerNumber | null;
      /**
       * What is said to an answering machine, with variables filled; none when no message is left (R38).
       */
      voicemail: string | null;
      /**
       * When calls may begin at the contact's place; none when they may be made now.
       */
      opens_at: Timestamp | null;
      /**
       * What was noted so far.
       */
      log: CallLog;
      /**
       * When that was last saved.
       */
      edited_at: Timestamp | null;
    }
  | {
      type: "task";
      /**
       * What it is.
       */
      work: TaskWork;
      /**
       * What to do, with variables filled; a missing one stands as ⟦name⟧.
       */
      instructions: string;
      /**
       * What was noted so far.
       */
      notes: string;
      /**
       * When that was last saved.
       */
      edited_at: Timestamp | null;
    };

/**
 * What the rep has set for all cadences.
 */
export type WorkSettings = {
  /**
   * When the rep works.
   */
  working: WorkingTime;
  /**
   * How fast mail leaves by itself.
   */
  pace: Pace;
  /**
   * Since when everything is paused; none when it is not.
   */
  paused_since: Timestamp | null;
};

/**
 * Sets when the rep works and how fast mail leaves by itself.
 */
export type WorkSettingsSave = {
  /**
   * When the rep works.
   */
  working: WorkingTime;
  /**
   * How fast mail leaves by itself.
   */
  pace: Pace;
};

/**
 * What the rep has set for all cadences.
 */
export type WorkingTime = {
  /**
   * Where the rep is, for the holidays of tasks.
   */
  country: Country | null;
  /**
   * Own holidays, for all cadences that keep holidays (R1). Ascending.
   */
  holidays: Array<string>;
  /**
   * Time off: due moments move behind it (R6). Ascending, without overlaps.
   */
  time_off: Array<DaysOff>;
  /**
   * Whether automatic e-mails leave during time off.
   */
  mail_in_time_off: boolean;
};

/**
 * Opens a workspace, making it if need be.
 */
export type WorkspaceChoose = {
  /**
   * Which one.
   */
  kind: WorkspaceKind;
  /**
   * Whether the cadences of the practice workspace are copied into the rep's own as drafts. Of
   * use only from there.
   */
  copy_cadences: boolean;
};

/**
 * Lets everything go on in a workspace that has come back.
 */
export type WorkspaceGoOn = {
  /**
   * Also when the folder of sent mail could not be read.
   */
  without_sent_mail: boolean;
};

/**
 * Whose workspace a file is. Fixed when the file is made.
 */
export type WorkspaceKind = "own" | "practice";

/**
 * Whether the workspace was restored or copied and waits for the rep (R34).
 */
export type WorkspaceReturned = {
  /**
   * What the rep is asked; none when nothing is.
   */
  question: ReturnQuestion | null;
};

/**
 * The state of the workspace file. `path` is shown to the rep; the window cannot open it.
 */
export type WorkspaceStatus =
  | {
      state: "ready";
      /**
       * Where the workspace file lies.
       */
      path: string;
      /**
       * The present moment by the program's clock; the window counts on from it.
       */
      now: Timestamp;
      /**
       * Whose workspace it is.
       */
      kind: WorkspaceKind;
      /**
       * IANA name of the rep's time zone.
       */
      zone: string;
    }
  | {
      state: "choose";
      /**
       * Where the rep's own workspace would lie.
       */
      path: string;
    }
  | {
      state: "unavailable";
      /**
       * Where the workspace file lies or should lie.
       */
      path: string;
      /**
       * What is in the way.
       */
      trouble: WorkspaceTrouble;
    };

/**
 * Why a workspace cannot be opened.
 */
export type WorkspaceTrouble =
  | {
      reason: "damaged";
      /**
       * What the database library found.
       */
      detail: string;
    }
  | {
      reason: "newer";
      /**
       * The schema version of the file.
       */
      file_version: number;
      /**
       * The newest schema version that this program knows.
       */
      known_version: number;
    }
  | { reason: "foreign" }
  | {
      reason: "unwritable";
      /**
       * What the operating system said.
       */
      detail: string;
    }
  | { reason: "disk_full" }
  | {
      reason: "synchronised";
      /**
       * The program or service that was recognised, such as "Dropbox".
       */
      service: string;
    }
  | {
      reason: "network_disk";
      /**
       * The kind of file system, such as "nfs".
       */
      file_system: string;
    }
  | { reason: "in_use" }
  | {
      reason: "other";
      /**
       * What the operating system or the database library said.
       */
      detail: string;
    };

/** Every command: what it takes and what it answers. */
export type Commands = {
  /** Tells whether the workspace is open, and what is in the way when it is not. */
  workspace_status: { request: Nothing; response: WorkspaceStatus };
  /** Opens the rep's own or the practice workspace, making it if need be, and remembers the choice. */
  workspace_choose: { request: WorkspaceChoose; response: WorkspaceStatus };
  /** Tries again to open a workspace that could not be opened. */
  workspace_retry: { request: Nothing; response: WorkspaceStatus };
  /** Renames a damaged workspace file, keeping it whole, and starts an empty one in its place. */
  workspace_set_aside: { request: Nothing; response: WorkspaceStatus };
  /** Shows the workspace's folder in the file manager. */
  workspace_reveal: { request: Nothing; response: Nothing };
  /** One page of cadences by name, with the count of each filter. */
  cadence_list: { request: CadenceListRequest; response: CadencePage };
  /** Makes a draft. */
  cadence_create: { request: CadenceCreate; response: CadenceSummary };
  /** Gives a cadence another name and description. */
  cadence_update: { request: CadenceUpdate; response: CadenceSummary };
  /** One cadence with its steps. */
  cadence_get: { request: CadenceRef; response: CadenceDetail };
  /** What saving an active cadence would mean for the people in it. */
  cadence_change_plan: { request: ChangePlanRequest; response: ChangePlan };
  /** Saves goal, steps and rules of a cadence that is not archived. */
  cadence_save: { request: CadenceSave; response: CadenceDetail };
  /** Lets a draft or inactive cadence act. Refused while something is missing in a step. */
  cadence_activate: { request: CadenceRef; response: CadenceSummary };
  /** Stops an active cadence from acting. */
  cadence_deactivate: { request: CadenceRef; response: CadenceSummary };
  /** Makes a draft "Copy of …" with the same description, goal and steps. */
  cadence_clone: { request: CadenceRef; response: CadenceSummary };
  /** Hides a cadence and keeps its history. */
  cadence_archive: { request: CadenceArchive; response: CadenceSummary };
  /** Brings an archived cadence back: a draft as a draft, any other as inactive. */
  cadence_restore: { request: CadenceRef; response: CadenceSummary };
  /** What was counted in all cadences of a filter, on some days or on all. */
  figures: { request: FiguresRequest; response: Figures };
  /** What was counted in a cadence, and what became of each step. */
  cadence_figures: { request: CadenceFiguresRequest; response: CadenceFiguresDetail };
  /** One page of partnerships. */
  partnership_list: { request: PartnershipListRequest; response: PartnershipPage };
  /** Makes a partnership, with its first contact if one is given. */
  partnership_create: { request: PartnershipCreate; response: PartnershipDetail };
  /** Sets what is known about a partnership. */
  partnership_update: { request: PartnershipUpdate; response: PartnershipDetail };
  /** One partnership with its contacts and enrolments. */
  partnership_get: { request: PartnershipRef; response: PartnershipDetail };
  /** Puts a partnership into the bin and takes its contacts out of their cadences. */
  partnership_delete: { request: PartnershipRef; response: PartnershipDetail };
  /** Brings a partnership back from the bin; its enrolments stay ended. */
  partnership_restore: { request: PartnershipRef; response: PartnershipDetail };
  /** Moves a partnership to another stage. */
  partnership_stage: { request: PartnershipStage; response: PartnershipDetail };
  /** The stages in their order. */
  stage_list: { request: Nothing; response: StageList };
  /** Adds a stage. */
  stage_add: { request: StageAdd; response: StageList };
  /** Gives a stage another name. */
  stage_rename: { request: StageRename; response: StageList };
  /** Puts the stages into another order. */
  stage_order: { request: StageOrder; response: StageList };
  /** Removes a stage and moves its partnerships to another one. */
  stage_remove: { request: StageRemove; response: StageList };
  /** The numbers that the rep calls from. */
  caller_numbers: { request: Nothing; response: CallerNumbers };
  /** Keeps another list of numbers that the rep calls from. */
  caller_numbers_save: { request: CallerNumbersSave; response: CallerNumbers };
  /** Personas that contacts have. */
  personas: { request: Nothing; response: Personas };
  /** Active cadences to choose from for somebody, those that are meant for them first. */
  cadence_picks: { request: CadencePicksRequest; response: CadencePicks };
  /** What would come of merging two partnerships, or two contacts of one. */
  merge_preview: { request: MergeRequest; response: MergePreview };
  /** Merges two partnerships, or two contacts of one. */
  merge: { request: MergeRequest; response: Merged };
  /** Makes two of one again, within 30 days and unless something stands against it. */
  merge_undo: { request: MergeUndo; response: Merged };
  /** Saves the notes of a partnership. */
  partnership_notes: { request: NotesSave; response: Saved };
  /** The custom fields of partnerships and contacts. */
  custom_fields: { request: Nothing; response: CustomFields };
  /** Adds a custom field. */
  custom_field_add: { request: CustomFieldAdd; response: CustomFields };
  /** Gives a custom field another name and other choices. */
  custom_field_change: { request: CustomFieldChange; response: CustomFields };
  /** Puts the custom fields into another order. */
  custom_field_order: { request: CustomFieldOrder; response: CustomFields };
  /** What would go with a custom field, and what it is used by. */
  custom_field_use: { request: CustomFieldRef; response: CustomFieldUse };
  /** Removes a custom field with its values. Refused while a cadence uses it. */
  custom_field_remove: { request: CustomFieldRemove; response: CustomFields };
  /** Sets values of custom fields of a partnership or a contact. */
  custom_values_save: { request: CustomValuesSave; response: PartnershipDetail };
  /** One page of the partnerships with a value of a custom field. */
  custom_find: { request: CustomFind; response: CustomFound };
  /** One page of a partnership's timeline. */
  timeline: { request: TimelineRequest; response: TimelinePage };
  /** Adds a contact. */
  contact_create: { request: ContactCreate; response: PartnershipDetail };
  /** Sets what is known about a contact. */
  contact_update: { request: ContactUpdate; response: PartnershipDetail };
  /** What the name of an e-mail address tells. */
  address_look: { request: AddressLook; response: AddressLooks };
  /** Makes a contact the primary one of its partnership. */
  contact_primary: { request: ContactRef; response: PartnershipDetail };
  /** Stops e-mail to a contact for good: all its cadences end, its addresses are suppressed. */
  contact_opt_out: { request: ContactRef; response: Done };
  /** What would happen if a contact entered a cadence. */
  assign_preflight: { request: PreflightRequest; response: Preflight };
  /** Lets a contact enter a cadence. */
  assign: { request: Assign; response: Done };
  /** What would happen if many contacts entered a cadence, day by day. */
  assign_forecast: { request: PreflightMany; response: Forecast };
  /** Lets many contacts enter a cadence. */
  assign_many: { request: AssignMany; response: AssignedMany };
  /** Stops an enrolment until it is resumed. */
  enrolment_pause: { request: EnrolmentRef; response: Done };
  /** Lets an enrolment go on. */
  enrolment_resume: { request: EnrolmentRef; response: Done };
  /** Ends an enrolment. */
  enrolment_remove: { request: EnrolmentRef; response: Done };
  /** Ends an enrolment as won: a meeting was booked. */
  enrolment_won: { request: EnrolmentRef; response: Done };
  /** Notes a buying signal, a meeting or a message by hand. */
  enrolment_sign: { request: EnrolmentSign; response: Done };
  /** What would happen today if something that stands still goes on. */
  going_on: { request: GoingOn; response: Today };
  /** When the rep works and how fast mail leaves. */
  work_settings: { request: Nothing; response: WorkSettings };
  /** Sets when the rep works and how fast mail leaves; what waits is computed again. */
  work_settings_save: { request: WorkSettingsSave; response: WorkSettings };
  /** Pauses everything, or lets it go on. */
  pause_all: { request: PauseAll; response: WorkSettings };
  /** Takes back what an entry of the timeline tells. */
  undo: { request: Undo; response: Nothing };
  /** Cadences and steps with due touches. */
  panel: { request: Nothing; response: Panel };
  /** One page of due touches. */
  due_list: { request: DueListRequest; response: DuePage };
  /** What is overdue, due, or later this week: how many, and one page of one of them. */
  focus: { request: FocusRequest; response: Focus };
  /** An open touch with everything that its window shows. */
  touch_get: { request: TouchRef; response: TouchDetail };
  /** Passes a step over. */
  touch_skip: { request: TouchRef; response: Done };
  /** Moves the due moment of a touch. */
  touch_snooze: { request: TouchSnooze; response: Done };
  /** Saves the draft of an e-mail. */
  email_save: { request: EmailSave; response: Saved };
  /** Throws the rep's version of an e-mail away; the template is used again. */
  email_discard: { request: TouchRef; response: TouchDetail };
  /** Sends an e-mail after the time in which it can be taken back. */
  email_send: { request: EmailSend; response: EmailQueued };
  /** What the recipient of an e-mail would read, and how large it would be. */
  email_preview: { request: EmailSend; response: EmailPreview };
  /** Sends an e-mail to the rep instead, to be looked at. Changes nothing. */
  email_test: { request: EmailSend; response: TestSent };
  /** Sends the e-mail of a step to the rep, to be looked at. Changes nothing. */
  step_test: { request: StepTest; response: TestSent };
  /** Lets the rep choose files in the system's dialog. */
  files_choose: { request: Nothing; response: ChosenFiles };
  /** Takes a chosen file into the workspace. */
  file_attach: { request: FileAttach; response: FileAttached };
  /** Saves what is noted about a call. */
  call_save: { request: CallSave; response: Saved };
  /** Presses one of the four buttons of a call. */
  call_finish: { request: CallFinish; response: Done };
  /** Opens the system's phone program with one of the contact's numbers. */
  call_dial: { request: CallDial; response: Nothing };
  /** Saves what is noted about a task. */
  task_save: { request: TaskNotes; response: Saved };
  /** Completes a task. */
  task_complete: { request: TaskNotes; response: Done };
  /** One page of the outbox. */
  outbox_list: { request: OutboxListRequest; response: OutboxPage };
  /** Takes a message back that has not left; its text is in the draft again. */
  outbox_cancel: { request: OutboxRef; response: Nothing };
  /** Tries a held or failed message again now. */
  outbox_retry: { request: OutboxRef; response: Nothing };
  /** Settles a message in doubt. */
  outbox_settle: { request: OutboxSettle; response: Nothing };
  /** Which messages are so late that the rep is asked before they leave. */
  late_mail: { request: Nothing; response: LateMail };
  /** Lets these messages leave, or passes their steps over. */
  late_settle: { request: LateSettle; response: LateMail };
  /** How the workspace has come back from a backup or another computer, while the rep has not answered. */
  workspace_returned: { request: Nothing; response: WorkspaceReturned };
  /** Lets everything go on in a workspace that has come back. */
  workspace_go_on: { request: WorkspaceGoOn; response: WorkspaceReturned };
  /** One page of mail that has arrived, with the count of each filter. */
  replies_list: { request: ReplyListRequest; response: ReplyPage };
  /** One message that has arrived: its text and safe HTML, what it is, and what can be done. */
  reply_get: { request: ReplyRef; response: ReplyDetail };
  /** Says what a message is; the cadence follows. */
  reply_overrule: { request: ReplyOverrule; response: ReplyOverruled };
  /** Marks what came of a message; the cadence follows. */
  reply_mark: { request: ReplyMark; response: ReplyDone };
  /** Says how a message sounds. */
  reply_tone: { request: ReplyTone; response: Nothing };
  /** Says that the rep is done with a message, or is not. */
  reply_settle: { request: ReplySettle; response: Nothing };
  /** Decides what becomes of the enrolments that a message has stopped. */
  reply_decide: { request: ReplyDecide; response: ReplyDone };
  /** Saves or throws away an answer that is being written. */
  reply_draft: { request: ReplyDraft; response: Saved };
  /** Gives an answer to the outbox. */
  reply_send: { request: ReplySend; response: ReplySent };
  /** Opens a link of a message in the system's browser. */
  reply_link: { request: ReplyLinkOpen; response: Nothing };
  /** One page of what must not be written to or called. */
  suppression_list: { request: SuppressionListRequest; response: SuppressionPage };
  /** Puts an address, a domain, a pattern or a number on the suppression list. */
  suppression_add: { request: SuppressionAdd; response: SuppressionAdded };
  /** Takes an entry off the suppression list. */
  suppression_remove: { request: SuppressionRef; response: Nothing };
  /** Which folders of the mailbox are read, and how far that has come. */
  mailbox_get: { request: Nothing; response: Mailbox };
  /** The rep has looked at the messages of a folder of which nothing could be read. */
  mailbox_dismiss: { request: MailboxDismiss; response: Mailbox };
  /** What the program is doing, for the status line. */
  activity: { request: Nothing; response: Activity };
  /** Reminders to show and places to go to. Each is told once. */
  attention: { request: Nothing; response: Attention };
  /** The mail accounts. */
  account_list: { request: Nothing; response: MailAccounts };
  /** The servers of an address: those of its provider, or what the name servers say; none when the rep has to know. */
  account_servers: { request: ServersRequest; response: Servers | null };
  /** Opens a provider's page in the browser and waits until the rep has signed in, at most five minutes. */
  account_sign_in: { request: SignInRequest; response: SignedIn };
  /** Gives up the sign-in that is waited for. */
  account_sign_in_cancel: { request: Nothing; response: Nothing };
  /** Tries an account stage by stage, with a message to the rep. Saves nothing. */
  account_test: { request: AccountSave; response: AccountTest };
  /** Adds an account or changes one; its password goes to the keychain. */
  account_save: { request: AccountSave; response: MailAccount };
  /** Sets what an account has of its own. */
  account_own: { request: AccountOwnSave; response: MailAccount };
  /** Lets new conversations begin through an account. */
  account_default: { request: AccountRef; response: MailAccounts };
  /** Removes an account, and its password from the keychain. What waits for it is held. */
  account_remove: { request: AccountRef; response: MailAccounts };
  /** What the rep signs with. */
  sender_get: { request: Nothing; response: SenderProfile };
  /** Saves what the rep signs with. */
  sender_save: { request: SenderSave; response: SenderProfile };
  /** How far the list of the rep's own opt-out page is read. */
  opt_out_page: { request: Nothing; response: OptOutPage };
  /** Moves the practice workspace's clock to the next due touch or message. */
  practice_jump: { request: Nothing; response: Jumped };
  /** Lets the other side reply, be away or be gone. Practice workspace only. */
  practice_simulate: { request: Simulate; response: Done };
  /** Shows the folder with the practice workspace's sent mail. */
  practice_reveal: { request: Nothing; response: Nothing };
};

/** The name of the event that carries {@link Changed}. */
export const CHANGED_EVENT = "changed";
