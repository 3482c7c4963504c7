import { MultiSelect } from "@mantine/core";
import { t } from "../../shared/i18n/t";
import { PersonaInput } from "../../shared/stages/PersonaInput";
import { useStages } from "../../shared/stages/stages";
import type { MeantFor } from "../../wire/wire";
import classes from "./CadenceDialog.module.css";

type Props = {
  value: MeantFor;
  error: string | undefined;
  onChange: (value: MeantFor) => void;
};

/** For whom a cadence is meant: it is offered first for them. */
export function MeantForFields({ value, error, onChange }: Props) {
  const { stages } = useStages();
  return (
    <div className={classes.meant}>
      <PersonaInput
        label={t("cadenceDialog.persona")}
        value={value.persona}
        error={error}
        onChange={(persona) => onChange({ ...value, persona })}
      />
      <MultiSelect
        label={t("cadenceDialog.stages")}
        placeholder={value.stages.length === 0 ? t("cadenceDialog.stagesAll") : ""}
        data={stages.map(({ stage, name }) => ({ value: stage, label: name }))}
        value={value.stages}
        comboboxProps={{ transitionProps: { duration: 0 } }}
        onChange={(chosen) => onChange({ ...value, stages: chosen })}
      />
      <div className={classes.hint}>{t("cadenceDialog.meantHint")}</div>
    </div>
  );
}
