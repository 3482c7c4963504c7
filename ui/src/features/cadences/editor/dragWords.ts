import type { DndContextProps } from "@dnd-kit/core";
import { t } from "../../../shared/i18n/t";

/** What a screen reader says while a step is dragged. */
export function dragWords(keys: readonly string[]): NonNullable<DndContextProps["accessibility"]> {
  const count = keys.length;
  const place = (id: string | number) => keys.indexOf(String(id)) + 1;
  return {
    screenReaderInstructions: { draggable: t("editor.drag.help") },
    announcements: {
      onDragStart: ({ active }) => t("editor.drag.start", { step: place(active.id) }),
      onDragOver: ({ over }) =>
        over ? t("editor.drag.over", { step: place(over.id), count }) : undefined,
      onDragEnd: ({ over }) =>
        over ? t("editor.drag.end", { step: place(over.id), count }) : t("editor.drag.cancel"),
      onDragCancel: () => t("editor.drag.cancel"),
    },
  };
}
