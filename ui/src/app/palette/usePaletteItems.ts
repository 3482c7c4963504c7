import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useCadenceActions } from "../../features/cadences/CadenceActions";
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
  const { open } = useCadenceActions();
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
  // Until the answer to this text is there, only those of the last answer that fit it as well.
  const answered = search === text.trim() && !found.isPlaceholderData;
  const lower = text.trim().toLocaleLowerCase(language);
  const cadences = (wanted ? (found.data ?? []) : [])
    .filter(({ name }) => answered || name.toLocaleLowerCase(language).includes(lower))
    .map(
      ({ id, name }): PaletteItem => ({
        key: `cadence-${id}`,
        kind: "cadence",
        label: name,
        run: () => open(id),
      }),
    );

  return {
    items: [...commands, ...cadences],
    searching: wanted && (search !== text.trim() || found.isFetching),
    failed: wanted && found.isError,
  };
}
