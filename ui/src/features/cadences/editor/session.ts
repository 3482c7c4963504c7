import type { RpcError } from "../../../host/rpc";
import { holdBusy } from "../../../shared/ready/ready";
import { holdUnsaved } from "../../../shared/unsaved/unsaved";
import type { CadenceDetail, CadenceId, CadenceSave } from "../../../wire/wire";
import {
  amountOf,
  type CadenceDraft,
  changed,
  draftOf,
  type StepPart,
  stepsToSave,
} from "./document";

/** The longest time that a change waits to be saved. */
export const SAVE_WITHIN_MS = 1_000;

/** Why the draft is not saved. `key` is that of the step that it is about. */
export type Refusal = { error: RpcError; key: string | null };

export type SaveState =
  | { state: "saved" }
  | { state: "saving" }
  /** A wait is no number: nothing is sent until it is one. */
  | { state: "held"; key: string }
  | { state: "refused"; refusal: Refusal };

export type SessionView = {
  draft: CadenceDraft;
  save: SaveState;
  /** The last refusal, also while the next save is on its way: it stays beside its field. */
  refusal: Refusal | null;
};

type Save = (input: CadenceSave) => Promise<CadenceDetail>;

/**
 * One cadence while it is edited: what was typed, and how it gets to the program. At most one save
 * is in flight; a change waits at most {@link SAVE_WITHIN_MS}. It outlives the screen, so that
 * nothing typed is lost by leaving it.
 */
export class EditingSession {
  private readonly id: CadenceId;
  private readonly save: Save;
  private readonly onLeftBehind: (save: SaveState) => void;
  private revision: number;
  private draft: CadenceDraft;
  /** Counts the edits; what is saved is the draft as of `savedEdit`. */
  private edit = 0;
  private savedEdit = 0;
  /** The edit at which the last refused save was made. */
  private refusedEdit = -1;
  private refusal: Refusal | null = null;
  private unsavedSince: number | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private inFlight: Promise<void> | null = null;
  private releaseBusy: (() => void) | null = null;
  private releaseUnsaved: (() => void) | null = null;
  private readonly listeners = new Set<() => void>();
  private shown: SessionView;

