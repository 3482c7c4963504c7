import { useMantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useCadenceActions } from "../features/cadences/CadenceActions";
import type { MessageKey } from "../shared/i18n/t";
import { readPreference, writePreference } from "../shared/preferences/preferences";
import type { ShortcutId } from "../shared/shortcuts/registry";
import { useShortcutSheet } from "../shared/shortcuts/ShortcutSheet";
import { useRevealWorkspace } from "../shared/workspace/useRevealWorkspace";

export type Command = {
  label: MessageKey;
  shortcut?: ShortcutId;
  run: () => void;
};

/** What the palette offers; most of it has a key as well. */
export function useCommands(): Command[] {
  const navigate = useNavigate();
  const { startNew } = useCadenceActions();
  const sheet = useShortcutSheet();
  const { setColorScheme } = useMantineColorScheme();
  const { reveal } = useRevealWorkspace();
  const toggle = (key: "navigationOpen" | "panelOpen") =>
    writePreference(key, !readPreference(key));
  return [
    {
      label: "command.goCadences",
      shortcut: "goCadences",
      run: () => void navigate({ to: "/cadences", search: { filter: "all", q: "" } }),
    },
    {
      label: "command.goSettings",
      shortcut: "goSettings",
      run: () => void navigate({ to: "/settings" }),
    },
    { label: "command.newCadence", shortcut: "newCadence", run: startNew },
    {
      label: "command.toggleNavigation",
      shortcut: "toggleNavigation",
      run: () => toggle("navigationOpen"),
    },
    { label: "command.togglePanel", shortcut: "togglePanel", run: () => toggle("panelOpen") },
    { label: "command.themeLight", run: () => setColorScheme("light") },
    { label: "command.themeDark", run: () => setColorScheme("dark") },
    { label: "command.themeSystem", run: () => setColorScheme("auto") },
    { label: "command.shortcuts", shortcut: "shortcuts", run: sheet.show },
    { label: "command.revealWorkspace", run: reveal },
  ];
}
