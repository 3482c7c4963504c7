import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { accountFieldName, describeFault } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import type { AccountField, MailAccount, Security, Servers } from "../../wire/wire";
import classes from "./AccountDialog.module.css";
import type { Protocol } from "./accountForm";
import { securityName } from "./accountWords";
import { SecretFields } from "./SecretFields";
import type { AccountFormState } from "./useAccountForm";
import type { SignIn } from "./useSignIn";

const securities: readonly Security[] = ["tls", "start_tls", "plain"];

/** Who files copies of what is sent. */
const copies = ["by_name", "provider", "program"] as const;

type Props = {
  state: AccountFormState;
  signIn: SignIn;
  /** None while a new one is set up. */
  account: MailAccount | null;
};

/** The fields of the mail account, the address first: most of the rest follows from it. */
export function AccountFields({ state, signIn, account }: Props) {
  const { form, change } = state;
  return (
    <>
      <TextInput
        data-autofocus
        name="address"
        type="email"
        label={t("account.address")}
        required
        autoComplete="off"
        spellCheck={false}
        value={form.address}
        error={faultOf(state, "address")}
        description={<Found state={state} />}
        inputWrapperOrder={["label", "input", "error", "description"]}
        onChange={(event) => change({ address: event.currentTarget.value }, "address")}
        onBlur={state.lookUp}
      />
      <TextInput
        name="user"
        label={t("account.user")}
        required
        autoComplete="off"
        spellCheck={false}
        value={form.user}
        error={faultOf(state, "user")}
        onChange={(event) => change({ user: event.currentTarget.value }, "user")}
      />
      <SecretFields state={state} signIn={signIn} account={account} />
      <ServerFields protocol="smtp" state={state} />
      <Checkbox
        label={t("account.receives")}
        description={t("account.receivesHint")}
        checked={form.receives}
        onChange={(event) => change({ receives: event.currentTarget.checked }, "imap_port")}
      />
      {form.receives && (
        <>
          <ServerFields protocol="imap" state={state} />
          <NativeSelect
            name="files_copies"
            label={t("account.copies")}
            description={t("account.copiesHint")}
            inputWrapperOrder={["label", "input", "error", "description"]}
            value={copiesChoice(form.filesCopies)}
            data={copies.map((value) => ({ value, label: t(`account.copies.${value}`) }))}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              change({ filesCopies: chosen === "by_name" ? null : chosen === "provider" });
            }}
          />
        </>
      )}
    </>
  );
}

function copiesChoice(filesCopies: boolean | null): (typeof copies)[number] {
  if (filesCopies === null) return "by_name";
  return filesCopies ? "provider" : "program";
}

function Found({ state: { found, isNews, searching } }: { state: AccountFormState }) {
  return (
    <span role="status">
      {searching && t("account.searching")}
      {!searching && isNews && found && foundSentence(found)}
    </span>
  );
}

function foundSentence(found: Servers | "unknown"): string {
  if (found === "unknown") return t("account.serversUnknown");
  const { provider } = found;
  return found.found_by === "service"
    ? t("account.serversNamed", { domain: provider })
    : t("account.serversFound", { provider });
}

function ServerFields({ protocol, state }: { protocol: Protocol; state: AccountFormState }) {
  const server = state.form[protocol];
  const host: AccountField = `${protocol}_host`;
  const port: AccountField = `${protocol}_port`;
  return (
    <div className={classes.server}>
      <TextInput
        name={host}
        label={accountFieldName(host)}
        required
        autoComplete="off"
        spellCheck={false}
        value={server.host}
        error={faultOf(state, host)}
        onChange={(event) => state.changeServer(protocol, { host: event.currentTarget.value })}
      />
      <TextInput
        name={port}
        label={t("account.port")}
        aria-label={accountFieldName(port)}
        required
        inputMode="numeric"
        autoComplete="off"
        value={server.port}
        error={faultOf(state, port)}
        onChange={(event) => state.changeServer(protocol, { port: event.currentTarget.value })}
        data-figures
      />
      <NativeSelect
        label={t("account.security")}
        aria-label={t(`account.security.${protocol}`)}
        value={server.security}
        data={securities.map((value) => ({ value, label: securityName(value) }))}
        onChange={(event) => {
          const chosen = securities.find((one) => one === event.currentTarget.value);
          if (chosen) state.changeSecurity(protocol, chosen);
        }}
      />
    </div>
  );
}

function faultOf({ faults }: AccountFormState, field: AccountField): string | undefined {
  const fault = faults[field];
  return fault && describeFault(fault);
}
