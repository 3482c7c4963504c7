import { Alert, Button, Group, PasswordInput, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { describeError, describeFault } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import type { Issuer, MailAccount } from "../../wire/wire";
import classes from "./AccountDialog.module.css";
import { issuerName } from "./accountWords";
import type { AccountFormState } from "./useAccountForm";
import type { SignIn } from "./useSignIn";

type Props = {
  issuer: Issuer;
  state: AccountFormState;
  signIn: SignIn;
  account: MailAccount | null;
  /** Another way to sign in. */
  children: ReactNode;
};

/** Signing in in the browser: the button, the waiting, what came of it, and the rep's own client. */
export function SignInFields({ issuer, state, signIn, account, children }: Props) {
  const { form, found } = state;
  const name = issuerName(issuer);
  const needsClient = found !== null && found !== "unknown" && found.sign_in?.has_client === false;
  const failed = signIn.error?.wire;
  const lacksClient =
    failed?.code === "sign_in_failed" && failed.context.failure.reason === "no_client";
  const [wanted, setWanted] = useState(form.clientId !== "");
  const advanced = wanted || needsClient || lacksClient;
  const signedIn = form.ticket !== null;
  return (
    <fieldset className={classes.secret} aria-label={t("account.signIn")}>
      <Text size="sm" fw={500}>
        {t("account.signIn")}
      </Text>
      <Group gap="xs">
        <Button
          variant={signedIn ? "default" : "filled"}
          loading={signIn.isWaiting}
          disabled={form.address.trim() === "" || (needsClient && form.clientId.trim() === "")}
          onClick={() => signIn.begin(issuer)}
        >
          {t(isAgain(account, issuer, signedIn) ? "account.signInAgain" : "account.signInWith", {
            issuer: name,
          })}
        </Button>
        {signIn.isWaiting && (
          <Button variant="default" onClick={signIn.cancel}>
            {t("account.signInCancel")}
          </Button>
        )}
      </Group>
      <Text size="sm" role="status">
        {signIn.isWaiting ? t("account.signInWaiting") : sentence(account, issuer, signedIn, name)}
      </Text>
      {signIn.error && (
        <Alert color="red" variant="light" title={t("account.signInFailed")}>
          {describeError(signIn.error)}
        </Alert>
      )}
      <Group gap="xs">
        {children}
        {!advanced && (
          <Button variant="subtle" size="compact-sm" onClick={() => setWanted(true)}>
            {t("account.ownClient")}
          </Button>
        )}
      </Group>
      {advanced && <OwnClient state={state} name={name} disabled={signIn.isWaiting} />}
    </fieldset>
  );
}

type OwnClientProps = { state: AccountFormState; name: string; disabled: boolean };

function OwnClient({ state, name, disabled }: OwnClientProps) {
  const { form, faults } = state;
  return (
    <>
      <TextInput
        name="client_id"
        label={t("account.clientId")}
        description={t("account.clientIdHint", { issuer: name })}
        inputWrapperOrder={["label", "input", "error", "description"]}
        autoComplete="off"
        spellCheck={false}
        disabled={disabled}
        value={form.clientId}
        error={faults.client_id && describeFault(faults.client_id)}
        onChange={(event) => state.change({ clientId: event.currentTarget.value }, "client_id")}
      />
      <PasswordInput
        name="client_secret"
        label={t("account.clientSecret")}
        description={t("account.clientSecretHint")}
        inputWrapperOrder={["label", "input", "error", "description"]}
        autoComplete="off"
        disabled={disabled}
        value={form.clientSecret}
        onChange={(event) => state.change({ clientSecret: event.currentTarget.value })}
      />
    </>
  );
}

/** Whether there is, or was, a sign-in that the button would replace. */
function isAgain(account: MailAccount | null, issuer: Issuer, signedIn: boolean): boolean {
  const before = account?.settings.sign_in;
  return signedIn || (before?.by === "oauth" && before.issuer === issuer);
}

function sentence(
  account: MailAccount | null,
  issuer: Issuer,
  signedIn: boolean,
  name: string,
): string {
  if (signedIn) return t("account.signedIn", { issuer: name });
  if (!isAgain(account, issuer, false)) return t("account.signInHint", { issuer: name });
  return account?.password === "stored"
    ? t("account.signInKept", { issuer: name })
    : t("account.password.sign_in_again");
}
