import { Checkbox, NativeSelect, PasswordInput, TextInput } from "@mantine/core";
import { accountFieldName, describeFault } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import type { AccountField, Security } from "../../wire/wire";
import classes from "./AccountDialog.module.css";
import type { Protocol } from "./accountForm";
import { securityName } from "./accountWords";
import type { AccountFormState } from "./useAccountForm";

const securities: readonly Security[] = ["tls", "start_tls", "plain"];

type Props = {
  state: AccountFormState;
  /** Whether a password is in the keychain, so that the field may stay empty. */
  stored: boolean;
};

/** The fields of the mail account, the address first: most of the rest follows from it. */
export function AccountFields({ state, stored }: Props) {
  const { form, change, found } = state;
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
      <PasswordInput
        name="password"
        label={t("account.password")}
        autoComplete="off"
        value={form.password}
        error={state.noPassword}
        placeholder={stored ? t("account.passwordKept") : ""}
        description={
          found?.appPassword
            ? t("account.appPassword", { provider: found.provider ?? "" })
            : t("account.passwordHint")
        }
        inputWrapperOrder={["label", "input", "error", "description"]}
        onChange={(event) => change({ password: event.currentTarget.value })}
      />
      <ServerFields protocol="smtp" state={state} />
      <Checkbox
        label={t("account.receives")}
        description={t("account.receivesHint")}
        checked={form.receives}
        onChange={(event) => change({ receives: event.currentTarget.checked }, "imap_port")}
      />
      {form.receives && <ServerFields protocol="imap" state={state} />}
    </>
  );
}

function Found({ state }: { state: AccountFormState }) {
  const { found, searching } = state;
  return (
    <span role="status">
      {searching && t("account.searching")}
      {!searching &&
        found &&
        (found.provider === null
          ? t("account.serversUnknown")
          : t("account.serversFound", { provider: found.provider }))}
    </span>
  );
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
