import { useMantineColorScheme } from "@mantine/core";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useCadenceActions } from "../features/cadences/CadenceActions";
import { usePartnershipActions } from "../features/partnerships/PartnershipActions";
import { focusDuePanel } from "../features/work/focusDuePanel";
import { useWork } from "../features/work/useWork";
import type { MessageKey } from "../shared/i18n/t";
import { readPreference, writePreference } from "../shared/preferences/preferences";
import type { ShortcutId } from "../shared/shortcuts/registry";
import { useShortcutSheet } from "../shared/shortcuts/ShortcutSheet";
import { useRevealWorkspace } from "../shared/workspace/useRevealWorkspace";
import { usePracticeCommands } from "./usePracticeCommands";

export type Command = {
  label: MessageKey;
  shortcut?: ShortcutId;
  run: () => void;
};

/** What the palette offers; most of it has a key as well. */
export function useCommands(): Command[] {
  const navigate = useNavigate();
  const { startNew } = useCadenceActions();
  const partnerships = usePartnershipActions();
  // The key makes what the screen is about.
  const amongPartnerships = useRouterState({
    select: ({ location }) => location.pathname.startsWith("/partnerships"),
  });
  const sheet = useShortcutSheet();
  const { setColorScheme } = useMantineColorScheme();
  const { reveal } = useRevealWorkspace();
  const { line } = useWork();
  const practice = usePracticeCommands();
  const toggle = (key: "navigationOpen" | "panelOpen") =>
    writePreference(key, !readPreference(key));
  return [
    {
      label: "command.goCadences",
      shortcut: "goCadences",
      run: () => void navigate({ to: "/cadences", search: { filter: "all", q: "" } }),
    },
    {
      label: "command.goPartnerships",
      shortcut: "goPartnerships",
      run: () => void navigate({ to: "/partnerships" }),
    },
    {
      label: "command.goReplies",
      shortcut: "goReplies",
      run: () => void navigate({ to: "/replies" }),
    },
    {
      label: "command.goOutbox",
      shortcut: "goOutbox",
      run: () => void navigate({ to: "/outbox" }),
    },
    {
      label: "command.goSettings",
      shortcut: "goSettings",
      run: () => void navigate({ to: "/settings" }),
    },
    { label: "command.goDue", shortcut: "goDue", run: focusDuePanel },
    { label: "command.runNext", shortcut: "runNext", run: () => void line.runNext() },
    {
      label: "command.newCadence",
      run: startNew,
      ...(!amongPartnerships && { shortcut: "new" }),
    },
    {
      label: "command.newPartnership",
      run: partnerships.startNew,
      ...(amongPartnerships && { shortcut: "new" }),
    },
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
    ...practice,
  ];
}
