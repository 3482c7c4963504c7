import { Button, Group } from "@mantine/core";
import { useEffect, useRef } from "react";
import { t } from "../../../shared/i18n/t";
import type { TouchDetail } from "../../../wire/wire";
import { neighbour } from "../queue";
import { useWork } from "../useWork";

/** The way on from a touch that nothing can be done with now. */
export function NextPerson({ detail }: { detail: TouchDetail | null }) {
  const { line, shown, queue } = useWork();
  const next = shown?.type === "touch" ? neighbour(queue, shown.touch, 1) : null;
  const finish = detail && queue;
  const buttons = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What had the keyboard may just have gone.
    if (document.activeElement !== document.body) return;
    buttons.current?.querySelector("button")?.focus({ preventScroll: true });
  }, []);
  return (
    <Group ref={buttons} gap="xs">
      {next ? (
        <Button onClick={() => line.go(1)}>{t("work.next")}</Button>
      ) : (
        finish && (
          <Button onClick={() => void line.goOn(detail, "done")}>{t("work.whatNext")}</Button>
        )
      )}
      <Button variant="default" onClick={() => line.close()}>
        {t("work.close")}
      </Button>
    </Group>
  );
}
