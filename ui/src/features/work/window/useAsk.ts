import { useRef, useState } from "react";
import type { RpcError } from "../../../host/rpc";
import type { DraftSession } from "../session";

export type Refusal = { title: string; error: RpcError };

/** Presses a button of the window: saves what was written, asks, and keeps why it was refused. */
export function useAsk<T>(session: DraftSession<T>) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  // A second press arrives before the button is shown as busy.
  const asking = useRef(false);

  /** `title` is the sentence for a refusal. True when it was done. */
  async function ask(
    title: string,
    what: (written: T) => Promise<RpcError | null>,
  ): Promise<boolean> {
    if (asking.current) return false;
    asking.current = true;
    setBusy(true);
    setRefusal(null);
    await session.flush();
    const error = await what(session.view().value);
    asking.current = false;
    setBusy(false);
    setRefusal(error && { title, error });
    return error === null;
  }

  return { ask, busy, refusal };
}
