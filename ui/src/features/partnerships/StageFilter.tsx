import { Select } from "@mantine/core";
import { t } from "../../shared/i18n/t";
import { useStages } from "../../shared/stages/stages";
import type { Stage } from "../../wire/wire";

type Props = { value: Stage | null; onChange: (stage: Stage | null) => void };

/** Shows only the partnerships at a stage. */
export function StageFilter({ value, onChange }: Props) {
  const { stages } = useStages();
  return (
    <Select
      aria-label={t("partnerships.filter.stage")}
      placeholder={t("partnerships.filter.allStages")}
      data={stages.map(({ stage, name }) => ({ value: stage, label: name }))}
      value={value}
      clearable
      clearButtonProps={{ "aria-label": t("partnerships.filter.clearStage") }}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      onChange={onChange}
    />
  );
}
