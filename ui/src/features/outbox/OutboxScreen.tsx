import { Button, Tabs } from "@mantine/core";
import { IconAlertTriangle, IconSend, IconSendOff } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { Message } from "../../shared/kit/Message";
import { ScreenHeader } from "../../shared/kit/ScreenHeader";
import { useDelayed } from "../../shared/kit/useDelayed";
import { ListSkeleton } from "../../shared/list/ListSkeleton";
import { useReady } from "../../shared/ready/ready";
import type { OutboxFilter } from "../../wire/wire";
import { OutboxList } from "./OutboxList";
import classes from "./OutboxScreen.module.css";
import { outboxQuery, outboxWaitingQuery } from "./queries";

const SKELETON_AFTER_MS = 150;

const tabs: readonly OutboxFilter[] = ["waiting", "sent"];

/** What was decided to be sent: on its way, waiting with the reason, or gone. */
export function OutboxScreen() {
  const { tab = "waiting" } = useSearch({ from: "/frame/outbox" });
  const navigate = useNavigate();
  const { data: waiting } = useQuery(outboxWaitingQuery);
  const show = (next: OutboxFilter) =>
    void navigate({ to: "/outbox", search: next === "sent" ? { tab: "sent" } : {} });

  return (
    <section className={classes.screen} aria-label={t("outbox.title")}>
      <ScreenHeader title={t("outbox.title")} />
      <Tabs
        className={classes.tabs}
        value={tab}
        onChange={(next) => show(next === "sent" ? "sent" : "waiting")}
        keepMounted={false}
      >
        <Tabs.List className={classes.tabList}>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`outbox.tab.${one}`)}{" "}
              {one === "waiting" && waiting !== undefined && waiting > 0 && (
                <span className={classes.count} data-figures>
                  {t("app.count", { count: waiting })}
                </span>
              )}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((one) => (
          <Tabs.Panel key={one} value={one} className={classes.panel}>
            <Messages filter={one} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
}

function Messages({ filter }: { filter: OutboxFilter }) {
  const list = useInfiniteQuery(outboxQuery(filter));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const late = useDelayed(list.isPending, SKELETON_AFTER_MS);
  useReady("outbox", !list.isPending);

  if (list.isPending) {
    return late && <ListSkeleton label={t("outbox.loading")} />;
  }
  if (!list.data) {
    return (
      <Message
        alert
        icon={<IconAlertTriangle size={32} stroke={1.5} />}
        title={t("outbox.failedToLoad")}
        actions={<Button onClick={() => void list.refetch()}>{t("action.retry")}</Button>}
      >
        {list.error && describeError(list.error)}
      </Message>
    );
  }
  if (rows.length === 0) {
    const Icon = filter === "waiting" ? IconSend : IconSendOff;
    return (
      <Message icon={<Icon size={32} stroke={1.5} />} title={t(`outbox.none.${filter}.title`)}>
        {t(`outbox.none.${filter}.text`)}
      </Message>
    );
  }
  return (
    <OutboxList
      rows={rows}
      more={{
        exists: list.hasNextPage,
        loading: list.isFetching,
        failed: list.isFetchNextPageError,
        load: () => void list.fetchNextPage(),
      }}
    />
  );
}
