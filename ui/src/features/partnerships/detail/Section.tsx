import { type ReactNode, useId } from "react";
import classes from "./Section.module.css";

type Props = { title: string; aside?: ReactNode; children: ReactNode };

/** A part of the screen with its own heading. */
export function Section({ title, aside, children }: Props) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
