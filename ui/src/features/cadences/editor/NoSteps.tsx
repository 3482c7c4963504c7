import { Button } from "@mantine/core";
import { IconTimeline } from "@tabler/icons-react";
import { t } from "../../../shared/i18n/t";
import { Message } from "../../../shared/kit/Message";
import { type StepType, stepTypes } from "./document";
import { stepTypeIcons } from "./stepTypeIcons";

/** Stands in the place of the steps while there are none. */
export function NoSteps({
  readOnly,
  onAdd,
}: {
  readOnly: boolean;
  onAdd: (type: StepType) => void;
}) {
  return (
    <Message
      icon={<IconTimeline size={32} stroke={1.5} />}
      title={t("editor.none.title")}
      actions={
        !readOnly &&
        stepTypes.map((type) => {
          const Icon = stepTypeIcons[type];
          return (
            <Button
              key={type}
              variant="default"
              leftSection={<Icon size={16} aria-hidden />}
              onClick={() => onAdd(type)}
            >
              {t(`editor.type.${type}`)}
            </Button>
          );
        })
      }
    >
      {!readOnly && t("editor.none.text")}
    </Message>
  );
}
