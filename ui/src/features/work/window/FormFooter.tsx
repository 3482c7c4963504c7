import type { ReactNode } from "react";
import type { TouchDetail } from "../../../wire/wire";
import type { DraftSession, DraftView } from "../session";
import { type Blocked, blockedSentence } from "./blocked";
import { NextPerson } from "./NextPerson";
import { Trouble } from "./SaveNote";
import classes from "./TouchWindow.module.css";
import type { Refusal } from "./useAsk";

type Props<T> = {
  detail: TouchDetail;
  blocked: Blocked | null;
  session: DraftSession<T>;
  view: DraftView<T>;
  refusal: Refusal | null;
  /** The buttons of the form. */
  children: ReactNode;
};

/** What went wrong, and the buttons; where nothing can be done, why. */
export function FormFooter<T>(props: Props<T>) {
  const { detail, blocked, session, view, refusal, children } = props;
  return (
    <>
      <Trouble view={view} refusal={refusal} onRetry={() => void session.flush()} />
      {blocked ? (
        <>
          <p className={classes.sentence}>{blockedSentence(blocked)}</p>
          <NextPerson detail={detail} />
        </>
      ) : (
        children
      )}
    </>
  );
}
