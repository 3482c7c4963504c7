import { Menu } from "@mantine/core";
import {
  IconArchive,
  IconArchiveOff,
  IconCopy,
  IconListDetails,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { t } from "../../shared/i18n/t";
import { Keys } from "../../shared/shortcuts/Keys";
import type { CadenceSummary } from "../../wire/wire";
import { useCadenceActions } from "./CadenceActions";

type Props = {
  cadence: CadenceSummary;
  /** In the list it also opens the editor, and shows the keys that work there. */
  inList?: boolean;
};

/** What can be done to a cadence, as the content of a menu. */
export function CadenceMenu({ cadence, inList = false }: Props) {
  const actions = useCadenceActions();
  const { status } = cadence;
  const keys = (binding: string) => inList && <Keys binding={binding} />;
  return (
    <Menu.Dropdown>
      {inList && (
        <Menu.Item
          leftSection={<IconListDetails size={16} aria-hidden />}
          rightSection={keys("enter")}
          onClick={() => actions.open(cadence.id)}
        >
          {t("cadences.open")}
        </Menu.Item>
      )}
      {status !== "archived" && (
        <>
          <Menu.Item
            leftSection={<IconPencil size={16} aria-hidden />}
            rightSection={keys("f2")}
            onClick={() => actions.startEdit(cadence)}
          >
            {t("cadences.edit")}
          </Menu.Item>
          {inList && <ActivateItem cadence={cadence} />}
        </>
      )}
      <Menu.Item
        leftSection={<IconCopy size={16} aria-hidden />}
        onClick={() => actions.duplicate(cadence)}
      >
        {t("cadences.duplicate")}
      </Menu.Item>
      {status === "archived" ? (
        <Menu.Item
          leftSection={<IconArchiveOff size={16} aria-hidden />}
          rightSection={keys("r")}
          onClick={() => actions.restore(cadence)}
        >
          {t("cadences.restore")}
        </Menu.Item>
      ) : (
        <Menu.Item
          leftSection={<IconArchive size={16} aria-hidden />}
          rightSection={keys("delete")}
          onClick={() => actions.archive(cadence)}
        >
          {t("cadences.archive")}
        </Menu.Item>
      )}
    </Menu.Dropdown>
  );
}

function ActivateItem({ cadence }: { cadence: CadenceSummary }) {
  const { activate, deactivate } = useCadenceActions();
  if (cadence.status === "active") {
    return (
      <Menu.Item
        leftSection={<IconPlayerPause size={16} aria-hidden />}
        onClick={() => deactivate(cadence)}
      >
        {t("cadences.deactivate")}
      </Menu.Item>
    );
  }
  return (
    <Menu.Item
      leftSection={<IconPlayerPlay size={16} aria-hidden />}
      onClick={() => activate(cadence)}
    >
      {t("cadences.activate")}
    </Menu.Item>
  );
}
