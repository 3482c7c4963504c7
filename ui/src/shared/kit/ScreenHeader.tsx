import { type ReactNode, useEffect } from "react";
import { t } from "../i18n/t";
import classes from "./ScreenHeader.module.css";

/** The title of a screen, also of the window, and its primary action. */
export function ScreenHeader({ title, action }: { title: string; action?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} – ${t("app.name")}`;
  }, [title]);
  return (
    <header className={classes.header}>
      <h1 className={classes.title}>{title}</h1>
      {action}
    </header>
  );
}
