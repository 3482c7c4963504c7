import { type FakeProgram, wireError } from "../../host/fakeProgram";
import type {
  CadenceId,
  DueRow,
  Panel,
  Saved,
  StepId,
  TouchDetail,
  TouchId,
  Work,
} from "../../wire/wire";

const HOUR = 3_600_000;

type FakeStep = { step: StepId; cadence: CadenceId; position: number; type: Work["type"] };

/** Due touches in memory, for tests: what the program answers about them. */
export class FakeWork {
  readonly touches = new Map<TouchId, TouchDetail>();
  private readonly program: FakeProgram;
  private readonly outbox = new Map<number, TouchId>();
  private lastId = 0;
  private moment = 0;

  constructor(program: FakeProgram) {
    this.program = program;
    this.answer();
  }

  /** A due touch of somebody at a step. */
  add(name: string, at: FakeStep, work: Partial<Work> = {}, more: Partial<TouchDetail> = {}) {
    this.lastId += 1;
    const id = this.lastId;
    const detail: TouchDetail = {
      id,
      state: "due",
      stopped: false,
      partnership: 100 + id,
      partnership_name: `${name} Ltd`,
      contact: 200 + id,
      contact_name: name,
      cadence: at.cadence,
      cadence_name: at.cadence === 1 ? "Cold outbound" : "Inbound",
      step: at.step,
      position: at.position,
      steps: 4,
      step_name: "",
      due_at: this.program.now - 2 * HOUR,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      work: { ...workOf(at.type, name), ...work } as Work,
      ...more,
    };
    this.touches.set(id, detail);
    return detail;
  }

  /** Ends a touch behind the back of the window. */
  async end(id: TouchId): Promise<void> {
    this.touches.delete(id);
    await this.program.changed({ kind: "touch", id });
  }

  private answer(): void {
    const { program } = this;
    Object.assign(program.answers, {
      panel: () => this.panel(),
      due_list: ({ step, after, limit }) => {
        const rows = this.due().filter((row) => step === null || row.step === step);
        const from = after ? rows.findIndex(({ id }) => id === after.id) + 1 : 0;
        const page = rows.slice(from, from + limit);
        const last = page.at(-1);
        const more = rows.length > from + limit && last;
        return { rows: page, next: more ? { due_at: last.due_at, id: last.id } : null };
      },
      touch_get: ({ id }) => this.find(id),
      touch_skip: ({ id }) => this.finish(id),
      touch_snooze: ({ id }) => this.finish(id),
      email_save: ({ id, draft }) => this.save(id, { draft }),
      email_discard: ({ id }) => {
        const { contact_name, work } = this.find(id);
        this.set(id, { work: { ...work, ...workOf("email", contact_name) } as Work });
        return this.find(id);
      },
      email_send: ({ id, draft }) => {
        this.save(id, { draft });
        this.set(id, { state: "in_outbox" });
        this.outbox.set(id + 50, id);
        return { event: id + 70, outbox: id + 50, leaves_at: program.now + 10_000 };
      },
      outbox_cancel: (input) => {
        this.set(this.outbox.get(input.id) ?? 0, { state: "due" });
        return {};
      },
      call_save: ({ id, log }) => this.save(id, { log }),
      call_finish: ({ id, action }) => {
        if (action !== "log_only") return this.finish(id);
        return { event: id + 70 };
      },
      call_dial: () => ({}),
      task_save: ({ id, notes }) => this.save(id, { notes }),
      task_complete: ({ id }) => this.finish(id),
      undo: () => ({}),
    } satisfies FakeProgram["answers"]);
  }

  private find(id: TouchId): TouchDetail {
    const detail = this.touches.get(id);
    if (!detail) throw wireError({ code: "touch_closed", message: "closed" });
    return detail;
  }

  private set(id: TouchId, part: Partial<TouchDetail>): void {
    this.touches.set(id, { ...this.find(id), ...part });
    void this.program.changed({ kind: "touch", id });
  }

  private save(id: TouchId, part: object): Saved {
    this.moment += 1;
    const at = this.program.now + this.moment;
    this.set(id, { work: { ...this.find(id).work, ...part, edited_at: at } as Work });
    return { at };
  }

  private finish(id: TouchId) {
    this.find(id);
    void this.end(id);
    return { event: id + 70 };
  }

  private due(): DueRow[] {
    return [...this.touches.values()]
      .filter(({ state }) => state === "due")
      .map(({ work, ...detail }) => ({
        id: detail.id,
        partnership: detail.partnership,
        partnership_name: detail.partnership_name,
        contact_name: detail.contact_name,
        step: detail.step,
        kind: work.type,
        due_at: detail.due_at,
        zone: detail.zone,
        overdue: this.program.now - detail.due_at > 24 * HOUR,
      }));
  }

  private panel(): Panel {
    const panel: Panel = { cadences: [], due: 0 };
    for (const row of this.due()) {
      const { cadence, cadence_name, position, work } = this.find(row.id);
      const known = panel.cadences.find(({ id }) => id === cadence);
      const place = known ?? { id: cadence, name: cadence_name, due: 0, steps: [] };
      if (!known) panel.cadences.push(place);
      const same = place.steps.find(({ step }) => step === row.step);
      const step = same ?? { step: row.step, position, name: "", kind: work.type, due: 0 };
      if (!same) place.steps.push(step);
      step.due += 1;
      place.due += 1;
      panel.due += 1;
    }
    return panel;
  }
}

function workOf(type: Work["type"], name: string): Work {
  const edited_at = null;
  switch (type) {
    case "email":
      return {
        type,
        from: "Robin Rep <robin@example.com>",
        choices: ["a@example.com"],
        draft: { to: "a@example.com", cc: "", bcc: "", subject: "Hello", body: `Dear ${name},` },
        thread: "new",
        missing: [],
        edited_at,
        signature: "Robin\nExample Street 1",
        template_changed: false,
        undo_delay: 10,
      };
    case "call":
      return {
        type,
        numbers: ["+49 30 1234"],
        script: `Ask ${name} about ⟦contact.title⟧.`,
        from: null,
        voicemail: null,
        opens_at: null,
        log: { notes: "", disposition: null, sentiment: null, number: "" },
        edited_at,
      };
    case "task":
      return {
        type,
        work: "other",
        instructions: `Look at the page of ${name}.`,
        notes: "",
        edited_at,
      };
  }
}
