import { SegmentedControl } from "@mantine/core";
import { t } from "../../shared/i18n/t";
import { SearchField } from "../../shared/list/SearchField";
import type { CadenceCounts, CadenceFilter } from "../../wire/wire";
import { CADENCE_GRID_ID } from "./CadenceList";
import classes from "./CadenceToolbar.module.css";
import { cadenceFilters } from "./search";

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
      <SearchField
        label={t("cadences.search")}
        placeholder={t("cadences.searchPlaceholder")}
        clearLabel={t("cadences.searchClear")}
        listId={CADENCE_GRID_ID}
        search={search}
        onSearch={onSearch}
      />
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
