import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { t } from "../../shared/i18n/t";
import { ScreenHeader } from "../../shared/kit/ScreenHeader";
import { useDelayed } from "../../shared/kit/useDelayed";
import { ListSkeleton } from "../../shared/list/ListSkeleton";
import { useSelection } from "../../shared/list/useSelection";
import { useReady } from "../../shared/ready/ready";
import { ariaKeys } from "../../shared/shortcuts/Keys";
import { useCadenceActions } from "./CadenceActions";
import { CadenceList } from "./CadenceList";
import { CadenceListFailed, NoCadences } from "./CadenceMessages";
import classes from "./CadencesScreen.module.css";
import { CadenceToolbar } from "./CadenceToolbar";
import { cadenceListQuery } from "./queries";
import type { CadenceSearch } from "./search";

const SKELETON_AFTER_MS = 150;

export function CadencesScreen() {
  const { filter, q, row } = useSearch({ from: "/frame/cadences" });
  const navigate = useNavigate();
  const { startNew } = useCadenceActions();
  const list = useInfiniteQuery(cadenceListQuery(filter, q));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const counts = list.data?.pages[0]?.counts;
  const { isPlaceholderData } = list;
  const selection = useSelection(rows, isPlaceholderData ? null : `${filter}:${q}`);
  const late = useDelayed(list.isPending, SKELETON_AFTER_MS);
  useReady("cadences", !list.isPending);

  const { hasNextPage, isFetching, fetchNextPage } = list;
  const { select } = selection;
  useEffect(() => {
    if (row === undefined || isPlaceholderData) return;
    const at = rows.findIndex(({ id }) => id === row);
    if (at >= 0) {
      select(at);
      void navigate({ to: "/cadences", search: { filter, q }, replace: true });
    } else if (hasNextPage && !isFetching) {
      void fetchNextPage();
    }
  }, [
    row,
    rows,
    isPlaceholderData,
    select,
    navigate,
    filter,
    q,
    hasNextPage,
    isFetching,
    fetchNextPage,
  ]);

  const show = (search: CadenceSearch, replace: boolean) =>
    void navigate({ to: "/cadences", search, replace });

  return (
    <section className={classes.screen} aria-label={t("cadences.title")}>
      <ScreenHeader
        title={t("cadences.title")}
        action={
          <Button onClick={startNew} aria-keyshortcuts={ariaKeys("n")}>
            {t("cadences.new")}
          </Button>
        }
      />
      <CadenceToolbar
        filter={filter}
        search={q}
        counts={counts}
        onFilter={(next) => show({ filter: next, q }, false)}
        onSearch={(text) => show({ filter, q: text }, true)}
      />
      {list.isPending && late && <ListSkeleton label={t("cadences.loading")} />}
      {list.isError && !list.data && (
        <CadenceListFailed error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data && rows.length === 0 && (
        <NoCadences
          filter={filter}
          search={q}
          counts={counts}
          onNew={startNew}
          onClearSearch={() => show({ filter, q: "" }, true)}
          onFilter={(next) => show({ filter: next, q: "" }, false)}
        />
      )}
      {rows.length > 0 && (
        <CadenceList
          rows={rows}
          total={q === "" ? counts?.[filter] : undefined}
          selection={selection}
          more={{
            exists: hasNextPage,
            loading: isFetching,
            failed: list.isFetchNextPageError,
            load: () => void fetchNextPage(),
          }}
        />
      )}
    </section>
  );
}
