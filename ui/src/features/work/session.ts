import type { RpcError } from "../../host/rpc";
import { holdBusy } from "../../shared/ready/ready";
import { holdUnsaved } from "../../shared/unsaved/unsaved";
import type { Saved, Timestamp } from "../../wire/wire";

/** The longest time that a change waits to be saved; R42 allows three seconds for it to be safe. */
export const SAVE_WITHIN_MS = 1_000;

export type SaveState =
  | { state: "saved" }
  | { state: "saving" }
  | { state: "refused"; error: RpcError };

export type DraftView<T> = {
  value: T;
  save: SaveState;
  /** When it was last saved; none while it is what the template gave. */
  savedAt: Timestamp | null;
};

/**
 * What the rep writes for one touch, and how it gets to the program. At most one save is in
 * flight; a change waits at most {@link SAVE_WITHIN_MS}, also while typing goes on. It outlives
 * its window, so that nothing typed is lost by going on to the next person.
 */
export class DraftSession<T> {
  private readonly save: (value: T) => Promise<Saved>;
  private readonly onLeftBehind: (error: RpcError) => void;
  private value: T;
  private savedAt: Timestamp | null;
  /** Counts the edits; what is saved is the value as of `savedEdit`. */
  private edit = 0;
  private savedEdit = 0;
  private refusal: { error: RpcError; edit: number } | null = null;
  private unsavedSince: number | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private inFlight: Promise<void> | null = null;
  private releaseBusy: (() => void) | null = null;
  private releaseUnsaved: (() => void) | null = null;
  private readonly listeners = new Set<() => void>();
  private shown: DraftView<T>;

  /** `onLeftBehind` is told when something cannot be saved and no window shows it. */
  constructor(
    value: T,
    savedAt: Timestamp | null,
    save: (value: T) => Promise<Saved>,
    onLeftBehind: (error: RpcError) => void,
  ) {
    this.value = value;
    this.savedAt = savedAt;
    this.save = save;
    this.onLeftBehind = onLeftBehind;
    this.shown = this.look();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly view = (): DraftView<T> => this.shown;

  get unsaved(): boolean {
    return this.edit !== this.savedEdit;
  }

  change(part: Partial<T>): void {
    this.value = { ...this.value, ...part };
    this.edit += 1;
    this.unsavedSince ??= performance.now();
    this.schedule();
    this.show();
  }

  /** Saves what is not saved yet, also what is typed meanwhile. Gives the state that it ends in. */
  async flush(): Promise<SaveState> {
    do await this.saveOnce();
    while (this.unsaved && this.refusal?.edit !== this.edit);
    return this.shown.save;
  }

  /** Saves what is not saved yet, and tells when that fails after the window has gone. */
  async leave(): Promise<void> {
    if (!this.unsaved) return;
    const save = await this.flush();
    if (save.state === "refused" && this.listeners.size === 0) this.onLeftBehind(save.error);
  }

  /** Stops saving, after what is on its way: what was typed is about to be dealt with otherwise. */
  async rest(): Promise<void> {
    this.stopTimer();
    await this.inFlight;
    this.stopTimer();
  }

  /** Lets go of what is not saved. */
  end(): void {
    this.stopTimer();
    this.releaseUnsaved?.();
    this.releaseUnsaved = null;
  }

  /** Takes over what the program has, unless it is older or something typed would be lost. */
  offer(value: T, savedAt: Timestamp | null): void {
    if (this.unsaved || this.inFlight) return;
    if (this.savedAt !== null && (savedAt === null || savedAt < this.savedAt)) return;
    const same = JSON.stringify(value) === JSON.stringify(this.value);
    if (same && savedAt === this.savedAt) return;
    this.load(value, savedAt);
  }

  /** Takes over what the program has, whatever was typed. */
  load(value: T, savedAt: Timestamp | null): void {
    this.stopTimer();
    this.value = value;
    this.savedAt = savedAt;
    this.savedEdit = this.edit;
    this.unsavedSince = null;
    this.refusal = null;
    this.show();
  }

  private schedule(): void {
    if (this.timer !== undefined || this.inFlight || this.unsavedSince === null) return;
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
    this.stopTimer();
    if (!this.unsaved) return;
    const { edit } = this;
    this.unsavedSince = null;
    this.inFlight = this.save(this.value).then(
      ({ at }) => this.settle(() => this.adopt(edit, at)),
      (error: RpcError) =>
        this.settle(() => {
          this.refusal = { error, edit };
        }),
    );
    this.show();
    await this.inFlight;
  }

  private adopt(edit: number, at: Timestamp): void {
    this.savedEdit = edit;
    this.savedAt = at;
    this.refusal = null;
  }

  private settle(answer: () => void): void {
    this.inFlight = null;
    answer();
    this.schedule();
    this.show();
  }

  private look(): DraftView<T> {
    return { value: this.value, savedAt: this.savedAt, save: this.saveState() };
  }

  private saveState(): SaveState {
    if (!this.unsaved) return { state: "saved" };
    const { refusal } = this;
    // The failure stays in view while the next try is on its way.
    return refusal ? { state: "refused", error: refusal.error } : { state: "saving" };
  }

  private show(): void {
    this.shown = this.look();
    if (this.shown.save.state === "refused") {
      this.releaseUnsaved ??= holdUnsaved();
    } else {
      this.releaseUnsaved?.();
      this.releaseUnsaved = null;
    }
    for (const listener of this.listeners) listener();
  }
}
