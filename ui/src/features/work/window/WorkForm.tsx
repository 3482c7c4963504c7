import type { FormEvent, KeyboardEvent, ReactNode } from "react";
import { isComposing, nameOf } from "../../../shared/shortcuts/keys";
import { isMac } from "../../../shared/shortcuts/platform";
import classes from "./TouchWindow.module.css";

type Props = {
  children: ReactNode;
  /** The buttons, always in view. */
  footer: ReactNode;
  /** Done by Ctrl or ⌘ with Enter; none while nothing can be done. */
  onPrimary: (() => void) | null;
};

/** The form of a touch: its fields scroll, its buttons stay. */
export function WorkForm({ children, footer, onPrimary }: Props) {
  function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
    const inside = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (!inside || isComposing(event.nativeEvent)) return;
    if (nameOf(event.nativeEvent, isMac) !== "mod+enter") return;
    event.preventDefault();
    // A key that is held down is meant for one person.
    if (!event.repeat) onPrimary?.();
  }

  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event: FormEvent) => event.preventDefault()}
      onKeyDown={onKeyDown}
    >
      <div className={classes.body}>{children}</div>
      <footer className={classes.footer}>{footer}</footer>
    </form>
  );
}
