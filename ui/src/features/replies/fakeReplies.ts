import type { Answers } from "../../host/fakeProgram";
import type {
  CappedCount,
  MailboxFolder,
  ReplyDetail,
  ReplyEnrolment,
  ReplyFilter,
  ReplyRow,
} from "../../wire/wire";

export const NOW = Date.UTC(2026, 10, 24, 9, 0);
export const MINUTE = 60_000;
/** So few that a list asks for more at once. */
export const PAGE = 20;

export const inbox: MailboxFolder = {
  account: 1,
  id: 1,
  unread: 0,
  unread_since: null,
  name: "Inbox",
  role: "inbox",
  read_at: NOW - MINUTE,
  failures: 0,
  problem: "",
};

const paused = {
  state: "paused",
  reason: "replied",
  since: NOW - 29 * MINUTE,
  held_until: null,
} as const;

export function row(id: number, more: Partial<ReplyRow> = {}): ReplyRow {
  return {
    id,
    received_at: NOW - 30 * MINUTE,
    sender: `ada${id}@example.com`,
    subject: `Re: Subject ${id}`,
    verdict: "human_reply",
    code: "no_machine_sign",
    seen: "",
    beginning: "Yes, please.",
    partnership: 40 + id,
    partnership_name: "Analytical",
    contact_name: `Ada ${id}`,
    cadence: { id: 1, name: "Outbound", state: paused, frozen: false },
    settled_at: null,
    mark: null,
    tone: null,
    ...more,
  };
}

export function enrolment(id: number, more: Partial<ReplyEnrolment> = {}): ReplyEnrolment {
  return {
    id,
    cadence: 1,
    cadence_name: "Outbound",
    contact_name: `Ada ${id}`,
    state: paused,
    frozen: false,
    concerned: true,
    ...more,
  };
}

export function detail(id: number, more: Partial<ReplyDetail> = {}): ReplyDetail {
  return {
    id,
    received_at: NOW - 30 * MINUTE,
    sender: `ada${id}@example.com`,
    sender_name: "Ada Lovelace",
    to: ["rep@example.org"],
    cc: [],
    subject: `Re: Subject ${id}`,
    verdict: "human_reply",
    code: "no_machine_sign",
    seen: "",
    found: null,
    ruled: false,
    suggested: null,
    text: "Yes, please.",
    whole: "Yes, please.\n\n> Hello",
    html: null,
    links: [],
    attachments: [],
    cut: false,
    partnership: 40 + id,
    partnership_name: "Analytical",
    contact: 70 + id,
    contact_name: `Ada ${id}`,
    enrolments: [enrolment(id)],
    mark: null,
    tone: null,
    settled_at: null,
    answer: {
      number: 1,
      from: "rep@example.org",
      draft: { to: `ada${id}@example.com`, cc: "", bcc: "", subject: "Re: Subject", body: "" },
      edited_at: null,
      below: "Rep\n\n> Yes, please.",
      given: [],
      undo_delay: 10,
    },
    ...more,
  };
}

export type Rows = Partial<Record<ReplyFilter, ReplyRow[]>>;

/** Answers about these messages; each is read as {@link detail} says. */
export function answersOf(rows: Rows, folders = [inbox]): Answers {
  const count = (filter: ReplyFilter): CappedCount => {
    const count = rows[filter]?.length ?? 0;
    return { count: Math.min(count, 500), more: count > 500 };
  };
  return {
    replies_list: ({ filter, after, limit }) => {
      const all = rows[filter] ?? [];
      const from = after === null ? 0 : all.findIndex(({ id }) => id === after.id) + 1;
      const until = from + Math.min(limit, PAGE);
      const page = all.slice(from, until);
      const last = page.at(-1);
      return {
        rows: page,
        next: last && until < all.length ? { at: last.received_at, id: last.id } : null,
        open: count("open"),
        answers: count("answers"),
        review: count("review"),
        all: count("all"),
      };
    },
    reply_get: ({ id }) => detail(id),
    mailbox_get: () => ({ folders }),
  };
}
