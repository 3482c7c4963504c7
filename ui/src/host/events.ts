import { listen } from "@tauri-apps/api/event";
import { CHANGED_EVENT, type Changed } from "../wire/wire";

/**
 * Calls `handler` for each report of changed records, until the returned function is called.
 * `onDeaf` is called when the window cannot listen, so that it can say that it may be stale.
 */
export function onChanged(handler: (changed: Changed) => void, onDeaf: () => void): () => void {
  const listening = listen<Changed>(CHANGED_EVENT, (event) => handler(event.payload));
  listening.catch(onDeaf);
  return () => {
    listening.then((stop) => stop()).catch(onDeaf);
  };
}
