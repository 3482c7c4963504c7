// Written by `cargo xtask gen` from crates/wire. Do not edit: change the Rust side and run it again.

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
};

/**
 * Which cadences a list shows.
 */
export type CadenceFilter = "all" | "active" | "draft" | "archived";

/**
 * Row id of a cadence within its workspace. Positive, never reused.
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
 * Names one cadence.
 */
export type CadenceRef = {
  /**
   * Its id.
   */
  id: CadenceId;
};

/**
 * Saves goal and steps as a whole. An incomplete draft is saved as it is.
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
   * How many steps it has.
   */
  steps: number;
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
 * Whether an e-mail leaves by itself.
 */
export type EmailMode = "manual" | "automatic";

/**
 * Whether an e-mail answers the one before it.
 */
export type EmailThread = "new" | "same";

/**
 * A field of a form, so that a sentence can stand beside it.
 */
export type Field = "name" | "description" | "goal";

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
 * A request or response without content: `{}`.
 */
export type Nothing = Record<symbol, never>;

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
       * What to do; up to 50,000 characters.
       */
      instructions: string;
    };

/**
 * A text of a step.
 */
export type StepField = "name" | "subject" | "body" | "script" | "instructions";

/**
 * What a step lacks before its cadence can be activated.
 */
export type StepGap = "no_subject" | "no_body" | "nothing_to_answer";

/**
 * Row id of a step within its workspace: the same step in every version of its cadence. Positive,
 * never reused.
 */
export type StepId = number;

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
export type TagKind = "cadence" | "workspace";

/**
 * A moment: milliseconds since 1970-01-01T00:00:00Z, without leap seconds. May be negative.
 *
 * This is the only form in which an instant is stored or sent to the window; zones are applied
 * where a moment is shown or computed, never before.
 */
export type Timestamp = number;

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
  | { code: "not_found" }
  | { code: "cadence_archived" }
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
  /** Saves goal and steps of a cadence that is not archived. */
  cadence_save: { request: CadenceSave; response: CadenceDetail };
  /** Lets a draft or inactive cadence act. Refused while something is missing in a step. */
  cadence_activate: { request: CadenceRef; response: CadenceSummary };
  /** Stops an active cadence from acting. */
  cadence_deactivate: { request: CadenceRef; response: CadenceSummary };
  /** Makes a draft "Copy of …" with the same description, goal and steps. */
  cadence_clone: { request: CadenceRef; response: CadenceSummary };
  /** Hides a cadence and keeps its history. */
  cadence_archive: { request: CadenceRef; response: CadenceSummary };
  /** Brings an archived cadence back: a draft as a draft, any other as inactive. */
  cadence_restore: { request: CadenceRef; response: CadenceSummary };
};

/** The name of the event that carries {@link Changed}. */
export const CHANGED_EVENT = "changed";
