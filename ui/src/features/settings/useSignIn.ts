import { useEffect, useRef } from "react";
import { call, type RpcError } from "../../host/rpc";
import { useCommand } from "../../shared/query/useCommand";
import type { Issuer } from "../../wire/wire";
import type { AccountFormState } from "./useAccountForm";

/** Signing in with a provider in the browser, which the program opens and waits for. */
export function useSignIn(state: AccountFormState, onBegin: () => void) {
  const ask = useCommand("account_sign_in");
  const waiting = useRef(false);
  useEffect(
    () => () => {
      if (waiting.current) giveUp();
    },
    [],
  );

  function begin(issuer: Issuer) {
    if (waiting.current) return;
    onBegin();
    waiting.current = true;
    const { address, clientId, clientSecret } = state.form;
    ask.mutate(
      {
        issuer,
        address: address.trim(),
        client_id: clientId.trim(),
        client_secret: clientSecret === "" ? null : clientSecret,
      },
      {
        onSuccess: ({ ticket }) => state.change({ ticket }),
        onSettled: () => {
          waiting.current = false;
        },
      },
    );
  }

  const error = ask.error && !isCancelled(ask.error) ? ask.error : null;
  return { begin, cancel: giveUp, reset: ask.reset, isWaiting: ask.isPending, error };
}

export type SignIn = ReturnType<typeof useSignIn>;

/** What is waited for ends by itself, so nothing has to be said when this fails. */
function giveUp() {
  call("account_sign_in_cancel", {}).catch(() => {});
}

function isCancelled({ wire }: RpcError): boolean {
  return wire.code === "sign_in_failed" && wire.context.failure.reason === "cancelled";
}
