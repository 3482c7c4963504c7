import { useEffect } from "react";
import { t } from "../i18n/t";

/** Names the screen in the title of the window. */
export function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} – ${t("app.name")}`;
  }, [title]);
}
