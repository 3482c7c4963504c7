import { Fragment } from "react";
import { t } from "../i18n/t";
import classes from "./Keys.module.css";
import { isMac } from "./platform";

const names: Record<string, string> = {
  mod: isMac ? "⌘" : "Ctrl",
  alt: isMac ? "⌥" : "Alt",
  shift: isMac ? "⇧" : "Shift",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  enter: "Enter",
  home: "Home",
  end: "End",
  delete: isMac ? "⌦" : "Del",
  backspace: isMac ? "⌫" : "Backspace",
  contextmenu: "Menu",
};

function nameOf(key: string): string {
  return names[key] ?? key.toUpperCase();
}

/** The binding in the notation of `aria-keyshortcuts`, for controls that show no keys. */
export function ariaKeys(binding: string): string | undefined {
  if (binding.includes(" ")) return undefined;
  const aria: Record<string, string> = {
    mod: isMac ? "Meta" : "Control",
    alt: "Alt",
    shift: "Shift",
  };
  return binding
    .split("+")
    .map((key) => aria[key] ?? key.toUpperCase())
    .join("+");
}

/** Draws a binding as keys. */
export function Keys({ binding }: { binding: string }) {
  const presses = binding.split(" ");
  return (
    <span className={classes.keys}>
      {presses.map((press, at) => (
        <Fragment key={press}>
          {at > 0 && <span className={classes.word}>{t("shortcuts.then")}</span>}
          {press.split("+").map((key) => (
            <kbd key={key} className={classes.key}>
              {nameOf(key)}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
