import type { ReactNode } from "react";
import classes from "./Message.module.css";

type Props = {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  /** Announces it at once, for failures. */
  alert?: boolean;
};

/** Stands where content would be: nothing there, nothing found, or something failed. */
export function Message({ icon, title, children, actions, alert }: Props) {
  return (
    <div className={classes.message} role={alert ? "alert" : "status"}>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <h2 className={classes.title}>{title}</h2>
      <div className={classes.text}>{children}</div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
