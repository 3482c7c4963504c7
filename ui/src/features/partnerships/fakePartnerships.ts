import type { FakeProgram } from "../../host/fakeProgram";
import type {
  ContactDetail,
  ContactFields,
  EnrolmentCard,
  PartnershipDetail,
  PartnershipRow,
  PlannedStep,
  TimelineEntry,
  TouchCard,
  TouchDetail,
  What,
} from "../../wire/wire";

/** Records for tests of partnerships, and a program that answers with them. */

/** The present moment of {@link FakeProgram}: Tuesday 24 November 2026, 9:00 UTC. */
export const NOW = Date.UTC(2026, 10, 24, 9, 0);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const NEW_YORK = "America/New_York";

export function row(id: number, name: string, more: Partial<PartnershipRow> = {}): PartnershipRow {
  return {
    id,
    name,
    stage: "lead",
    tier: null,
    contact: null,
    contacts: 0,
    next: null,
    updated_at: NOW - 120_000,
    ...more,
  };
}

export function contact(
  id: number,
  first_name: string,
  fields: Partial<ContactFields> = {},
  more: Partial<ContactDetail> = {},
): ContactDetail {
  const all: ContactFields = {
    first_name,
    last_name: "Lovelace",
    title: "",
    emails: [`${first_name.toLowerCase()}@acme.example`],
    phones: [],
    linkedin: "",
    zone: null,
    persona: "",
    ...fields,
  };
  return {
    id,
    fields: all,
    name: `${first_name} ${all.last_name}`,
    zone: NEW_YORK,
    primary: false,
    opted_out: false,
    dead: [],
    ...more,
  };
}

export function touch(more: Partial<TouchCard> = {}): TouchCard {
  return {
    id: 31,
    position: 1,
    name: "Intro call",
    kind: "call",
    state: "due",
    due_at: NOW - HOUR,
    zone: NEW_YORK,
    about: "Ask for the roadmap",
    ...more,
  };
}

export function planned(position: number, more: Partial<PlannedStep> = {}): PlannedStep {
  return {
    step: 100 + position,
    position,
    name: "",
    kind: "email",
    due_at: NOW + position * DAY,
    zone: NEW_YORK,
    skipped: null,
    conditional: false,
    ...more,
  };
}

export function enrolment(more: Partial<EnrolmentCard> = {}): EnrolmentCard {
  return {
    id: 21,
    cadence: 1,
    cadence_name: "Cold outbound",
    contact: 11,
    contact_name: "Ada Lovelace",
    state: { state: "active", held_until: null },
    frozen: false,
    started_at: NOW - 3 * DAY,
    steps: 4,
    current: touch(),
    upcoming: [planned(2), planned(3, { kind: "task", name: "Look them up" })],
    ...more,
  };
}

export function acme(more: Partial<PartnershipDetail> = {}): PartnershipDetail {
  return {
    id: 7,
    fields: {
      name: "Acme",
      website: "acme.example",
      industry: "Tools",
      country: "USA",
      stage: "contacted",
      tier: "one",
      zone: NEW_YORK,
      source: "",
      value: null,
    },
    zone: NEW_YORK,
    notes: "",
    contacts: [contact(11, "Ada", { phones: ["+1 212 555 0100"] }, { primary: true })],
    enrolments: [enrolment()],
    created_at: NOW - 30 * DAY,
    deleted_at: null,
    ...more,
  };
}

export function entry(id: number, what: What, more: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    id,
    at: NOW - id * HOUR,
    actor: "rep",
    what,
    contact: "Ada Lovelace",
    cadence: "Cold outbound",
    step: { position: 1, name: "Intro call" },
    undoable: false,
    undone: false,
    ...more,
  };
}

const openCall: TouchDetail = {
  id: 31,
  state: "due",
  stopped: false,
  partnership: 7,
  partnership_name: "Acme",
  contact: 11,
  contact_name: "Ada Lovelace",
  cadence: 1,
  cadence_name: "Cold outbound",
  step: 101,
  position: 1,
  steps: 4,
  step_name: "Intro call",
  due_at: NOW - HOUR,
  zone: NEW_YORK,
  work: {
    type: "call",
    numbers: ["+1 212 555 0100"],
    script: "Ask for the roadmap",
    from: null,
    voicemail: null,
    opens_at: null,
    log: { notes: "", disposition: null, sentiment: null, number: "" },
    edited_at: null,
  },
};

/** Makes the program know one partnership. What a test changes in it is told as a change. */
export class FakePartnership {
  detail: PartnershipDetail;
  entries: TimelineEntry[];
  private readonly program: FakeProgram;

  constructor(program: FakeProgram, detail = acme(), entries: TimelineEntry[] = []) {
    this.program = program;
    this.detail = detail;
    this.entries = entries;
    Object.assign(program.answers, {
      partnership_get: () => structuredClone(this.detail),
      timeline: () => ({ entries: structuredClone(this.entries), next: null }),
      touch_get: () => openCall,
      partnership_notes: () => ({ at: NOW }),
    } satisfies FakeProgram["answers"]);
  }

  change(part: Partial<PartnershipDetail>): PartnershipDetail {
    this.detail = { ...this.detail, ...part };
    void this.program.changed({ kind: "partnership", id: this.detail.id });
    return structuredClone(this.detail);
  }
}
