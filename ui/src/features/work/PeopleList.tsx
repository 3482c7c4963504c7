import { Button } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { t } from "../../shared/i18n/t";
import { useSelection } from "../../shared/list/useSelection";
import { readPreference } from "../../shared/preferences/preferences";
import { isComposing } from "../../shared/shortcuts/keys";
import type { DueRow, TouchId } from "../../wire/wire";
import classes from "./DuePanel.module.css";
import { PersonRow } from "./PersonRow";
import { useWork } from "./useWork";

const ROW_HEIGHT = 56;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 30;

type Props = {
  /** Which list it is: the choice is forgotten in another one. */
  scope: string;
  rows: readonly DueRow[];
  label: string;
  /** How many there are in all, when that is known. */
  total: number | undefined;
  onBack: () => void;
  more: { exists: boolean; loading: boolean; failed: boolean; load: () => void };
};

/** The due people, in the order in which they are worked through. */
export function PeopleList({ scope, rows, label, total, onBack, more }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const { line, actions, shown } = useWork();
  const { index, selected: chosen, select: choose } = useSelection(rows, scope);
  const [menuOf, setMenuOf] = useState<TouchId | null>(null);
  const [toEnd, setToEnd] = useState(false);
  const open = shown?.type === "touch" ? shown.touch : null;

  const virtual = useVirtualizer({
    count: rows.length + (more.exists ? 1 : 0),
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (at) => rows[at]?.id ?? "more",
    overscan: 8,
  });
  const items = virtual.getVirtualItems();

  const last = items.at(-1)?.index ?? 0;
  const wanted = more.exists && !more.loading && !more.failed;
  const { load } = more;
  useEffect(() => {
    if (wanted && (toEnd || last >= rows.length - AHEAD)) load();
  }, [wanted, toEnd, last, rows.length, load]);

  useEffect(() => {
    if (!toEnd || more.exists) return;
    setToEnd(false);
    choose(rows.length - 1);
  }, [toEnd, more.exists, choose, rows.length]);

  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: "auto" });
  }, [index, virtual]);

  useEffect(() => grid.current?.focus({ preventScroll: true }), []);

  const go = (to: number) => {
    setToEnd(false);
    choose(Math.max(0, Math.min(to, rows.length - 1)));
    grid.current?.focus({ preventScroll: true });
  };
  const whom = (row: DueRow) => ({ id: row.id, contact_name: row.contact_name });

  const keys: Record<string, (() => void) | undefined> = {
    ArrowDown: () => go(index + 1),
    ArrowUp: () => go(index < 0 ? 0 : index - 1),
    Home: () => go(0),
    End: () => {
      go(rows.length - 1);
      setToEnd(more.exists);
    },
    ArrowLeft: onBack,
    Escape: onBack,
    ...(chosen && {
      Enter: () => line.openRow(chosen),
      Delete: () => void actions.skip(whom(chosen)),
    }),
  };
  const singleKeys: Record<string, (() => void) | undefined> = {
    j: keys.ArrowDown,
    k: keys.ArrowUp,
    ...(chosen && {
      s: () => setMenuOf(chosen.id),
      x: () => void actions.skip(whom(chosen)),
    }),
  };

  function onKeyDown(event: KeyboardEvent) {
    // A menu of a row is below it in the tree of components, not on the page.
    if (event.target !== event.currentTarget || isComposing(event.nativeEvent)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const single = readPreference("singleKeys") ? singleKeys[event.key] : undefined;
    const run = keys[event.key] ?? single;
    if (!run) return;
    event.preventDefault();
    run();
  }

  return (
    <div
      ref={grid}
      className={classes.grid}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={total ?? (more.exists ? -1 : rows.length)}
      aria-colcount={2}
      aria-activedescendant={chosen && `due-${chosen.id}`}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (event.target === event.currentTarget && index < 0) choose(0);
      }}
    >
      <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          const style = { transform: `translateY(${item.start}px)` };
          if (!row) {
            return (
              <div key={item.key} role="row" className={classes.person} style={style}>
                <span role="gridcell" className={classes.more}>
                  {more.failed ? t("work.panel.moreFailed") : t("work.panel.loadingMore")}{" "}
                  {more.failed && (
                    <Button size="compact-sm" variant="default" onClick={more.load}>
                      {t("action.retry")}
                    </Button>
                  )}
                </span>
              </div>
            );
          }
          return (
            <PersonRow
              key={item.key}
              row={row}
              index={item.index}
              style={style}
              chosen={item.index === index}
              open={row.id === open}
              menuOpen={menuOf === row.id}
              onMenu={(opened) => setMenuOf(opened ? row.id : null)}
              onMenuClosed={() => grid.current?.focus({ preventScroll: true })}
              onOpen={() => {
                choose(item.index);
                line.openRow(row);
              }}
              onSkip={() => void actions.skip(whom(row))}
              onSnooze={(until) => void actions.snooze(whom(row), until)}
            />
          );
        })}
      </div>
    </div>
  );
}
