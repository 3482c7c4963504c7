import { Button, PasswordInput } from "@mantine/core";
import { t } from "../../shared/i18n/t";
import type { Issuer, MailAccount } from "../../wire/wire";
import classes from "./AccountDialog.module.css";
import { issuerName } from "./accountWords";
import { SignInFields } from "./SignInFields";
import type { AccountFormState } from "./useAccountForm";
import type { SignIn } from "./useSignIn";

const issuers: readonly Issuer[] = ["google", "microsoft"];

type Props = { state: AccountFormState; signIn: SignIn; account: MailAccount | null };

/** What the account signs in with: a password, or a sign-in in the browser where one is offered. */
export function SecretFields({ state, signIn, account }: Props) {
  const { form, found } = state;
  const known = found === "unknown" ? null : found;
  // Behind a gateway nothing tells whose the mailbox is: the rep knows.
  const byHand = found === "unknown" || (known?.found_by === "service" && !known.sign_in);
  const offered = byHand ? issuers : [known?.sign_in?.issuer ?? issuerOf(account)];
  if (form.issuer) {
    const passwords = byHand || (known ? known.passwords !== "none" : form.issuer === "google");
    const words = t(byHand ? "account.useUsualPassword" : "account.usePassword");
    return (
      <SignInFields issuer={form.issuer} state={state} signIn={signIn} account={account}>
        {passwords && <Choice words={words} issuer={null} state={state} signIn={signIn} />}
      </SignInFields>
    );
  }
  const stored = account?.password === "stored" && issuerOf(account) === null;
  return (
    <div className={classes.secret}>
      <PasswordInput
        name="password"
        label={t("account.password")}
        autoComplete="off"
        value={form.password}
        error={state.noPassword}
        placeholder={stored ? t("account.passwordKept") : ""}
        description={
          known?.passwords === "app"
            ? t("account.appPassword", { provider: known.provider })
            : t("account.passwordHint")
        }
        inputWrapperOrder={["label", "input", "error", "description"]}
        onChange={(event) => state.change({ password: event.currentTarget.value })}
      />
      {offered.map(
        (issuer) =>
          issuer && (
            <Choice
              key={issuer}
              words={t("account.useSignIn", { issuer: issuerName(issuer) })}
              issuer={issuer}
              state={state}
              signIn={signIn}
            />
          ),
      )}
    </div>
  );
}

type ChoiceProps = {
  words: string;
  issuer: Issuer | null;
  state: AccountFormState;
  signIn: SignIn;
};

function Choice({ words, issuer, state, signIn }: ChoiceProps) {
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      disabled={signIn.isWaiting}
      onClick={() => {
        signIn.reset();
        state.change({ issuer });
      }}
    >
      {words}
    </Button>
  );
}

function issuerOf(account: MailAccount | null): Issuer | null {
  const signIn = account?.settings.sign_in;
  return signIn?.by === "oauth" ? signIn.issuer : null;
}
