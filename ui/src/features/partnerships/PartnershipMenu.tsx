import { Menu } from "@mantine/core";
import { IconArrowMerge, IconArrowRight, IconPencil, IconTrash } from "@tabler/icons-react";
import { t } from "../../shared/i18n/t";
import { Keys } from "../../shared/shortcuts/Keys";
import type { PartnershipId } from "../../wire/wire";
import { usePartnershipActions } from "./PartnershipActions";

type Props = {
  partnership: { id: PartnershipId; name: string };
  /** In the list it also opens the partnership, and shows the keys that work there. */
  inList?: boolean;
};

/** What can be done to a partnership, as the content of a menu. */
export function PartnershipMenu({ partnership, inList = false }: Props) {
  const { open, startEdit, startMerge, remove } = usePartnershipActions();
  const keys = (binding: string) => inList && <Keys binding={binding} />;
  return (
    <Menu.Dropdown>
      {inList && (
        <Menu.Item
          leftSection={<IconArrowRight size={16} aria-hidden />}
          rightSection={keys("enter")}
          onClick={() => open(partnership.id)}
        >
          {t("partnerships.open")}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconPencil size={16} aria-hidden />}
        rightSection={keys("f2")}
        onClick={() => startEdit(partnership)}
      >
        {t("partnerships.edit")}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowMerge size={16} aria-hidden />}
        onClick={() => startMerge(partnership)}
      >
        {t("partnerships.merge")}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconTrash size={16} aria-hidden />}
        rightSection={keys("delete")}
        onClick={() => remove(partnership)}
      >
        {t("partnerships.delete")}
      </Menu.Item>
    </Menu.Dropdown>
  );
}
