import { Button } from "@mantine/core";
import { IconAlertTriangle, IconListDetails } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { Message } from "../../../shared/kit/Message";
import { useDelayed } from "../../../shared/kit/useDelayed";
import { useWindowTitle } from "../../../shared/kit/useWindowTitle";
import { ListSkeleton } from "../../../shared/list/ListSkeleton";
import { useReady } from "../../../shared/ready/ready";
import type { CadenceId } from "../../../wire/wire";
import { cadenceQuery } from "../queries";
import { Editor } from "./Editor";

const SKELETON_AFTER_MS = 150;

export function EditorScreen() {
  const { id } = useParams({ from: "/frame/cadences/$id" });
  if (!/^[1-9]\d{0,14}$/.test(id)) return <CadenceMissing />;
  return <CadenceLoader key={id} id={Number(id)} />;
}

function CadenceLoader({ id }: { id: CadenceId }) {
  const { data, error, isPending, refetch } = useQuery(cadenceQuery(id));
  const late = useDelayed(isPending, SKELETON_AFTER_MS);
  if (data) return <Editor detail={data} />;
  if (error?.wire.code === "not_found") return <CadenceMissing />;
  if (error) {
    return (
      <Message
        alert
        icon={<IconAlertTriangle size={32} stroke={1.5} />}
        title={t("editor.failed")}
        actions={<Button onClick={() => void refetch()}>{t("action.retry")}</Button>}
      >
        {describeError(error)}
      </Message>
    );
  }
  return late ? <ListSkeleton label={t("editor.loading")} /> : null;
}

function CadenceMissing() {
  const navigate = useNavigate();
  useWindowTitle(t("editor.missing.title"));
  useReady("not-found");
  return (
    <Message
      icon={<IconListDetails size={32} stroke={1.5} />}
      title={t("editor.missing.title")}
      actions={
        <Button
          onClick={() => void navigate({ to: "/cadences", search: { filter: "all", q: "" } })}
        >
          {t("notFound.back")}
        </Button>
      }
    >
      {t("editor.missing.text")}
    </Message>
  );
}
