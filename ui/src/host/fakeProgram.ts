import { emit } from "@tauri-apps/api/event";
import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import { defaultRules, defaultStepRules } from "../shared/cadences/rules";
import {
  type CadenceCounts,
  type CadenceDetail,
  type CadencePage,
  type CadenceSave,
  type CadenceSummary,
  type CallerNumber,
  CHANGED_EVENT,
  type Rules,
  type Step,
  type StepContent,
  type Tag,
  type WireError,
  type WorkspaceKind,
  type WorkspaceStatus,
  type WorkspaceTrouble,
} from "../wire/wire";
import { checkedCallers } from "./fakeCallers";
import { firstStages } from "./fakeStages";
import { checkComplete, checkedGoal, checkedSteps } from "./fakeSteps";
import type { CommandName, RequestOf, ResponseOf } from "./rpc";

type Handlers = { [C in CommandName]: (input: RequestOf<C>) => ResponseOf<C> };

/** Commands that a test answers itself. */
export type Answers = Partial<Handlers>;

export type FakeCadence = Omit<CadenceSummary, "steps"> & {
  goal: string;
  revision: number;
  steps: Step[];
  rules: Rules;
  was?: CadenceSummary["status"];
};

const none = { count: 0, more: false };

/** Stands in for the program in tests of the window: the same commands over rows in memory. */
export class FakeProgram {
  cadences: FakeCadence[] = [];
  trouble: WorkspaceTrouble | null = null;
  stages = firstStages();
  /** The numbers that the rep calls from. */
  callers: CallerNumber[] = [];
  now = Date.UTC(2026, 10, 24, 9, 0);
  kind: WorkspaceKind = "own";
  /** False at the first start: the rep is asked which workspace to open. */
  chosen = true;
  /** Answers of commands that this program has no rows for; a test puts its own in their place. */
  answers: Answers = {
    panel: () => ({ cadences: [], due: 0 }),
    due_list: () => ({ rows: [], next: null }),
    partnership_list: () => ({ rows: [], next: null, total: 0 }),
    address_look: () => ({ shared: false }),
    stage_list: () => ({ stages: structuredClone(this.stages) }),
    personas: () => ({ personas: [] }),
    outbox_list: () => ({ rows: [], next: null, waiting: 0, sent: 0 }),
    replies_list: () => ({
      rows: [],
      next: null,
      open: none,
      answers: none,
      review: none,
      all: none,
    }),
    custom_fields: () => ({ fields: [] }),
    suppression_list: () => ({ rows: [], next: null, count: 0 }),
    mailbox_get: () => ({ folders: [] }),
    late_mail: () => ({ count: 0, oldest: null }),
    workspace_returned: () => ({ question: null }),
    activity: () => ({
      due: 0,
      next_due_at: null,
      waiting: 0,
      next_send_at: null,
      held: [],
      failed: 0,
      in_doubt: 0,
      notifications: null,
    }),
    attention: () => ({ reminders: [], place: null }),
    account_list: () => ({ accounts: [] }),
    sender_get: () => ({
      name: "",
      title: "",
      company: "",
      phone: "",
      calendar_url: "",
      postal_address: "",
      signature: "",
      opt_out_line: "",
      opt_out_page: "",
      opt_out_list: "",
    }),
  };
  /** Commands in the order in which they came. */
  readonly calls: { command: CommandName; input: unknown }[] = [];
  /** Answers of these commands wait until they are let go. */
  readonly held = new Map<CommandName, Promise<void>>();
  /** What these commands fail with, instead of running. */
  readonly failing = new Map<CommandName, unknown>();
  private nextId = 1;
  private nextStepId = 1;
  /** Ids that were ever given to steps, by cadence. */
  private readonly stepIds = new Map<number, Set<number>>();

  add(name: string, more: Partial<FakeCadence> = {}): FakeCadence {
    const cadence: FakeCadence = {
      id: this.nextId,
      name,
      description: "",
      meant_for: { persona: "", stages: [] },
      goal: "",
      people: 0,
      revision: 0,
      steps: [],
      rules: structuredClone(defaultRules),
      status: "draft",
      created_at: this.now - 3 * 3_600_000,
      updated_at: this.now - 120_000,
      ...more,
    };
    this.nextId += 1;
    this.cadences.push(cadence);
    return cadence;
  }

  /** A step for {@link add}, at once after the one before. */
  step(content: StepContent, more: Partial<Step> = {}): Step {
    const id = this.nextStepId++;
    return {
      id,
      name: "",
      delay: { amount: 0, unit: "days" },
      content,
      rules: structuredClone(defaultStepRules),
      ...more,
    };
  }

