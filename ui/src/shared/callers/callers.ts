import { queryOptions } from "@tanstack/react-query";
import { call } from "../../host/rpc";
import type { CallerNumber } from "../../wire/wire";

/** The numbers that the rep calls from, in the rep's order. */
export const callersQuery = queryOptions({
  queryKey: ["callers"],
  queryFn: async (): Promise<CallerNumber[]> => {
    const { numbers } = await call("caller_numbers", {});
    return numbers;
  },
  meta: { provides: [{ kind: "workspace", id: null }] },
});

/** A number with what the rep calls it, where that is said in one line. */
export function callerText({ number, label }: CallerNumber): string {
  return label === "" ? number : `${label} · ${number}`;
}

/** Whether two numbers are the same, however they are written; as the program compares them. */
export function isSameNumber(one: string, other: string): boolean {
  return dialled(one) === dialled(other);
}

/** What is dialled: digits, with a leading + if there is one. "+44 (0)20 …" has a zero for home. */
function dialled(number: string): string {
  const shown = number.trim();
  const abroad = shown.startsWith("+");
  const digits = (abroad ? shown.replace("(0)", "") : shown).replace(/\D/g, "");
  return abroad ? `+${digits}` : digits;
}
