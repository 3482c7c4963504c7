import { Button, SegmentedControl } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import type { PartnershipId } from "../../../wire/wire";
import { timelineQuery } from "../queries";
import { Section } from "./Section";
import { kindOf, type TimelineFilter, timelineFilters } from "./sentence";
import classes from "./Timeline.module.css";
import { TimelineLine } from "./TimelineLine";

/** With fewer entries than this on the screen, more are asked for without being asked. */
const ENOUGH = 20;

/** Everything that happened, the latest first. */
export function Timeline({ id }: { id: PartnershipId }) {
  const [filter, setFilter] = useState<TimelineFilter>("all");
  const list = useInfiniteQuery(timelineQuery(id));
  const { data, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list;
  const entries = useMemo(() => data?.pages.flatMap((page) => page.entries) ?? [], [data]);
  const byId = useMemo(() => new Map(entries.map((entry) => [entry.id, entry])), [entries]);
  const shown = filter === "all" ? entries : entries.filter(({ what }) => kindOf(what) === filter);

  // The program knows no filters: what one leaves over may lie on the next pages.
  const few = hasNextPage && !isFetching && !isFetchNextPageError && shown.length < ENOUGH;
  useEffect(() => {
    if (few) void fetchNextPage();
  }, [few, fetchNextPage]);

  return (
    <Section
      title={t("partnerships.timeline")}
      aside={
        <SegmentedControl
          aria-label={t("partnerships.timeline.filter")}
          size="xs"
          value={filter}
          onChange={setFilter}
          data={timelineFilters.map((value) => ({
            value,
            label: t(`partnerships.timeline.${value}`),
          }))}
        />
      }
    >
      {list.isError && !data && (
        <div role="alert" className={classes.note}>
          {t("partnerships.timeline.failed")} {describeError(list.error)}{" "}
          <Button size="compact-sm" variant="default" onClick={() => void list.refetch()}>
            {t("action.retry")}
          </Button>
        </div>
      )}
      {data && shown.length === 0 && !hasNextPage && (
        <p className={classes.note}>{t("partnerships.timeline.none")}</p>
      )}
      <ol className={classes.list} aria-label={t("partnerships.timeline")}>
        {shown.map((entry) => (
          <TimelineLine key={entry.id} entry={entry} entryOf={(event) => byId.get(event)} />
        ))}
      </ol>
      {hasNextPage && <Earlier loading={isFetching} onLoad={() => void fetchNextPage()} />}
    </Section>
  );
}

/** Loads the next page when it comes into view, or when it is pressed. */
function Earlier({ loading, onLoad }: { loading: boolean; onLoad: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(onLoad);
  useEffect(() => {
    latest.current = onLoad;
  });
  useEffect(() => {
    if (loading || !button.current || !("IntersectionObserver" in window)) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) latest.current();
    });
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [loading]);
  return (
    <Button ref={button} size="compact-sm" variant="default" loading={loading} onClick={onLoad}>
      {t("partnerships.timeline.earlier")}
    </Button>
  );
}
