import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useCadenceActions } from "../../features/cadences/CadenceActions";
import { cadencesNamedQuery } from "../../features/cadences/queries";
import { usePartnershipActions } from "../../features/partnerships/PartnershipActions";
import { partnershipsFoundQuery } from "../../features/partnerships/queries";
import { language, t } from "../../shared/i18n/t";
import { shortcutOf } from "../../shared/shortcuts/registry";
import { useCommands } from "../useCommands";

const SEARCH_PAUSE_MS = 80;

export type PaletteItem = {
  key: string;
  kind: "command" | "cadence" | "partnership";
  label: string;
  /** The binding that does the same without the palette. */
  binding?: string | undefined;
  run: () => void;
};

/** The commands, cadences and partnerships that fit the text, and how the search for them stands. */
export function usePaletteItems(text: string) {
  const { open } = useCadenceActions();
  const { open: openPartnership } = usePartnershipActions();
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
  const people = useQuery({ ...partnershipsFoundQuery(search), enabled: search !== "" });
  // Until the answer to this text is there, only those of the last answer that fit it as well.
  const asked = search === text.trim();
  const answered = asked && !found.isPlaceholderData;
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

  // Partnerships are found by their contacts as well: only an answer to this text is sure to fit.
  const partnerships = (
    wanted && asked && !people.isPlaceholderData ? (people.data ?? []) : []
  ).map(
    ({ id, name, contact }): PaletteItem => ({
      key: `partnership-${id}`,
      kind: "partnership",
      label: contact === null ? name : t("palette.partnership", { name, contact }),
      run: () => openPartnership(id),
    }),
  );

  return {
    items: [...commands, ...cadences, ...partnerships],
    searching: wanted && (!asked || found.isFetching || people.isFetching),
    failed: wanted && (found.isError || people.isError),
  };
}
