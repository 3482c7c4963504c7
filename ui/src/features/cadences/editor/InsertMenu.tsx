import { Menu } from "@mantine/core";
import { type ReactElement, useRef } from "react";
import { t } from "../../../shared/i18n/t";
import { type StepType, stepTypes } from "./document";
import { stepTypeIcons } from "./stepTypeIcons";

type Props = {
  opened: boolean;
  onOpened: (opened: boolean) => void;
  onChoose: (type: StepType) => void;
  /** Called when it was closed without a choice: the focus belongs where it came from. */
  onAbandoned: () => void;
  /** The button that opens it. */
  children: ReactElement;
};

/** The types of steps, to insert one. */
export function InsertMenu({ opened, onOpened, onChoose, onAbandoned, children }: Props) {
  const chosen = useRef(false);
  return (
    <Menu
      opened={opened}
      onChange={onOpened}
      onOpen={() => {
        chosen.current = false;
      }}
      onExitTransitionEnd={() => {
        if (!chosen.current) onAbandoned();
      }}
      position="bottom-start"
      returnFocus={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {stepTypes.map((type) => {
          const Icon = stepTypeIcons[type];
          return (
            <Menu.Item
              key={type}
              leftSection={<Icon size={16} aria-hidden />}
              onClick={() => {
                chosen.current = true;
                onChoose(type);
              }}
            >
              {t(`editor.type.${type}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
