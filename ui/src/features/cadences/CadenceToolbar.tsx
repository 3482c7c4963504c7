import { CloseButton, SegmentedControl, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { t } from "../../shared/i18n/t";
import { holdBusy } from "../../shared/ready/ready";
import { ariaKeys } from "../../shared/shortcuts/Keys";
import { isComposing } from "../../shared/shortcuts/keys";
import { useShortcuts } from "../../shared/shortcuts/useShortcuts";
import type { CadenceCounts, CadenceFilter } from "../../wire/wire";
import { CADENCE_GRID_ID } from "./CadenceList";
import classes from "./CadenceToolbar.module.css";
import { cadenceFilters } from "./search";

const SEARCH_PAUSE_MS = 80;

type Props = {
  filter: CadenceFilter;
  search: string;
  counts: CadenceCounts | undefined;
  onFilter: (filter: CadenceFilter) => void;
  onSearch: (text: string) => void;
};

export function CadenceToolbar({ filter, search, counts, onFilter, onSearch }: Props) {
  return (
    <div className={classes.toolbar}>
      <SegmentedControl
        aria-label={t("cadences.filter")}
        size="sm"
        value={filter}
        onChange={onFilter}
        data={cadenceFilters.map((value) => ({
          value,
          label: <FilterLabel filter={value} count={counts?.[value]} />,
        }))}
      />
      <SearchField search={search} onSearch={onSearch} />
    </div>
  );
}

function FilterLabel({ filter, count }: { filter: CadenceFilter; count: number | undefined }) {
  return (
    <span className={classes.filter}>
      {t(`cadences.filter.${filter}`)}{" "}
      {count !== undefined && (
        <span className={classes.count} data-figures>
          {t("app.count", { count })}
        </span>
      )}
    </span>
  );
}

function SearchField({ search, onSearch }: Pick<Props, "search" | "onSearch">) {
  const [text, setText] = useState(search);
  const [asked, setAsked] = useState(search);
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({
    search: () => {
      input.current?.focus();
      input.current?.select();
    },
  });

  // The address changed by other means, such as going back: it wins over what stands here.
  if (asked !== search) {
    setAsked(search);
    if (text.trim() !== search) setText(search);
  }

  const wanted = text.trim();
  const latest = useRef(onSearch);
  useEffect(() => {
    latest.current = onSearch;
  });
  useEffect(() => {
    if (wanted === search) return;
    const release = holdBusy();
    const timer = setTimeout(() => {
      latest.current(wanted);
      release();
    }, SEARCH_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      release();
    };
  }, [wanted, search]);

  const clear = () => {
    setText("");
    onSearch("");
    input.current?.focus();
  };

  return (
    <TextInput
      ref={input}
      className={classes.search}
      aria-label={t("cadences.search")}
      aria-keyshortcuts={ariaKeys("/")}
      placeholder={t("cadences.searchPlaceholder")}
      autoComplete="off"
      spellCheck={false}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text === "" ? null : (
          <CloseButton size={24} aria-label={t("cadences.searchClear")} onClick={clear} />
        )
      }
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (isComposing(event.nativeEvent)) return;
        if (event.key === "Escape") {
          if (text === "") input.current?.blur();
          else clear();
        } else if (event.key === "ArrowDown" || event.key === "Enter") {
          event.preventDefault();
          document.getElementById(CADENCE_GRID_ID)?.focus();
        }
      }}
    />
  );
}
