import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type RefObject, useRef } from "react";
import { callersQuery } from "../../shared/callers/callers";
import { t } from "../../shared/i18n/t";
import { useDelayed } from "../../shared/kit/useDelayed";
import type { CallerNumber } from "../../wire/wire";
import { CallerForm } from "./CallerForm";
import { CallerLine } from "./CallerLine";
import styles from "./Callers.module.css";
import { NotLoaded } from "./NotLoaded";
import rows from "./SettingsList.module.css";
import classes from "./SettingsScreen.module.css";
import { SettingsSection } from "./SettingsSection";
import { useCallersEdit } from "./useCallersEdit";

const SKELETON_AFTER_MS = 150;
const empty: CallerNumber = { number: "", label: "" };

/** The numbers that the rep calls from: adding, editing, putting into order, removing. */
export function CallerNumbersSection() {
  const list = useQuery(callersQuery);
  const late = useDelayed(list.isPending, SKELETON_AFTER_MS);
  const numbers = list.data;
  return (
    <SettingsSection title={t("callers.title")}>
      <div className={classes.hint}>{t("callers.hint")}</div>
      {list.isPending && late && <Skeleton height={48} mt="sm" aria-label={t("callers.loading")} />}
      {!list.isPending && !numbers && (
        <NotLoaded
          title={t("callers.failed")}
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      )}
      {numbers && <Numbers numbers={numbers} />}
    </SettingsSection>
  );
}

function Numbers({ numbers }: { numbers: readonly CallerNumber[] }) {
  const list = useRef<HTMLOListElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const edit = useCallersEdit();
  // What was pressed may have gone with its line, or be disabled at the end of the list. The list is
  // told of its change in a timeout, and drawn before the next frame.
  const focus = (at: number, ...what: readonly string[]) =>
    setTimeout(() =>
      requestAnimationFrame(() => {
        const line = list.current?.children[at];
        const buttons = what.map((one) =>
          line?.querySelector<HTMLElement>(`[data-do="${one}"]:not(:disabled)`),
        );
        (buttons.find((button) => button) ?? field.current)?.focus();
      }),
    );
  const move = ({ number }: CallerNumber, by: -1 | 1) =>
    edit.mutate({
      change: moved(number, by),
      back: moved(number, by === 1 ? -1 : 1),
      done: t("callers.ordered"),
      failed: t("callers.orderFailed"),
      series: "callers",
      onDone: (now) => focus(placeOf(now, number), ...(by === 1 ? ["down", "up"] : ["up", "down"])),
    });
  const remove = (entry: CallerNumber, at: number) =>
    edit.mutate({
      change: (all) => all.filter(({ number }) => number !== entry.number),
      back: (all) => all.toSpliced(at, 0, entry),
      done: t("callers.removed", { number: entry.number }),
      failed: t("callers.removeFailed", { number: entry.number }),
      onDone: (now) => focus(Math.min(at, now.length - 1), "remove"),
    });
  return (
    <>
      {numbers.length === 0 && <p className={classes.hint}>{t("callers.none")}</p>}
      {numbers.length > 0 && (
        <ol ref={list} className={rows.list} aria-label={t("callers.list")}>
          {numbers.map((entry, at) => (
            <CallerLine
              key={entry.number}
              entry={entry}
              first={at === 0}
              last={at === numbers.length - 1}
              onMove={(by) => move(entry, by)}
              onEdited={(number, now) => focus(placeOf(now, number), "edit")}
              onRemove={() => remove(entry, at)}
            />
          ))}
        </ol>
      )}
      <AddForm field={field} />
    </>
  );
}

function AddForm({ field }: { field: RefObject<HTMLInputElement | null> }) {
  const add = useCallersEdit();
  return (
    <div className={styles.add}>
      <CallerForm
        name={t("callers.new")}
        start={empty}
        action={t("callers.add")}
        busy={add.isPending}
        error={add.error}
        field={field}
        onType={add.reset}
        onSubmit={(entry, clear) =>
          add.mutate({
            change: (all) => [...all, entry],
            back: null,
            done: t("callers.added", { number: entry.number }),
            failed: null,
            onDone: () => {
              clear();
              // The next one is typed at once.
              field.current?.focus();
            },
          })
        }
      />
    </div>
  );
}

function placeOf(numbers: readonly CallerNumber[], number: string): number {
  return numbers.findIndex((one) => one.number === number);
}

/** The list with one of its numbers a place further up or down. */
function moved(number: string, by: -1 | 1) {
  return (numbers: readonly CallerNumber[]): CallerNumber[] => {
    const at = placeOf(numbers, number);
    const to = at + by;
    const entry = numbers[at];
    if (!entry || to < 0 || to >= numbers.length) return [...numbers];
    return numbers.toSpliced(at, 1).toSpliced(to, 0, entry);
  };
}
