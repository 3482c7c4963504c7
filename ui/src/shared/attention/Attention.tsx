import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { onChanged } from "../../host/events";
import type { Attention as AttentionAnswer, Place, Tag } from "../../wire/wire";
import { t } from "../i18n/t";
import { writePreference } from "../preferences/preferences";
import { anyMeets } from "../query/tags";
import { useCommand } from "../query/useCommand";
import { showReminder } from "../toast/toast";
import { useOpenTouch } from "../work/openTouch";

const reminders: readonly Tag[] = [{ kind: "reminder", id: null }];

/**
 * Shows the reminders that the desktop does not show, and goes where a clicked notification leads.
 * The program tells each of them once: every report is asked about, and no answer is dropped.
 */
export function Attention() {
  const navigate = useNavigate();
  const openTouch = useOpenTouch();

  function go({ partnership, touch }: Place) {
    void navigate({ to: "/partnerships/$id", params: { id: String(partnership) } });
    if (touch !== null) openTouch(touch);
  }

  function tell(answer: AttentionAnswer) {
    for (const { title, text, place } of answer.reminders) {
      showReminder(
        title,
        text,
        place
          ? { label: t("attention.open"), run: () => latest.current.go(place) }
          : { label: t("attention.showDue"), run: () => writePreference("panelOpen", true) },
      );
    }
    if (answer.place) go(answer.place);
  }

  const { mutate } = useCommand("attention", {
    onSuccess: (answer) => latest.current.tell(answer),
  });
  const latest = useRef({ go, tell });
  useEffect(() => {
    latest.current = { go, tell };
  });

  useEffect(() => {
    const ask = () => mutate({});
    return onChanged(({ tags }) => anyMeets(reminders, tags) && ask(), {
      // Reminders from before the window listened wait for it.
      onListening: ask,
      onDeaf: ask,
    });
  }, [mutate]);
  return null;
}
