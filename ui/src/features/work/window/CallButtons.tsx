import { Button } from "@mantine/core";
import { useId } from "react";
import { type MessageKey, t } from "../../../shared/i18n/t";
import { ariaKeys } from "../../../shared/shortcuts/Keys";
import type { CallAction, Disposition } from "../../../wire/wire";
import classes from "./TouchWindow.module.css";

type Props = {
  disposition: Disposition | null;
  busy: boolean;
  onPress: (action: CallAction) => void;
};

const buttons: readonly CallAction[] = ["log_and_complete", "log_only", "complete_only", "success"];

/** The four ways to finish a call, each with what it does. */
export function CallButtons({ disposition, busy, onPress }: Props) {
  const id = useId();
  return (
    <div className={classes.four}>
      {buttons.map((action) => {
        const primary = action === "log_and_complete";
        return (
          <div key={action}>
            <Button
              fullWidth
              variant={primary ? "filled" : "default"}
              disabled={busy && !primary}
              loading={busy && primary}
              aria-describedby={`${id}-${action}`}
              {...(primary && { "aria-keyshortcuts": ariaKeys("mod+enter") })}
              onClick={() => onPress(action)}
            >
              {t(`work.call.button.${action}`)}
            </Button>
            <p id={`${id}-${action}`} className={classes.caption}>
              {captionOf(action, disposition)}
            </p>
          </div>
        );
      })}
    </div>
  );
}

/** What the button does, given what came of the call (R36, R37). */
function captionOf(action: CallAction, disposition: Disposition | null): string {
  if (action === "success" && disposition === "meeting_booked") return t("work.call.caption.won");
  if (action === "log_and_complete" && disposition !== null) {
    const route = routed[disposition];
    if (route) return t(route);
  }
  return t(`work.call.caption.${action}`);
}

const routed: Partial<Record<Disposition, MessageKey & `work.call.route.${string}`>> = {
  busy: "work.call.route.busy",
  wrong_number: "work.call.route.wrong_number",
  not_interested: "work.call.route.not_interested",
  meeting_booked: "work.call.route.meeting_booked",
  do_not_call: "work.call.route.do_not_call",
};
