import type { RpcError } from "../../host/rpc";
import { holdBusy } from "../../shared/ready/ready";
import { holdUnsaved } from "../../shared/unsaved/unsaved";

/** The longest time that a change waits to be saved. */
export const SAVE_WITHIN_MS = 1_000;

export type NotesSaveState =
  | { state: "saved" }
  | { state: "saving" }
  | { state: "refused"; error: RpcError };

export type NotesView = { text: string; save: NotesSaveState };

/**
 * The notes of one partnership while they are edited. At most one save is in flight; a key waits at
 * most {@link SAVE_WITHIN_MS}, also while typing goes on. Outlives the screen, so that nothing typed
 * is lost by leaving it.
 */
export class NotesSession {
  private readonly save: (text: string) => Promise<void>;
  private readonly onLeftBehind: (error: RpcError) => void;
  private text: string;
  private savedText: string;
  private refusal: { text: string; error: RpcError } | null = null;
  private unsavedSince: number | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private inFlight: Promise<void> | null = null;
  private releaseBusy: (() => void) | null = null;
  private releaseUnsaved: (() => void) | null = null;
  private readonly listeners = new Set<() => void>();
  private shown: NotesView;

  /** `onLeftBehind` is told when the notes cannot be saved and no screen shows it. */
  constructor(
    text: string,
    save: (text: string) => Promise<void>,
    onLeftBehind: (error: RpcError) => void,
  ) {
    this.text = text;
    this.savedText = text;
    this.save = save;
    this.onLeftBehind = onLeftBehind;
    this.shown = this.look();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly view = (): NotesView => this.shown;

  change(text: string): void {
    this.text = text;
    this.unsavedSince ??= performance.now();
    this.schedule();
    this.show();
  }

  /** Saves what is not saved yet, also what is typed meanwhile. */
  async flush(): Promise<void> {
    do await this.saveOnce();
    while (this.unsaved && !this.refusal);
  }

  /** Saves what is not saved yet, and tells when that fails after the screen has gone. */
  async leave(): Promise<void> {
    await this.flush();
    if (this.refusal && this.listeners.size === 0) this.onLeftBehind(this.refusal.error);
  }

  /** Saves what can be saved now and lets go of the rest. */
  async end(): Promise<void> {
    await this.flush();
    this.releaseUnsaved?.();
  }

  /** Takes over what the program has, unless something typed here would be lost. */
  offer(text: string): void {
    // The program trims: the space that was just typed stays.
    if (this.unsaved || this.inFlight || text.trim() === this.text.trim()) return;
    this.text = text;
    this.savedText = text;
    this.refusal = null;
    this.show();
  }

  private get unsaved(): boolean {
    return this.text !== this.savedText;
  }

  private schedule(): void {
    if (this.timer !== undefined || this.inFlight || this.unsavedSince === null) return;
    const wait = this.unsavedSince + SAVE_WITHIN_MS - performance.now();
    this.releaseBusy = holdBusy();
    this.timer = setTimeout(() => void this.saveOnce(), Math.max(0, wait));
  }

  private async saveOnce(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.releaseBusy?.();
    this.releaseBusy = null;
    while (this.inFlight) await this.inFlight;
    this.unsavedSince = null;
    if (!this.unsaved) return this.settle(null);
    const { text } = this;
    this.inFlight = this.save(text).then(
      () => {
        this.savedText = text;
        this.settle(null);
      },
      (error: RpcError) => this.settle({ text, error }),
    );
    this.show();
    await this.inFlight;
  }

  private settle(refusal: { text: string; error: RpcError } | null): void {
    this.inFlight = null;
    this.refusal = refusal;
    // What was typed meanwhile may have mended it.
    if (this.unsaved && this.text !== refusal?.text) this.schedule();
    this.show();
  }

  private look(): NotesView {
    return { text: this.text, save: this.saveState() };
  }

  private saveState(): NotesSaveState {
    if (this.inFlight || (this.timer !== undefined && this.unsaved)) return { state: "saving" };
    return this.refusal ? { state: "refused", error: this.refusal.error } : { state: "saved" };
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
