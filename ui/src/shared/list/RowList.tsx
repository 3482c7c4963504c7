import { Button } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import { t } from "../i18n/t";
import { useShortcuts } from "../shortcuts/useShortcuts";
import classes from "./RowList.module.css";

const ROW_HEIGHT = 84;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 30;

type Props<Row> = {
  label: string;
  rows: readonly Row[];
  more: { exists: boolean; loading: boolean; failed: boolean; load: () => void };
  /** Shows a row. What the keyboard goes to in it bears `data-row-link`. */
  children: (row: Row) => ReactNode;
};

/** A long list of messages, of which only the visible rows are there. */
export function RowList<Row extends { id: number }>({ label, rows, more, children }: Props<Row>) {
  const list = useRef<HTMLDivElement>(null);
  const focused = useRef(-1);
  const virtual = useVirtualizer({
    count: rows.length + (more.exists ? 1 : 0),
    getScrollElement: () => list.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (at) => rows[at]?.id ?? "more",
    // Texts may take several lines.
    measureElement: (element) => (element as HTMLElement).offsetHeight || ROW_HEIGHT,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();

  const last = items.at(-1)?.index ?? 0;
  const wanted = more.exists && !more.loading && !more.failed;
  const { load } = more;
  useEffect(() => {
    if (wanted && last >= rows.length - AHEAD) load();
  }, [wanted, last, rows.length, load]);

  const go = (to: number) => {
    const at = Math.max(0, Math.min(to, rows.length - 1));
    virtual.scrollToIndex(at, { align: "auto" });
    // A row far away is there with the next frame.
    const focus = () =>
      list.current
        ?.querySelector<HTMLElement>(`[data-index="${at}"] [data-row-link]`)
        ?.focus({ preventScroll: true });
    focus();
    requestAnimationFrame(focus);
  };
  useShortcuts({
    listNext: () => go(focused.current + 1),
    listPrevious: () => go(focused.current < 0 ? 0 : focused.current - 1),
    listFirst: () => go(0),
    listLast: () => go(rows.length - 1),
  });

  return (
    <div ref={list} className={classes.list}>
      <ul className={classes.rows} style={{ height: virtual.getTotalSize() }} aria-label={label}>
        {items.map((item) => {
          const row = rows[item.index];
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              data-list-row
              className={classes.row}
              style={{ transform: `translateY(${item.start}px)` }}
              onFocus={() => {
                focused.current = item.index;
              }}
            >
              {row ? children(row) : <More more={more} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function More({ more }: Pick<Props<unknown>, "more">) {
  return (
    <div className={classes.loadMore}>
      {more.failed ? (
        <>
          {t("list.moreFailed")}{" "}
          <Button size="compact-sm" variant="default" onClick={more.load}>
            {t("action.retry")}
          </Button>
        </>
      ) : (
        t("list.loadingMore")
      )}
    </div>
  );
}
