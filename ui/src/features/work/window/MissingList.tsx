import { IconAlertTriangle } from "@tabler/icons-react";
import { t } from "../../../shared/i18n/t";
import classes from "./TouchWindow.module.css";

type Props = {
  names: readonly string[];
  /** Whether the text around them can be changed here. */
  writable?: boolean;
};

/** The variables that have no value, each with what helps. */
export function MissingList({ names, writable = false }: Props) {
  if (names.length === 0) return null;
  return (
    <ul className={classes.missing} aria-label={t("work.missing")}>
      {names.map((name) => (
        <li key={name}>
          <IconAlertTriangle size={14} aria-hidden className={classes.warning} />
          <span>{sentenceOf(name, writable ? "missing" : "absent")}</span>
        </li>
      ))}
    </ul>
  );
}

function sentenceOf(name: string, words: "missing" | "absent"): string {
  const [about] = name.split(".");
  switch (about) {
    case "contact":
    case "partnership":
    case "sender":
    case "touch":
      return t(`work.${words}.${about}`, { name });
    default:
      return t(`work.${words}.other`, { name });
  }
}
