import type { QueryClient } from "@tanstack/react-query";
import { asRpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showError } from "../../shared/toast/toast";
import type { DueRow, PartnershipId, StepId, TouchDetail, TouchId } from "../../wire/wire";
import { dueKey, dueNowQuery, panelQuery, touchKey, touchQuery } from "./queries";
import { type Entry, neighbour, type Queue, withDone, withLast, withoutDone } from "./queue";

/** The longest time between the two clicks of a double click. */
const SECOND_CLICK_MS = 500;

/** What the docked window shows. */
export type Shown =
  /** `focus` when the keyboard belongs into it from the start. */
  | { type: "touch"; touch: TouchId; focus: boolean }
  /** After the last person: what was finished. */
  | { type: "finished"; after: TouchDetail };

export type WorkView = {
  shown: Shown | null;
  queue: Queue | null;
  /** The step whose people the side panel lists; none for the list of steps. */
  panelStep: StepId | null;
};

/** How a touch was dealt with: for good, or so that it comes again at the end of this run. */
export type Dealt = "done" | "comes_again";

type Places = {
  /** Shows the screen of a partnership. */
  goTo: (partnership: PartnershipId) => void;
  showWindow: () => void;
  hideWindow: () => void;
};

/** Which touch is being worked on, and who comes after. Outlives the screens. */
export class WorkLine {
  private readonly client: QueryClient;
  private readonly places: Places;
  private state: WorkView = { shown: null, queue: null, panelStep: null };
  private readonly listeners = new Set<() => void>();

  private wentOnAt = Number.NEGATIVE_INFINITY;

  constructor(client: QueryClient, places: Places) {
    this.client = client;
    this.places = places;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly view = (): WorkView => this.state;

  /** Opens the window of a touch beside the screen that is shown. */
  readonly open = (touch: TouchId): void => {
    const { queue } = this.state;
    const known = queue?.entries.some((entry) => entry.touch === touch);
    this.show(touch, true, queue && known ? withoutDone(queue, touch) : null);
    if (!known) void this.findQueue(touch);
  };

  /** Opens a person of the side panel: the window, and the partnership beside it. */
  openRow({ id, partnership, step }: DueRow): void {
    const { queue } = this.state;
    const entry = { touch: id, partnership };
    const known = queue?.step === step && queue.entries.some(({ touch }) => touch === id);
    // Somebody who was dealt with before is due again.
    const alone = { step, entries: [entry], done: new Set<TouchId>() };
    this.show(id, true, known ? withoutDone(queue, id) : alone);
    this.places.goTo(partnership);
    if (!known) void this.loadQueue(step);
  }

  /** Works through the due people of a step, from the first on. */
  async run(step: StepId): Promise<void> {
    try {
      const entries = await this.dueNow(step);
      const [first] = entries;
      if (!first) return showError(t("work.notRun"), t("work.noneDue"));
      this.show(first.touch, true, { step, entries, done: new Set() });
      this.places.goTo(first.partnership);
    } catch (cause) {
      showError(t("work.notRun"), describeError(asRpcError(cause)));
    }
  }

  /** Runs the first step of the side panel. */
  async runNext(): Promise<void> {
    try {
      const panel = await this.client.fetchQuery({ ...panelQuery, staleTime: 0 });
      const first = panel.cadences[0]?.steps[0];
      if (first) await this.run(first.step);
      else showError(t("work.notRun"), t("panel.empty"));
    } catch (cause) {
      showError(t("work.notRun"), describeError(asRpcError(cause)));
    }
  }

  /** Goes to the person before or after; what was written for this one is kept. */
  go(by: -1 | 1): void {
    const { shown, queue } = this.state;
    if (shown?.type !== "touch") return;
    const entry = neighbour(queue, shown.touch, by);
    if (entry) this.goToEntry(entry, false);
  }

  /** Takes note that a touch was dealt with. */
  dealtWith(touch: TouchId, how: Dealt): void {
    this.askAgain(touch);
    const { queue } = this.state;
    if (!queue) return;
    // Whom it is about stays in place until the rep has gone on from there.
    if (how === "done") this.set({ queue: withDone(queue, touch) });
  }

  /** Goes on to the next person, after the last one to what could be done then. */
  async goOn(from: TouchDetail, how: Dealt): Promise<void> {
    const { shown, queue } = this.state;
    // The rep may have gone elsewhere meanwhile.
    if (shown?.type !== "touch" || shown.touch !== from.id) return;
    const next = neighbour(queue, from.id, 1);
    if (queue && how === "comes_again") this.set({ queue: withLast(queue, from.id) });
    this.wentOnAt = performance.now();
    if (next) return this.goToEntry(next, true);
    await this.client.fetchQuery({ ...panelQuery, staleTime: 0 }).catch(() => null);
    if (this.state.shown === shown) this.set({ shown: { type: "finished", after: from } });
  }

  /** Opens a touch again that was dealt with by mistake. */
  takeBack({ id, partnership }: TouchDetail): void {
    // What is known of it is from before it was taken back.
    void this.client.resetQueries({ queryKey: touchKey(id) });
    void this.client.invalidateQueries({ queryKey: dueKey });
    this.open(id);
    this.places.goTo(partnership);
  }

  /**
   * Whether a click is the second of two that were meant for one button: it would hit the next
   * person, whose buttons are in the same place.
   */
  isSecondClick({ detail }: { detail: number }): boolean {
    return detail > 1 && performance.now() - this.wentOnAt < SECOND_CLICK_MS;
  }

  close(): void {
    this.places.hideWindow();
    this.set({ shown: null, queue: null });
  }

  showPeople(step: StepId | null): void {
    this.set({ panelStep: step });
  }

  private goToEntry({ touch, partnership }: Entry, focus: boolean): void {
    this.show(touch, focus, this.state.queue);
    this.places.goTo(partnership);
  }

  private show(touch: TouchId, focus: boolean, queue: Queue | null): void {
    this.set({ shown: { type: "touch", touch, focus }, queue });
    this.places.showWindow();
  }

  private async findQueue(touch: TouchId): Promise<void> {
    try {
      const { step, state } = await this.client.fetchQuery(touchQuery(touch));
      if (state === "due") await this.loadQueue(step, touch);
    } catch {
      // The window says what is wrong with the touch.
    }
  }

  /** Puts the people of the step around the one that is shown. */
  private async loadQueue(step: StepId, touch?: TouchId): Promise<void> {
    const { shown } = this.state;
    const expected = touch ?? (shown?.type === "touch" ? shown.touch : undefined);
    try {
      const entries = await this.dueNow(step);
      const now = this.state.shown;
      if (now?.type !== "touch" || now.touch !== expected) return;
      if (entries.some((entry) => entry.touch === expected)) {
        this.set({ queue: { step, entries, done: new Set() } });
      }
    } catch {
      // Without the others the one who was asked for can still be worked on.
    }
  }

  private async dueNow(step: StepId): Promise<Entry[]> {
    const rows = await this.client.fetchQuery(dueNowQuery(step));
    return rows.map(({ id, partnership }) => ({ touch: id, partnership }));
  }

  /** The program reports the change as well, a little later than it answers. */
  askAgain(touch: TouchId): void {
    void this.client.invalidateQueries({ queryKey: dueKey });
    void this.client.invalidateQueries({ queryKey: touchKey(touch) });
  }

  private set(part: Partial<WorkView>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}
