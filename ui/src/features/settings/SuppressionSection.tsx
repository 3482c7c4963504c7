import { Button, Skeleton, TextInput } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useDeferredValue, useState } from "react";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { useDelayed } from "../../shared/kit/useDelayed";
import { Moment } from "../../shared/time/Moment";
import { showDone, showError } from "../../shared/toast/toast";
import type { SuppressionAdded, SuppressionRow } from "../../wire/wire";
import { NotLoaded } from "./NotLoaded";
import { suppressionQuery } from "./queries";
import { RemoveSuppressionDialog } from "./RemoveSuppressionDialog";
import shared from "./SettingsList.module.css";
import classes from "./SettingsScreen.module.css";
import { SettingsSection } from "./SettingsSection";
import styles from "./SuppressionSection.module.css";

const SKELETON_AFTER_MS = 150;

/** What must not be written to or called: why, since when; adding, searching, removing. */
export function SuppressionSection() {
  const [search, setSearch] = useState("");
  return (
    <SettingsSection title={t("suppression.title")}>
      <div className={classes.hint}>{t("suppression.hint")}</div>
      <AddForm />
      <TextInput
        type="search"
        mt="md"
        label={t("suppression.search")}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <List search={useDeferredValue(search.trim())} />
    </SettingsSection>
  );
}

function AddForm() {
  const [entry, setEntry] = useState("");
  const add = useMutation<SuppressionAdded, RpcError, string>({
    mutationFn: (entry) => call("suppression_add", { entry }),
    meta: { saves: true },
    onSuccess: (added) => {
      setEntry("");
      const said = added.is_new ? "suppression.added" : "suppression.thereAlready";
      showDone(t(said, { entry: added.entry }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (entry.trim() !== "" && !add.isPending) add.mutate(entry);
  };
  return (
    <form onSubmit={submit} className={styles.add}>
      <TextInput
        className={styles.entry}
        label={t("suppression.add")}
        description={t("suppression.addHint")}
        value={entry}
        error={add.error && describeError(add.error)}
        onChange={(event) => {
          add.reset();
          setEntry(event.currentTarget.value);
        }}
      />
      <Button type="submit" variant="default" loading={add.isPending}>
        {t("suppression.addAction")}
      </Button>
    </form>
  );
}

function List({ search }: { search: string }) {
  const list = useInfiniteQuery(suppressionQuery(search));
  const late = useDelayed(list.isPending, SKELETON_AFTER_MS);
  const [asked, setAsked] = useState<SuppressionRow | null>(null);
  const remove = useMutation<unknown, RpcError, SuppressionRow>({
    mutationFn: ({ id }) => call("suppression_remove", { id }),
    meta: { saves: true },
    onSuccess: (_, { entry, reason }) => {
      setAsked(null);
      // What was removed can be added again, but not as an opt-out.
      const again = () => void call("suppression_add", { entry });
      showDone(t("suppression.removed", { entry }), reason === "listed" ? again : undefined);
    },
    onError: (error) => showError(t("suppression.removeFailed"), describeError(error)),
  });
  if (list.isPending) return late && <Skeleton height={48} aria-label={t("suppression.loading")} />;
  if (!list.data) {
    return (
      <NotLoaded
        title={t("suppression.failed")}
        error={list.error}
        onRetry={() => void list.refetch()}
      />
    );
  }
  const rows = list.data.pages.flatMap((page) => page.rows);
  if (rows.length === 0) {
    return (
      <p className={classes.hint} role="status">
        {t(search === "" ? "suppression.none" : "suppression.noneFound")}
      </p>
    );
  }
  return (
    <>
      <ul className={`${shared.list} ${styles.list}`} aria-label={t("suppression.list")}>
        {rows.map((row) => (
          <li key={row.id} className={shared.row}>
            <Row row={row} />
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t("suppression.removeOne", { entry: row.entry })}
              disabled={remove.isPending}
              onClick={() => (row.reason === "opted_out" ? setAsked(row) : remove.mutate(row))}
            >
              {t("suppression.remove")}
            </Button>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          mt="sm"
          variant="default"
          loading={list.isFetching}
          onClick={() => void list.fetchNextPage()}
        >
          {t("suppression.more")}
        </Button>
      )}
      {asked && (
        <RemoveSuppressionDialog
          row={asked}
          removing={remove.isPending}
          onRemove={() => remove.mutate(asked)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

function Row({
  row: { kind, entry, reason, at, contact_name, partnership },
}: {
  row: SuppressionRow;
}) {
  return (
    <div className={shared.about}>
      <div data-selectable>
        {entry}
        {contact_name !== null && partnership !== null && (
          <>
            {" · "}
            <Link to="/partnerships/$id" params={{ id: String(partnership) }}>
              {contact_name}
            </Link>
          </>
        )}
      </div>
      <div className={classes.hint}>
        {t(`suppression.kind.${kind}`)} · {t(`suppression.reason.${reason}`)} · <Moment at={at} />
      </div>
    </div>
  );
}
