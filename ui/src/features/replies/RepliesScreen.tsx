import { Button, Tabs } from "@mantine/core";
import { IconAlertTriangle, IconMail } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { Message } from "../../shared/kit/Message";
import { ScreenHeader } from "../../shared/kit/ScreenHeader";
import { useDelayed } from "../../shared/kit/useDelayed";
import { ListSkeleton } from "../../shared/list/ListSkeleton";
import { mailboxQuery } from "../../shared/mail/mailbox";
import { useReady } from "../../shared/ready/ready";
import { workspaceStatusQuery } from "../../shared/workspace/status";
import type { CappedCount, IncomingId, ReplyFilter } from "../../wire/wire";
import { repliesQuery, replyCountsQuery } from "./queries";
import classes from "./RepliesScreen.module.css";
import { ReplyList } from "./ReplyList";
import { ReplyPanes } from "./ReplyPanes";
import { readRepliesSearch } from "./search";

const SKELETON_AFTER_MS = 150;

const tabs: readonly ReplyFilter[] = ["open", "answers", "review", "all"];

/** What has arrived about the people in cadences, and what their cadences did. */
export function RepliesScreen() {
  const { tab = "open" } = useSearch({ from: "/frame/replies" });
  const navigate = useNavigate();
  const { data: counts } = useQuery(replyCountsQuery);

  return (
    <section className={classes.screen} aria-label={t("replies.title")}>
      <ScreenHeader title={t("replies.title")} />
      <Tabs
        className={classes.tabs}
        value={tab}
        onChange={(next) =>
          void navigate({ to: "/replies", search: readRepliesSearch({ tab: next }) })
        }
        keepMounted={false}
      >
        <Tabs.List className={classes.tabList}>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`replies.tab.${one}`)} <Count of={counts?.[one]} />
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

function Count({ of }: { of: CappedCount | undefined }) {
  if (of === undefined || of.count === 0) return null;
  return (
    <span className={classes.count} data-figures>
      {t(of.more ? "replies.countOrMore" : "app.count", { count: of.count })}
    </span>
  );
}

function Messages({ filter }: { filter: ReplyFilter }) {
  const { id } = useSearch({ from: "/frame/replies" });
  const navigate = useNavigate();
  const choose = useCallback(
    (id: IncomingId) =>
      void navigate({
        to: "/replies",
        search: readRepliesSearch({ tab: filter, id }),
        replace: true,
      }),
    [navigate, filter],
  );
  const list = useInfiniteQuery(repliesQuery(filter));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const late = useDelayed(list.isPending, SKELETON_AFTER_MS);
  useReady("replies", !list.isPending);

  if (list.isPending) {
    return late && <ListSkeleton label={t("replies.loading")} />;
  }
  if (!list.data) {
    return (
      <Message
        alert
        icon={<IconAlertTriangle size={32} stroke={1.5} />}
        title={t("replies.failedToLoad")}
        actions={<Button onClick={() => void list.refetch()}>{t("action.retry")}</Button>}
      >
        {list.error && describeError(list.error)}
      </Message>
    );
  }
  if (rows.length === 0 && id === undefined) return <Empty filter={filter} />;
  // One that was chosen stays open also when it has left the list: it was just settled.
  const chosen = id ?? rows[0]?.id;
  return (
    <div className={classes.panes}>
      <div className={classes.list}>
        {rows.length === 0 ? (
          <Empty filter={filter} />
        ) : (
          <ReplyList
            rows={rows}
            chosen={chosen}
            onChoose={choose}
            more={{
              exists: list.hasNextPage,
              loading: list.isFetching,
              failed: list.isFetchNextPageError,
              load: () => void list.fetchNextPage(),
            }}
          />
        )}
      </div>
      {chosen !== undefined && <ReplyPanes key={chosen} id={chosen} />}
    </div>
  );
}

/** What will be shown here, and what is in the way of it. */
function Empty({ filter }: { filter: ReplyFilter }) {
  const { data: status } = useQuery(workspaceStatusQuery);
  const { data: mailbox } = useQuery(mailboxQuery);
  const practice = status?.state === "ready" && status.kind === "practice";
  const unread =
    !practice && mailbox !== undefined && mailbox.folders.every(({ read_at }) => read_at === null);
  return (
    <Message
      icon={<IconMail size={32} stroke={1.5} />}
      title={t(`replies.none.${filter}.title`)}
      actions={
        unread && (
          <Button
            variant="default"
            renderRoot={(props) => <Link {...props} to="/settings" search={{}} />}
          >
            {t("replies.openSettings")}
          </Button>
        )
      }
    >
      {t(`replies.none.${filter}.text`)} {practice && t("replies.practice")}
      {unread && t("replies.notRead")}
    </Message>
  );
}
