import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { onChanged } from "../../host/events";
import { applyChange, askAgain } from "./client";
import { reportHearing } from "./connection";

/** Keeps what is shown up to date with what the program reports. Mount it once. */
export function useLiveUpdates(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      onChanged((changed) => applyChange(client, changed), {
        onListening: () => {
          reportHearing(true);
          askAgain(client, {});
        },
        onDeaf: () => reportHearing(false),
      }),
    [client],
  );
}
