import { Select } from "@mantine/core";
import { t } from "../../shared/i18n/t";

const SHOWN = 40;

let known: readonly string[] | undefined;

function zones(): readonly string[] {
  known ??= [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC"])].sort();
  return known;
}

type Props = {
  value: string | null;
  /** What an empty field means. */
  placeholder: string;
  error: string | undefined;
  onChange: (zone: string | null) => void;
};

/** A time zone, found by the name of its place. */
export function ZoneSelect({ value, placeholder, error, onChange }: Props) {
  const all = value === null || zones().includes(value) ? zones() : [value, ...zones()];
  return (
    <Select
      label={t("partnerships.field.zone")}
      placeholder={placeholder}
      searchable
      clearable
      limit={SHOWN}
      nothingFoundMessage={t("partnerships.field.zoneNone")}
      // A space is what is typed for the underscore of the name.
      data={all.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
      value={value}
      error={error}
      onChange={onChange}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      clearButtonProps={{ "aria-label": t("partnerships.field.zoneClear") }}
    />
  );
}
