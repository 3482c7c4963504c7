import { Button, Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { RpcError } from "../../../host/rpc";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { useDelayed } from "../../../shared/kit/useDelayed";
import type { TouchDetail } from "../../../wire/wire";
import { useWork } from "../useWork";
import { type Blocked, blockedBy } from "./blocked";
import { CallForm } from "./CallForm";
import { EmailForm } from "./EmailForm";
import { NextPerson } from "./NextPerson";
import { TaskForm } from "./TaskForm";
import { TouchHead } from "./TouchHead";
import classes from "./TouchWindow.module.css";

const SKELETON_AFTER_MS = 150;

type Props = { query: UseQueryResult<TouchDetail, RpcError>; focus: boolean };

/** What the window of a touch holds: its form, or why there is none. */
export function TouchContent({ query, focus }: Props) {
  const late = useDelayed(query.isPending, SKELETON_AFTER_MS);
  const { data, error } = query;
  const closed = error !== null && isClosed(error);
  if (data) {
    const blocked = blockedBy(data, closed);
    return (
      <>
        <TouchHead detail={data} blocked={blocked} />
        <Form detail={data} blocked={blocked} focus={focus} />
      </>
    );
  }
  if (closed) {
    return (
      <div className={classes.notice} role="status">
        <p className={classes.sentence}>{t("work.blocked.closed")}</p>
        <NextPerson detail={null} />
      </div>
    );
  }
  if (error) {
    return (
      <div className={classes.notice} role="alert">
        <p className={classes.sentence}>{t("work.failed", { cause: describeError(error) })}</p>
        <Button variant="default" onClick={() => void query.refetch()}>
          {t("action.retry")}
        </Button>
      </div>
    );
  }
  return late ? (
    <div className={classes.skeleton} role="status" aria-label={t("work.loading")}>
      <Skeleton height={12} width="40%" />
      <Skeleton height={12} width="70%" />
      <Skeleton height={96} />
    </div>
  ) : (
    <div className={classes.skeleton} />
  );
}

function isClosed({ wire: { code } }: RpcError): boolean {
  return code === "touch_closed" || code === "not_found";
}

type FormProps = { detail: TouchDetail; blocked: Blocked | null; focus: boolean };

function Form({ detail, ...rest }: FormProps) {
  const { drafts } = useWork();
  const { work } = detail;
  switch (work.type) {
    case "email":
      return (
        <EmailForm detail={detail} work={work} session={drafts.email(detail, work)} {...rest} />
      );
    case "call":
      return <CallForm detail={detail} work={work} session={drafts.call(detail, work)} {...rest} />;
    case "task":
      return <TaskForm detail={detail} work={work} session={drafts.task(detail, work)} {...rest} />;
  }
}
