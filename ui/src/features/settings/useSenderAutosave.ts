import { MutationObserver, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState, useSyncExternalStore } from "react";
import { call, type RpcError } from "../../host/rpc";
import { Autosave } from "../../shared/autosave/autosave";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showError } from "../../shared/toast/toast";
import type { SenderProfile } from "../../wire/wire";
import { senderQuery } from "./queries";

/** The sender profile as it is typed; it is saved by itself, at the latest when the screen goes. */
export function useSenderAutosave(profile: SenderProfile) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [autosave] = useState(() => new Autosave(profile, (value) => save(client, value)));
  const view = useSyncExternalStore(autosave.subscribe, autosave.view);

  useEffect(() => {
    const flush = () => void autosave.flush();
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      void autosave.flush().then((error) => {
        autosave.end();
        if (!error) return;
        showError(t("sender.leftBehind"), describeError(error), {
          label: t("sender.openSettings"),
          run: () => void navigate({ to: "/settings" }),
        });
      });
    };
  }, [autosave, navigate]);

  return {
    view,
    change: (part: Partial<SenderProfile>) =>
      autosave.change({ ...autosave.view().value, ...part }),
    flush: () => void autosave.flush(),
  };
}

async function save(client: QueryClient, profile: SenderProfile): Promise<void> {
  // As a mutation, so that the status line and the mark for tests know of it.
  const mutation = new MutationObserver<SenderProfile, RpcError, SenderProfile>(client, {
    mutationFn: (value) => call("sender_save", { profile: value }),
    meta: { saves: true },
  });
  const saved = await mutation.mutate(profile);
  client.setQueryData<SenderProfile>(senderQuery.queryKey, saved);
}
