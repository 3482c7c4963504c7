import { Button, Menu } from "@mantine/core";
import { IconBraces } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Fragment, type RefObject, useContext, useRef } from "react";
import { customFieldsQuery } from "../../../shared/custom/queries";
import { t } from "../../../shared/i18n/t";
import {
  insertVariable,
  type Offer,
  OwnVariables,
  type TextField,
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
  const chosen = useRef<string | null>(null);
  const groups = useOffers();
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
        {groups.map(({ label, offers }) => (
          <Fragment key={label}>
            <Menu.Label>{label}</Menu.Label>
            {offers.map(({ variable, label }) => (
              <Menu.Item
                key={variable}
                onClick={() => {
                  chosen.current = variable;
                }}
              >
                {label}
              </Menu.Item>
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What can be put in, by whose it is: the closed list, the custom fields, and what the step has of its own. */
function useOffers(): { label: string; offers: Offer[] }[] {
  const { data: fields = [] } = useQuery(customFieldsQuery);
  const own = useContext(OwnVariables);
  const groups = variableGroups.map((group) => ({
    label: t(`variables.${group}`),
    offers: variables[group].map((variable) => ({ variable, label: t(`variables.${variable}`) })),
  }));
  const custom = fields.map(({ key, name }) => ({ variable: `custom.${key}`, label: name }));
  const step = own.map((name) => ({ variable: `step.${name}`, label: name }));
  return [
    ...groups,
    { label: t("variables.custom"), offers: custom },
    { label: t("variables.step"), offers: step },
  ].filter(({ offers }) => offers.length > 0);
}
