import { NumberInput } from "@mantine/core";
import { t } from "../../shared/i18n/t";
import type { Pace } from "../../wire/wire";
import classes from "./Account.module.css";

const fields = ["per_day", "per_hour", "new_per_day", "gap_from", "gap_until"] as const;

/** As the program has it. */
const MOST_CONNECTIONS = 10;

/** The limits as they are typed; an empty cap is none. */
export type Limits = Record<(typeof fields)[number] | "connections" | "per_company", number | null>;

export function limitsOf(pace: Pace | null): Limits {
  if (pace === null) {
    return {
      per_day: null,
      per_hour: null,
      new_per_day: null,
      gap_from: 30,
      gap_until: 90,
      connections: 1,
      per_company: null,
    };
  }
  return pace;
}

export function paceOf(limits: Limits): Pace {
  const { gap_from, gap_until, connections } = limits;
  return {
    ...limits,
    gap_from: gap_from ?? 0,
    gap_until: gap_until ?? 0,
    connections: connections ?? 1,
  };
}

type Props = { limits: Limits; onChange: (limits: Limits) => void };

/** How fast mail of an account leaves by itself. */
export function AccountLimits({ limits, onChange }: Props) {
  return (
    <div className={classes.limits}>
      {fields.map((field) => (
        <NumberInput
          key={field}
          label={t(`account.limit.${field}`)}
          placeholder={field.startsWith("gap") ? "0" : t("account.noLimit")}
          min={field.startsWith("gap") ? 0 : 1}
          allowDecimal={false}
          hideControls
          value={limits[field] ?? ""}
          onChange={(value) =>
            onChange({ ...limits, [field]: typeof value === "number" ? value : null })
          }
        />
      ))}
      <NumberInput
        className={classes.wide}
        label={t("account.limit.connections")}
        description={t("account.limit.connectionsHint")}
        inputWrapperOrder={["label", "input", "error", "description"]}
        placeholder="1"
        min={1}
        max={MOST_CONNECTIONS}
        allowDecimal={false}
        hideControls
        value={limits.connections ?? ""}
        onChange={(value) =>
          onChange({ ...limits, connections: typeof value === "number" ? value : null })
        }
      />
    </div>
  );
}
