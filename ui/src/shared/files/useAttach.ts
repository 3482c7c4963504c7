import { useRef, useState } from "react";
import { asRpcError, call } from "../../host/rpc";
import type { Attachment } from "../../wire/wire";
import { describeError } from "../errors/describe";
import { t } from "../i18n/t";
import { showError } from "../toast/toast";

/** Lets the rep choose files in the system's dialog and takes them into the workspace. */
export function useAttach(onAttached: (files: Attachment[]) => void) {
  const [busy, setBusy] = useState(false);
  // What is attached meanwhile, or typed, must not be lost: the latest list counts.
  const attached = useRef(onAttached);
  attached.current = onAttached;

  async function attach() {
    setBusy(true);
    try {
      const { files } = await call("files_choose", {});
      const taken: Attachment[] = [];
      for (const { handle, name } of files) {
        try {
          taken.push((await call("file_attach", { handle })).attachment);
        } catch (cause) {
          showError(t("work.files.notAttached", { name }), describeError(asRpcError(cause)));
        }
      }
      if (taken.length > 0) attached.current(taken);
    } catch (cause) {
      showError(t("work.files.noDialog"), describeError(asRpcError(cause)));
    } finally {
      setBusy(false);
    }
  }

  return { attach, busy };
}
