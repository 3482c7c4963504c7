import { Button } from "@mantine/core";
import { IconCompassOff } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { t } from "../shared/i18n/t";
import { Message } from "../shared/kit/Message";
import { useReady } from "../shared/ready/ready";

export function NotFoundScreen() {
  const navigate = useNavigate();
  useReady("not-found");
  return (
    <Message
      icon={<IconCompassOff size={32} stroke={1.5} />}
      title={t("notFound.title")}
      actions={
        <Button
          onClick={() => void navigate({ to: "/cadences", search: { filter: "all", q: "" } })}
        >
          {t("notFound.back")}
        </Button>
      }
    >
      {t("notFound.text")}
    </Message>
  );
}
