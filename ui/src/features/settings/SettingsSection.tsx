import { type ReactNode, useId } from "react";
import classes from "./SettingsSection.module.css";

export function SettingsSection({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        {title}
      </h2>
      <div className={classes.card}>{children}</div>
    </section>
  );
}
