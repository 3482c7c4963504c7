import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconLoader2 } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { RpcError } from "../../../host/rpc";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import type { DraftView } from "../session";
import classes from "./TouchWindow.module.css";

/** Says that what was written is saved, or is about to be. */
export function SaveNote<T>({ view }: { view: DraftView<T> }) {
  const { state } = view.save;
  if (state === "refused" || (state === "saved" && view.savedAt === null)) return null;
  const Icon = state === "saved" ? IconCheck : IconLoader2;
  return (
    <span className={classes.saveNote} data-save-state={state}>
      <Icon size={14} aria-hidden />
      {t(`work.save.${state}`)}
    </span>
  );
}

type TroubleProps<T> = {
  view: DraftView<T>;
  onRetry: () => void;
  /** Why what was asked for was not done. */
  refusal: { title: string; error: RpcError } | null;
};

/** Says what was not saved or not done, and why. */
export function Trouble<T>({ view, onRetry, refusal }: TroubleProps<T>) {
  const { save } = view;
  return (
    <>
      {refusal && (
        <Strip>
          {refusal.title} {describeError(refusal.error)}
        </Strip>
      )}
      {save.state === "refused" && (
        <Strip
          action={
            <Button size="compact-sm" variant="default" onClick={onRetry}>
              {t("action.retry")}
            </Button>
          }
        >
          {t("work.save.refused", { cause: describeError(save.error) })}
        </Strip>
      )}
    </>
  );
}

function Strip({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.strip} role="alert">
      <IconAlertTriangle size={16} aria-hidden className={classes.warning} />
      <span className={classes.sentence}>{children}</span>
      {action}
    </div>
  );
}
