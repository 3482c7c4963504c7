import type { Tag } from "../../wire/wire";

/** Same kind, and either side means the whole kind or both name the same record. */
export function meets(provided: Tag, changed: Tag): boolean {
  return (
    provided.kind === changed.kind &&
    (provided.id === null || changed.id === null || provided.id === changed.id)
  );
}

export function anyMeets(provided: readonly Tag[], changed: readonly Tag[]): boolean {
  return provided.some((one) => changed.some((other) => meets(one, other)));
}
