import type { StageEntry } from "../wire/wire";

/** The stages that every workspace begins with, for {@link FakeProgram}. */
export function firstStages(): StageEntry[] {
  const entry = (stage: string, name: string, fixed: boolean): StageEntry => ({
    stage,
    name,
    fixed,
    partnerships: { count: 0, more: false },
  });
  return [
    entry("lead", "Lead", true),
    entry("contacted", "Contacted", true),
    entry("in_conversation", "In conversation", false),
    entry("active_partner", "Active partner", true),
    entry("lost", "Lost", false),
  ];
}
