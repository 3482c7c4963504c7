import { Button } from "@mantine/core";
import { Keys } from "../shortcuts/Keys";
import classes from "./ToastBody.module.css";

export type ToastAction = { label: string; shortcut?: string; run: () => void };

export function ToastBody({ text, action }: { text: string; action?: ToastAction }) {
  return (
    <div className={classes.body}>
      <span className={classes.text}>{text}</span>
      {action && (
        <span className={classes.action}>
          <Button
            size="compact-sm"
            variant="default"
            // The toast is about to go: the focus stays in the list that the rep works in.
            onMouseDown={(event) => event.preventDefault()}
            onClick={action.run}
          >
            {action.label}
          </Button>
          {action.shortcut && (
            <span aria-hidden>
              <Keys binding={action.shortcut} />
            </span>
          )}
        </span>
      )}
    </div>
  );
}
