import type { TouchKind } from "../../wire/wire";
import { t } from "../i18n/t";

export function kindName(kind: TouchKind): string {
  return t(`step.kind.${kind}`);
}

/** What a step is called: its name, or its type while it has none. */
export function stepName(step: { name: string; kind: TouchKind }): string {
  return step.name === "" ? kindName(step.kind) : step.name;
}
