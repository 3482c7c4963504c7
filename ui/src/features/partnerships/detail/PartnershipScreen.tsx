import { Button } from "@mantine/core";
import { IconAlertTriangle, IconHeartHandshake } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useNavigate, useParams } from "@tanstack/react-router";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { Message } from "../../../shared/kit/Message";
import { useDelayed } from "../../../shared/kit/useDelayed";
import { useWindowTitle } from "../../../shared/kit/useWindowTitle";
import { ListSkeleton } from "../../../shared/list/ListSkeleton";
import { useReady } from "../../../shared/ready/ready";
import type { PartnershipId } from "../../../wire/wire";
import { partnershipQuery } from "../queries";
import { Partnership } from "./Partnership";

const SKELETON_AFTER_MS = 150;

export function PartnershipScreen() {
  const { id } = useParams({ from: "/frame/partnerships/$id" });
  if (!/^[1-9]\d{0,14}$/.test(id)) return <PartnershipMissing />;
  return <PartnershipLoader key={id} id={Number(id)} />;
}

function PartnershipLoader({ id }: { id: PartnershipId }) {
  const { data, error, isPending, refetch } = useQuery(partnershipQuery(id));
  const late = useDelayed(isPending, SKELETON_AFTER_MS);
  if (data && data.id !== id) return <MovedTo id={data.id} />;
  if (data) return <Partnership detail={data} />;
  if (error?.wire.code === "not_found") return <PartnershipMissing />;
  if (error) {
    return (
      <Message
        alert
        icon={<IconAlertTriangle size={32} stroke={1.5} />}
        title={t("partnerships.detail.failed")}
        actions={<Button onClick={() => void refetch()}>{t("action.retry")}</Button>}
      >
        {describeError(error)}
      </Message>
    );
  }
  return late ? <ListSkeleton label={t("partnerships.detail.loading")} /> : null;
}

/** It was merged into another: that is what its links lead to. */
function MovedTo({ id }: { id: PartnershipId }) {
  return (
    <Navigate
      to="/partnerships/$id"
      params={{ id: String(id) }}
      search={(before) => before}
      replace
    />
  );
}

function PartnershipMissing() {
  const navigate = useNavigate();
  useWindowTitle(t("partnerships.missing.title"));
  useReady("not-found");
  return (
    <Message
      icon={<IconHeartHandshake size={32} stroke={1.5} />}
      title={t("partnerships.missing.title")}
      actions={
        <Button onClick={() => void navigate({ to: "/partnerships" })}>
          {t("partnerships.goToList")}
        </Button>
      }
    >
      {t("partnerships.missing.text")}
    </Message>
  );
}
