import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { cadencesNamedQuery } from "../../features/cadences/queries";
import { language, t } from "../../shared/i18n/t";
import { shortcutOf } from "../../shared/shortcuts/registry";
import { useCommands } from "../useCommands";

const SEARCH_PAUSE_MS = 80;

export type PaletteItem = {
  key: string;
  kind: "command" | "cadence";
  label: string;
  /** The binding that does the same without the palette. */
  binding?: string | undefined;
  run: () => void;
};

/** The commands and cadences that fit the text, and how the search for cadences stands. */
export function usePaletteItems(text: string) {
  const navigate = useNavigate();
  const words = text.trim().toLocaleLowerCase(language).split(/\s+/);
  const commands = useCommands()
    .map(
      ({ label, shortcut, run }): PaletteItem => ({
        key: label,
        kind: "command",
        label: t(label),
        binding: shortcut && shortcutOf(shortcut).keys[0],
        run,
      }),
    )
    .filter(({ label }) => {
      const lower = label.toLocaleLowerCase(language);
      return words.every((word) => lower.includes(word));
    });

  const [search] = useDebouncedValue(text.trim(), SEARCH_PAUSE_MS);
  const wanted = text.trim() !== "";
  const found = useQuery({ ...cadencesNamedQuery(search), enabled: search !== "" });
  const cadences = (wanted ? (found.data ?? []) : []).map(
    ({ id, name }): PaletteItem => ({
      key: `cadence-${id}`,
      kind: "cadence",
      label: name,
      run: () => void navigate({ to: "/cadences", search: { filter: "all", q: "", row: id } }),
    }),
  );

  return {
    items: [...commands, ...cadences],
    searching: wanted && (search !== text.trim() || found.isFetching),
    failed: wanted && found.isError,
  };
}
