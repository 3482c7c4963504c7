import { asRpcError, type RpcError } from "../../host/rpc";
import { holdBusy } from "../ready/ready";
import { holdUnsaved } from "../unsaved/unsaved";

/** The longest time that a change waits to be saved. */
export const SAVE_WITHIN_MS = 1_000;

export type AutosaveView<T> = {
  value: T;
  state: "saved" | "saving" | "refused";
  /** Why the last save was refused, until one is not. */
  error: RpcError | null;
};

/** Saves what is typed: at most one save is in flight, and a change waits at most a second. */
export class Autosave<T> {
  private value: T;
  private readonly save: (value: T) => Promise<unknown>;
  private edit = 0;
  private savedEdit = 0;
  /** The edit at which the last refused save was made. */
  private refusedEdit = -1;
  private error: RpcError | null = null;
  private inFlight: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private releaseBusy: (() => void) | null = null;
  private releaseUnsaved: (() => void) | null = null;
  private readonly listeners = new Set<() => void>();
  private shown: AutosaveView<T>;

  constructor(value: T, save: (value: T) => Promise<unknown>) {
    this.value = value;
    this.save = save;
    this.shown = { value, state: "saved", error: null };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly view = (): AutosaveView<T> => this.shown;

  change(value: T): void {
    this.value = value;
    this.edit += 1;
    this.schedule();
    this.show();
  }

  /** Saves what is not saved yet, also what is typed meanwhile. Gives why it could not. */
  readonly flush = async (): Promise<RpcError | null> => {
    do await this.saveOnce();
    while (this.edit !== this.savedEdit && this.edit !== this.refusedEdit);
    return this.error;
  };

  /** Lets go of what cannot be saved, when nobody can mend it any more. */
  readonly end = (): void => {
    this.releaseUnsaved?.();
    this.releaseUnsaved = null;
  };

  private schedule(): void {
    if (this.timer !== undefined || this.inFlight) return;
    this.releaseBusy = holdBusy();
    this.timer = setTimeout(() => void this.flush(), SAVE_WITHIN_MS);
  }

  private saveOnce(): Promise<void> {
    this.stopTimer();
    if (this.inFlight) return this.inFlight;
    if (this.edit === this.savedEdit) return Promise.resolve();
    this.inFlight = this.send().finally(() => {
      this.inFlight = null;
      this.show();
    });
    this.show();
    return this.inFlight;
  }

  private async send(): Promise<void> {
    const { edit } = this;
    try {
      await this.save(this.value);
      this.savedEdit = edit;
      this.error = null;
    } catch (cause) {
      this.error = asRpcError(cause);
      this.refusedEdit = edit;
    }
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.releaseBusy?.();
    this.releaseBusy = null;
  }

  private show(): void {
    const { value, error } = this;
    const saved = this.edit === this.savedEdit;
    const state = saved ? "saved" : error && !this.inFlight ? "refused" : "saving";
    if (error) this.releaseUnsaved ??= holdUnsaved();
    else this.end();
    this.shown = { value, state, error };
    for (const listener of this.listeners) listener();
  }
}
