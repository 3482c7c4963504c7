import type { Stage, Tier } from "../../wire/wire";

export const stages: readonly Stage[] = [
  "lead",
  "contacted",
  "in_conversation",
  "active_partner",
  "lost",
];

export const tiers: readonly Tier[] = ["one", "two", "three"];
