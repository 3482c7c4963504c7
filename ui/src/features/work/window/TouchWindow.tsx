import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { DockWindow } from "../../../shared/dock/DockWindow";
import { t } from "../../../shared/i18n/t";
import { kindName } from "../../../shared/work/words";
import type { TouchId } from "../../../wire/wire";
import { touchQuery } from "../queries";
import { neighbour } from "../queue";
import { useWork } from "../useWork";
import { FinishedWindow } from "./FinishedWindow";
import { QueueArrows } from "./QueueArrows";
import { TouchContent } from "./TouchContent";
import classes from "./TouchWindow.module.css";

/** The docked window of what is being worked on. */
export function TouchWindow() {
  const { shown } = useWork();
  if (!shown) return null;
  if (shown.type === "finished") return <FinishedWindow after={shown.after} />;
  return <OpenTouch touch={shown.touch} focus={shown.focus} />;
}

function OpenTouch({ touch, focus }: { touch: TouchId; focus: boolean }) {
  const { line, queue } = useWork();
  const query = useQuery(touchQuery(touch));
  const client = useQueryClient();
  const before = neighbour(queue, touch, -1)?.touch;
  const after = neighbour(queue, touch, 1)?.touch;
  useEffect(() => {
    // The next person is there at once.
    for (const id of [after, before]) if (id) void client.prefetchQuery(touchQuery(id));
  }, [client, before, after]);

  const { data } = query;
  const title = data
    ? t("work.title", {
        kind: kindName(data.work.type),
        name: data.contact_name,
        organisation: data.partnership_name,
      })
    : t("work.titleUnknown");
  return (
    <DockWindow title={title} bar={<QueueArrows touch={touch} />} onClose={() => line.close()}>
      <div
        className={classes.touch}
        onClickCapture={(event) => {
          if (line.isSecondClick(event)) event.stopPropagation();
        }}
      >
        <TouchContent key={touch} query={query} focus={focus} />
      </div>
    </DockWindow>
  );
}
