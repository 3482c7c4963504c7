import type { ReactNode } from "react";
import classes from "./ScreenHeader.module.css";
import { useWindowTitle } from "./useWindowTitle";

/** The title of a screen, also of the window, and its primary action. */
export function ScreenHeader({ title, action }: { title: string; action?: ReactNode }) {
  useWindowTitle(title);
  return (
    <header className={classes.header}>
      <h1 className={classes.title}>{title}</h1>
      {action}
    </header>
  );
}
