import { t } from "../../../shared/i18n/t";
import type { StepVariable } from "../../../wire/wire";

/** What is wrong with the name of one of them, as the program judges it. */
export function nameFault(variables: readonly StepVariable[], at: number): string | undefined {
  const name = variables[at]?.name ?? "";
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(name) || name === "name") return t("stepVariables.badName");
  const first = variables.findIndex((one) => one.name === name);
  return first < at ? t("stepVariables.twice") : undefined;
}

/** An empty one, under a name that is free. */
export function newVariable(variables: readonly StepVariable[]): StepVariable {
  let number = variables.length + 1;
  while (variables.some(({ name }) => name === `text_${number}`)) number += 1;
  return { name: `text_${number}`, text: "" };
}
