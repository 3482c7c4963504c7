import { Modal, Text } from "@mantine/core";
import { createContext, Fragment, type ReactNode, use, useMemo, useState } from "react";
import { t } from "../i18n/t";
import { usePreference } from "../preferences/preferences";
import { Keys } from "./Keys";
import { type Shortcut, shortcutIds, shortcutOf } from "./registry";
import classes from "./ShortcutSheet.module.css";
import { useShortcuts } from "./useShortcuts";

const groups = [
  "everywhere",
  "goTo",
  "lists",
  "replies",
  "steps",
] as const satisfies readonly Shortcut["group"][];

const SheetContext = createContext<{ show: () => void } | null>(null);

export function useShortcutSheet(): { show: () => void } {
  const sheet = use(SheetContext);
  if (!sheet) throw new Error("useShortcutSheet needs a ShortcutSheetProvider above it");
  return sheet;
}

export function ShortcutSheetProvider({ children }: { children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  const sheet = useMemo(() => ({ show: () => setOpened(true) }), []);
  useShortcuts({ shortcuts: sheet.show });
  return (
    <SheetContext value={sheet}>
      {children}
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t("shortcuts.title")}
        size={720}
        closeButtonProps={{ "aria-label": t("shortcuts.close") }}
      >
        <Sheet />
      </Modal>
    </SheetContext>
  );
}

function Sheet() {
  const [singleKeys] = usePreference("singleKeys");
  return (
    <>
      {!singleKeys && (
        <Text size="sm" mb="md">
          {t("shortcuts.off")}
        </Text>
      )}
      <div className={classes.groups}>
        {groups.map((group) => (
          <section key={group} className={classes.group}>
            <h3 className={classes.title}>{t(`shortcuts.group.${group}`)}</h3>
            <dl className={classes.list}>
              {shortcutIds
                .map((id) => ({ id, ...shortcutOf(id) }))
                .filter((shortcut) => shortcut.group === group)
                .map(({ id, keys, label }) => (
                  <div key={id} className={classes.line}>
                    <dt>{t(label)}</dt>
                    <dd className={classes.keys}>
                      {keys.map((binding, at) => (
                        <Fragment key={binding}>
                          {at > 0 && <span className={classes.or}>{t("shortcuts.or")}</span>}
                          <Keys binding={binding} />
                        </Fragment>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  );
}
