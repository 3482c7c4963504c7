import { Button, Menu } from "@mantine/core";
import { IconBraces } from "@tabler/icons-react";
import { Fragment, type RefObject, useRef } from "react";
import { t } from "../../../shared/i18n/t";
import {
  insertVariable,
  type TextField,
  type Variable,
  variableGroups,
  variables,
} from "./variables";

type Props = {
  /** The name of the field, for the button's name. */
  label: string;
  field: RefObject<TextField | null>;
};

/** Inserts a variable into the field, where its cursor is. */
export function VariablesMenu({ label, field }: Props) {
  // The menu holds the focus until it is closed, and the cursor is where the focus is.
  const chosen = useRef<Variable | null>(null);
  return (
    <Menu
      position="bottom-end"
      returnFocus={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
      onExitTransitionEnd={() => {
        const variable = chosen.current;
        chosen.current = null;
        const { current } = field;
        if (!current) return;
        // Within React's own event the new value would be set from outside, which empties the
        // field's undo.
        if (variable) queueMicrotask(() => insertVariable(current, variable));
        else current.focus();
      }}
    >
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconBraces size={14} aria-hidden />}
          aria-label={t("stepForm.insertInto", { field: label })}
        >
          {t("stepForm.variables")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {variableGroups.map((group) => (
          <Fragment key={group}>
            <Menu.Label>{t(`variables.${group}`)}</Menu.Label>
            {variables[group].map((variable) => (
              <Menu.Item
                key={variable}
                onClick={() => {
                  chosen.current = variable;
                }}
              >
                {t(`variables.${variable}`)}
              </Menu.Item>
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