  /** Keeps the answers of a command back; the returned function lets them go. */
  hold(command: CommandName): () => void {
    let release = () => {};
    this.held.set(
      command,
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    return () => {
      this.held.delete(command);
      release();
    };
  }

  callsOf(command: CommandName): unknown[] {
    return this.calls.filter((call) => call.command === command).map(({ input }) => input);
  }

  /** Reports a change, as the program does after it has committed. */
  changed(...tags: Tag[]): Promise<void> {
    return emit(CHANGED_EVENT, { tags });
  }

  install(): void {
    mockWindows("main");
    mockIPC(
      async (name, args) => {
        if (name !== "rpc") throw new Error(`no such command: ${name}`);
        const { command, input } = (args as { request: { command: CommandName; input: unknown } })
          .request;
        this.calls.push({ command, input });
        await this.held.get(command);
        if (this.failing.has(command)) throw this.failing.get(command);
        return this.run(command, input as never);
      },
      { shouldMockEvents: true },
    );
  }

  private run<C extends CommandName>(command: C, input: RequestOf<C>): ResponseOf<C> {
    const answer = this.answers[command] ?? (this.handlers as Answers)[command];
    if (!answer) throw new Error(`this test does not answer ${command}`);
    return answer(input);
  }

  private readonly handlers = {
    workspace_status: () => this.status(),
    workspace_retry: () => this.status(),
    workspace_set_aside: () => {
      this.trouble = null;
      this.cadences = [];
      return this.status();
    },
    workspace_reveal: () => ({}),
    workspace_choose: ({ kind }) => {
      this.chosen = true;
      this.kind = kind;
      return this.status();
    },
    caller_numbers: () => ({ numbers: structuredClone(this.callers) }),
    caller_numbers_save: ({ numbers }) => {
      this.callers = checkedCallers(numbers, this.callers, this.cadences);
      void this.changed({ kind: "workspace", id: null });
      return { numbers: structuredClone(this.callers) };
    },
    cadence_list: ({ filter, search, after, limit }): CadencePage => {
      const rows = this.cadences
        .filter(({ status }) => (filter === "all" ? status !== "archived" : status === filter))
        .filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()))
        .sort((a, b) => a.name.localeCompare(b.name));
      const from = after ? rows.findIndex(({ id }) => id === after.id) + 1 : 0;
      const page = rows.slice(from, from + limit).map(summary);
      const last = page.at(-1);
      const more = rows.length > from + limit;
      return {
        rows: page,
        next: more && last ? { name_key: last.name.toLowerCase(), id: last.id } : null,
        counts: this.counts(),
      };
    },
    cadence_picks: ({ search, persona, stage }) => {
      const text = search.toLowerCase();
      const rows = this.cadences
        .filter(({ status, name }) => status === "active" && name.toLowerCase().includes(text))
        .map((cadence) => {
          const { persona: of, stages } = cadence.meant_for;
          const fits = (of !== "" && of === persona) || (stage !== null && stages.includes(stage));
          return { cadence: summary(cadence), fits };
        })
        .sort((a, b) => a.cadence.name.localeCompare(b.cadence.name))
        .sort((a, b) => Number(b.fits) - Number(a.fits));
      return { rows };
    },
    cadence_create: ({ name, description, meant_for }) => {
      const cadence = this.add(this.checked(name), {
        description: description.trim(),
        ...(meant_for && { meant_for }),
      });
      return this.saved(cadence);
    },
    cadence_update: ({ id, name, description, meant_for }) => {
      const cadence = this.find(id);
      cadence.name = this.checked(name, id);
      cadence.description = description.trim();
      if (meant_for) cadence.meant_for = meant_for;
      return this.saved(cadence);
    },
    cadence_get: ({ id }) => detail(this.find(id)),
    cadence_save: (input) => {
      const goal = checkedGoal(input.goal);
      const cadence = this.editable(input.id);
      if (cadence.revision !== input.revision) {
        // Limits are looked at before the revision, as the program does.
        checkedSteps(input, this.callers, () => 0);
        throw wireError({ code: "saved_elsewhere", message: "saved elsewhere" });
      }
      cadence.steps = this.withIds(input, cadence);
      cadence.goal = goal;
      cadence.rules = input.rules;
      cadence.revision += 1;
      this.saved(cadence);
      return detail(cadence);
    },
    cadence_activate: ({ id }) => {
      const cadence = this.find(id);
      checkComplete(cadence.steps);
      this.editable(id).status = "active";
      return this.saved(cadence);
    },
    cadence_deactivate: ({ id }) => {
      const cadence = this.editable(id);
      if (cadence.status === "active") cadence.status = "inactive";
      return this.saved(cadence);
    },
    cadence_clone: ({ id }) => {
      const { name, description, goal, steps, rules } = this.find(id);
      const copy = this.add(this.copyName(name), { description, goal, rules, revision: 1 });
      copy.steps = steps.map((step) => ({ ...step, id: this.nextStepId++ }));
      return this.saved(copy);
    },
    cadence_archive: ({ id, finish }) => {
      const cadence = this.find(id);
      const count = cadence.people;
      if (count > 0 && !finish) {
        throw wireError({ code: "people_inside", context: { count }, message: "people inside" });
      }
      cadence.people = 0;
      cadence.was = cadence.status;
      cadence.status = "archived";
      return this.saved(cadence);
    },
    cadence_restore: ({ id }) => {
      const cadence = this.find(id);
      this.checked(cadence.name, id);
      cadence.status = (cadence.was ?? "draft") === "draft" ? "draft" : "inactive";
      return this.saved(cadence);
    },
  } satisfies Answers;

  private status(): WorkspaceStatus {
    const path = this.kind === "own" ? "/data/workspace.db" : "/data/practice.db";
    if (!this.chosen) return { state: "choose", path };
    if (this.trouble) return { state: "unavailable", path, trouble: this.trouble };
    return { state: "ready", path, now: this.now, kind: this.kind, zone: "Europe/Berlin" };
  }

  private saved(cadence: FakeCadence): CadenceSummary {
    void this.changed({ kind: "cadence", id: cadence.id });
    return summary(cadence);
  }

  private withIds(input: CadenceSave, cadence: FakeCadence): Step[] {
    const own = this.stepIds.get(cadence.id) ?? new Set(cadence.steps.map(({ id }) => id));
    this.stepIds.set(cadence.id, own);
    const free = new Set(own);
    return checkedSteps(input, this.callers, ({ id }) => {
      if (id !== null && !free.delete(id)) {
        throw wireError({ code: "not_found", message: "a foreign step" });
      }
      const given = id ?? this.nextStepId++;
      own.add(given);
      return given;
    });
  }

  private editable(id: number): FakeCadence {
    const cadence = this.find(id);
    if (cadence.status === "archived") {
      throw wireError({ code: "cadence_archived", message: "archived" });
    }
    return cadence;
  }

  private copyName(name: string): string {
    const taken = (one: string) =>
      this.cadences.some((other) => other.name.toLowerCase() === one.toLowerCase());
    let copy = `Copy of ${name}`;
    for (let n = 2; taken(copy); n += 1) copy = `Copy ${n} of ${name}`;
    return copy;
  }

  private find(id: number): FakeCadence {
    const cadence = this.cadences.find((one) => one.id === id);
    if (!cadence) throw wireError({ code: "not_found", message: "no such cadence" });
    return cadence;
  }

  private checked(name: string, id?: number): string {
    const trimmed = name.trim();
    if (trimmed === "") {
      throw wireError({ code: "field_empty", context: { field: "name" }, message: "empty" });
    }
    const length = [...trimmed].length;
    if (length > 120) {
      const context = { field: "name", length, max: 120 } as const;
      throw wireError({ code: "field_too_long", context, message: "too long" });
    }
    const other = this.cadences.find(
      (one) =>
        one.id !== id &&
        one.status !== "archived" &&
        one.name.toLowerCase() === trimmed.toLowerCase(),
    );
    if (other) {
      throw wireError({ code: "name_taken", context: { name: other.name }, message: "taken" });
    }
    return trimmed;
  }

  private counts(): CadenceCounts {
    const count = (test: (cadence: FakeCadence) => boolean) => this.cadences.filter(test).length;
    return {
      all: count(({ status }) => status !== "archived"),
      active: count(({ status }) => status === "active"),
      draft: count(({ status }) => status === "draft"),
      archived: count(({ status }) => status === "archived"),
    };
  }
}

function summary(cadence: FakeCadence): CadenceSummary {
  const { goal: _, revision: __, was: ___, rules: ____, steps, ...rest } = cadence;
  return { ...rest, steps: steps.length };
}

function detail(cadence: FakeCadence): CadenceDetail {
  const { goal, revision, steps, rules } = cadence;
  return structuredClone({ summary: summary(cadence), goal, revision, steps, rules });
}

/** Checks that a failure has the form of the contract. */
export function wireError(error: WireError): WireError {
  return error;
}
