import { useEffect, useRef, useState } from "react";
import { call, type RpcError } from "../../host/rpc";
import { t } from "../../shared/i18n/t";
import { useCommand } from "../../shared/query/useCommand";
import type { AccountField, AccountSettings, Security, Servers } from "../../wire/wire";
import {
  type AccountForm,
  differs,
  type Faults,
  formOf,
  type Protocol,
  portFaults,
  usualIssuer,
  withSecurity,
  withServers,
} from "./accountForm";

/** What a sign-in in the browser is about: when it changes, another one is needed. */
const signInParts = ["address", "issuer", "clientId", "clientSecret"] as const;

/** What is typed into the account dialog, and what is wrong with it. */
export function useAccountForm(settings: AccountSettings | null) {
  const [initial] = useState(() => formOf(settings));
  const [form, setForm] = useState(initial);
  const [faults, setFaults] = useState<Faults>({});
  const [noPassword, setNoPassword] = useState<string | null>(null);
  const [found, setFound] = useState<Servers | "unknown" | null>(null);
  /** Whether what was found is news: for an address that was typed. */
  const [isNews, setIsNews] = useState(false);
  const latest = useRef(form);
  /** Servers that were typed are not replaced by those that belong to the address. */
  const serversTyped = useRef(false);
  const lookedUp = useRef(initial.address);
  const servers = useCommand("account_servers");

  // What the provider of an account offers is known without its address being typed.
  useEffect(() => {
    if (initial.address === "") return;
    call("account_servers", { address: initial.address }).then(
      (known) => setFound((before) => before ?? known ?? "unknown"),
      () => {},
    );
  }, [initial.address]);

  function put(next: AccountForm) {
    latest.current = next;
    setForm(next);
  }

  function change(part: Partial<AccountForm>, field?: AccountField) {
    const other = signInParts.some((name) => name in part) ? { ticket: null } : {};
    put({ ...latest.current, ...other, ...part });
    if (field) setFaults((before) => ({ ...before, [field]: undefined }));
    if ("password" in part) setNoPassword(null);
  }

  function changeServer(protocol: Protocol, part: { host: string } | { port: string }) {
    serversTyped.current = true;
    const field: AccountField = "host" in part ? `${protocol}_host` : `${protocol}_port`;
    change({ [protocol]: { ...latest.current[protocol], ...part } }, field);
  }

  function changeSecurity(protocol: Protocol, security: Security) {
    serversTyped.current = true;
    const server = withSecurity(protocol, latest.current[protocol], security);
    change({ [protocol]: server }, `${protocol}_port`);
  }

  /** Fills in what follows from the address. Call it when the address is left. */
  function lookUp() {
    const address = latest.current.address.trim();
    const before = lookedUp.current;
    if (address === before || address === "") return;
    lookedUp.current = address;
    if (latest.current.user === "" || latest.current.user === before) change({ user: address });
    const current = () => lookedUp.current === address;
    servers.mutate(
      { address },
      {
        onSuccess: (known) => {
          if (!current()) return;
          setFound(known ?? "unknown");
          setIsNews(true);
          change({ issuer: known && usualIssuer(known) });
          if (known && !serversTyped.current) {
            put(withServers(latest.current, known));
            setFaults({});
          }
        },
        // The servers can be typed; only what is wrong with the address itself is said.
        onError: (error) => {
          if (current()) refuse(error);
        },
      },
    );
  }

  /** Puts an error beside its field. Gives the field, or none when it is about no field. */
  function refuse(error: RpcError): AccountField | "password" | null {
    const { wire } = error;
    if (wire.code === "account_field") {
      const { field, fault } = wire.context;
      setFaults((before) => ({ ...before, [field]: fault }));
      return field;
    }
    if (wire.code === "no_password") {
      setNoPassword(t("error.no_password"));
      return "password";
    }
    return null;
  }

  /** Whether what is typed can be asked about; else the first field that is wrong. */
  function check(): AccountField | null {
    const wrong = portFaults(latest.current);
    setFaults((before) => ({ ...before, ...wrong }));
    return (Object.keys(wrong)[0] as AccountField | undefined) ?? null;
  }

  return {
    form,
    faults,
    noPassword,
    found,
    isNews,
    searching: servers.isPending,
    changed: differs(form, initial),
    change,
    changeServer,
    changeSecurity,
    lookUp,
    refuse,
    check,
  };
}

export type AccountFormState = ReturnType<typeof useAccountForm>;
