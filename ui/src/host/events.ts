import { listen } from "@tauri-apps/api/event";
import { CHANGED_EVENT, type Changed } from "../wire/wire";

type Listening = {
  /** From here on nothing is missed. What was committed before may not have been reported. */
  onListening: () => void;
  /** The window cannot listen, and may become stale. */
  onDeaf: () => void;
};

/** Calls `handler` for each report of changed records, until the returned function is called. */
export function onChanged(
  handler: (changed: Changed) => void,
  { onListening, onDeaf }: Listening,
): () => void {
  let wanted = true;
  const listening = listen<Changed>(CHANGED_EVENT, (event) => handler(event.payload));
  listening.then(
    () => wanted && onListening(),
    () => wanted && onDeaf(),
  );
  return () => {
    wanted = false;
    // Whoever does not listen any more misses nothing by listening on.
    listening.then((stop) => stop()).catch(() => {});
  };
}
