import { t } from "../../../shared/i18n/t";
import { holesIn, piecesOf } from "../holes";
import { MissingList } from "./MissingList";
import classes from "./TouchWindow.module.css";

/** What to say or to do, with the holes in it marked. */
export function FilledScript({ label, text }: { label: string; text: string }) {
  if (text.trim() === "") return null;
  return (
    <section aria-label={label}>
      <h3 className={classes.label}>{label}</h3>
      <p className={classes.script} data-selectable>
        {piecesOf(text).map((piece) =>
          piece.hole ? (
            <mark key={piece.at} className={classes.hole} title={t("work.hole")}>
              {piece.text}
            </mark>
          ) : (
            piece.text
          ),
        )}
      </p>
      <MissingList names={holesIn(text)} />
    </section>
  );
}