  /** `onLeftBehind` is told when something cannot be saved and no screen shows it. */
  constructor(detail: CadenceDetail, save: Save, onLeftBehind: (save: SaveState) => void) {
    this.id = detail.summary.id;
    this.save = save;
    this.onLeftBehind = onLeftBehind;
    this.revision = detail.revision;
    this.draft = draftOf(detail, null);
    this.shown = this.look();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly view = (): SessionView => this.shown;

  get unsaved(): boolean {
    return this.edit !== this.savedEdit;
  }

  /** Changes the draft; the change is saved within {@link SAVE_WITHIN_MS}. */
  change(edit: (draft: CadenceDraft) => CadenceDraft): void {
    const next = edit(this.draft);
    if (next === this.draft) return;
    this.draft = next;
    this.edit += 1;
    this.unsavedSince ??= performance.now();
    this.schedule();
    this.show();
    if (this.listeners.size === 0) void this.leave();
  }

  changeStep(key: string, part: StepPart): void {
    this.change((draft) => ({
      ...draft,
      steps: draft.steps.map((step) => (step.key === key ? changed(step, part) : step)),
    }));
  }

  /** Saves what is not saved yet, also what is typed meanwhile. Gives the state that it ends in. */
  async flush(): Promise<SaveState> {
    do await this.saveOnce();
    while (this.unsaved && !this.refusal && this.heldKey() === null);
    return this.shown.save;
  }

  /** Saves what is not saved yet, and tells when that fails after the screen has gone. */
  async leave(): Promise<void> {
    if (!this.unsaved) return;
    const save = await this.flush();
    if (save.state !== "saved" && this.listeners.size === 0) this.onLeftBehind(save);
  }

  /** Saves what can be saved now and lets go of the rest. */
  async end(): Promise<void> {
    await this.flush();
    this.releaseUnsaved?.();
  }

  /** Takes over what the program has, unless something typed here would be lost. */
  offer(detail: CadenceDetail): void {
    const restored = detail.summary.status !== "archived";
    if (restored && this.refusal?.error.wire.code === "cadence_archived") void this.flush();
    if (detail.revision <= this.revision || this.unsaved || this.inFlight) return;
    this.load(detail);
  }

  /** Takes over what the program has, whatever was typed here. */
  load(detail: CadenceDetail): void {
    this.stopTimer();
    this.revision = detail.revision;
    this.draft = draftOf(detail, this.draft);
    this.savedEdit = this.edit;
    this.unsavedSince = null;
    this.refusal = null;
    this.show();
  }

  private schedule(): void {
    if (this.timer !== undefined || this.inFlight || this.unsavedSince === null) return;
    if (this.refusal?.error.wire.code === "saved_elsewhere" || this.heldKey() !== null) return;
    const wait = this.unsavedSince + SAVE_WITHIN_MS - performance.now();
    this.releaseBusy = holdBusy();
    this.timer = setTimeout(() => void this.saveOnce(), Math.max(0, wait));
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.releaseBusy?.();
    this.releaseBusy = null;
  }

  private async saveOnce(): Promise<void> {
    this.stopTimer();
    while (this.inFlight) await this.inFlight;
    const { draft, edit } = this;
    const steps = stepsToSave(draft.steps);
    if (!this.unsaved || !steps || this.refusal?.error.wire.code === "saved_elsewhere") {
      this.show();
      return;
    }
    this.unsavedSince = null;
    const { goal, rules } = draft;
    const input: CadenceSave = {
      id: this.id,
      revision: this.revision,
      goal,
      steps,
      rules,
      // Whoever is in it stays on what they work through.
      move_people: false,
    };
    this.inFlight = this.save(input).then(
      (detail) => this.adopt(draft, edit, detail),
      (error: RpcError) => this.refuse(draft, edit, error),
    );
    this.show();
    await this.inFlight;
  }

  private adopt(sent: CadenceDraft, edit: number, detail: CadenceDetail): void {
    this.inFlight = null;
    this.revision = detail.revision;
    this.savedEdit = edit;
    this.refusal = null;
    // The program trims texts; what stands in the fields is left as it was typed.
    const ids = new Map(sent.steps.map(({ key }, at) => [key, detail.steps[at]?.id ?? null]));
    this.draft = {
      ...this.draft,
      steps: this.draft.steps.map((step) => {
        const id = step.id ?? ids.get(step.key) ?? null;
        return id === step.id ? step : { ...step, id };
      }),
    };
    this.schedule();
    this.show();
  }

  private refuse(sent: CadenceDraft, edit: number, error: RpcError): void {
    this.inFlight = null;
    this.refusedEdit = edit;
    const { wire } = error;
    const at = "context" in wire && "position" in wire.context ? wire.context.position : null;
    this.refusal = { error, key: at === null ? null : (sent.steps[at]?.key ?? null) };
    // What was typed meanwhile may have mended it.
    if (this.edit !== this.refusedEdit) this.schedule();
    this.show();
  }

  private heldKey(): string | null {
    return this.draft.steps.find((step) => amountOf(step) === null)?.key ?? null;
  }

  private look(): SessionView {
    return { draft: this.draft, refusal: this.refusal, save: this.saveState() };
  }

  private saveState(): SaveState {
    if (!this.unsaved) return { state: "saved" };
    if (this.inFlight) return { state: "saving" };
    const key = this.heldKey();
    if (key !== null) return { state: "held", key };
    const { refusal } = this;
    const waiting = this.timer !== undefined && this.edit !== this.refusedEdit;
    return refusal && !waiting ? { state: "refused", refusal } : { state: "saving" };
  }

  private show(): void {
    this.shown = this.look();
    const { state } = this.shown.save;
    if (state === "held" || state === "refused") {
      this.releaseUnsaved ??= holdUnsaved();
    } else {
      this.releaseUnsaved?.();
      this.releaseUnsaved = null;
    }
    for (const listener of this.listeners) listener();
  }
}
