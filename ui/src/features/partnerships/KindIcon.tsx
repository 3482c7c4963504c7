import { IconChecklist, IconMail, IconPhone } from "@tabler/icons-react";
import type { TouchKind } from "../../wire/wire";

const icons = { email: IconMail, call: IconPhone, task: IconChecklist };

/** Stands before the name of a step, which says the same in words. */
export function KindIcon({ kind }: { kind: TouchKind }) {
  const Icon = icons[kind];
  return <Icon size={16} aria-hidden />;
}
