import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { t } from "../../shared/i18n/t";
import { ScreenHeader } from "../../shared/kit/ScreenHeader";
import { useDelayed } from "../../shared/kit/useDelayed";
import { ListSkeleton } from "../../shared/list/ListSkeleton";
import { SearchField } from "../../shared/list/SearchField";
import { useSelection } from "../../shared/list/useSelection";
import { useReady } from "../../shared/ready/ready";
import { ariaKeys } from "../../shared/shortcuts/Keys";
import type { Stage } from "../../wire/wire";
import { usePartnershipActions } from "./PartnershipActions";
import { PARTNERSHIP_GRID_ID, PartnershipList } from "./PartnershipList";
import { NoPartnerships, PartnershipListFailed } from "./PartnershipMessages";
import classes from "./PartnershipsScreen.module.css";
import { partnershipListQuery } from "./queries";
import { StageFilter } from "./StageFilter";

const SKELETON_AFTER_MS = 150;

export function PartnershipsScreen() {
  const { q = "", stage = null } = useSearch({ from: "/frame/partnerships" });
  const navigate = useNavigate();
  const { startNew } = usePartnershipActions();
  const list = useInfiniteQuery(partnershipListQuery(q, stage));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const selection = useSelection(rows, list.isPlaceholderData ? null : `${stage ?? ""} ${q}`);
  const late = useDelayed(list.isPending, SKELETON_AFTER_MS);
  useReady("partnerships", !list.isPending);

  const show = (text: string, at: Stage | null) =>
    void navigate({
      to: "/partnerships",
      search: { ...(text !== "" && { q: text }), ...(at !== null && { stage: at }) },
      replace: true,
    });

  return (
    <section className={classes.screen} aria-label={t("partnerships.title")}>
      <ScreenHeader
        title={t("partnerships.title")}
        action={
          <Button onClick={startNew} aria-keyshortcuts={ariaKeys("n")}>
            {t("partnerships.new")}
          </Button>
        }
      />
      <div className={classes.toolbar}>
        <SearchField
          label={t("partnerships.search")}
          placeholder={t("partnerships.searchPlaceholder")}
          clearLabel={t("partnerships.searchClear")}
          listId={PARTNERSHIP_GRID_ID}
          search={q}
          onSearch={(text) => show(text, stage)}
        />
        <StageFilter value={stage} onChange={(at) => show(q, at)} />
      </div>
      {list.isPending && late && <ListSkeleton label={t("partnerships.loading")} />}
      {list.isError && !list.data && (
        <PartnershipListFailed error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data && rows.length === 0 && (
        <NoPartnerships
          search={q}
          filtered={stage !== null}
          onNew={startNew}
          onClearSearch={() => show("", stage)}
          onClearFilter={() => show(q, null)}
        />
      )}
      {rows.length > 0 && (
        <PartnershipList
          rows={rows}
          total={q === "" && stage === null ? list.data?.pages[0]?.total : undefined}
          selection={selection}
          more={{
            exists: list.hasNextPage,
            loading: list.isFetching,
            failed: list.isFetchNextPageError,
            load: () => void list.fetchNextPage(),
          }}
        />
      )}
    </section>
  );
}
