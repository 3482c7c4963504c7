import { t } from "../../shared/i18n/t";
import type {
  AccountOwn,
  AccountSettings,
  AccountStage,
  Issuer,
  PasswordState,
  Security,
  ServerSettings,
  StageFailure,
} from "../../wire/wire";

export function securityName(security: Security): string {
  return t(`account.security.${security}`);
}

/** "smtp.example.com, port 465, TLS" */
export function serverWords({ host, port, security }: ServerSettings): string {
  return t("account.server", { host, port: String(port), security: securityName(security) });
}

/** What an account has of its own: "Name, signature", or that it is as for all. */
export function ownWords({ name, postal_address, signature, pace }: AccountOwn): string {
  const words = [
    name !== null && t("error.account.name"),
    postal_address !== null && t("error.account.postal_address"),
    signature !== null && t("error.account.signature"),
    pace !== null && t("account.ownLimits"),
  ].filter((word) => word !== false);
  return words.length === 0 ? t("account.ownNone") : words.join(", ");
}

export function issuerName(issuer: Issuer): string {
  return t(`account.issuer.${issuer}`);
}

/** Where the password is, or what has come of the sign-in. */
export function passwordSentence(password: PasswordState, { sign_in }: AccountSettings): string {
  return password === "stored" && sign_in.by === "oauth"
    ? t("account.signInKept", { issuer: issuerName(sign_in.issuer) })
    : t(`account.password.${password}`);
}

export function stageName(stage: AccountStage): string {
  return t(`account.stage.${stage}`);
}

/** Why a stage of the test failed, and what helps. */
export function failureSentence(
  stage: AccountStage,
  failure: StageFailure,
  settings: AccountSettings,
): string {
  const server = stage.startsWith("imap") ? (settings.imap ?? settings.smtp) : settings.smtp;
  const { host } = server;
  const port = String(server.port);
  switch (failure.reason) {
    case "refused":
    case "timed_out":
    case "not_mail":
    case "not_tls":
      return t(`account.failure.${failure.reason}`, { host, port });
    case "name_unknown":
    case "closed_by_server":
    case "no_start_tls":
    case "no_sign_in":
    case "certificate_unknown_issuer":
    case "certificate_wrong_name":
    case "certificate_expired":
      return t(`account.failure.${failure.reason}`, { host });
    case "tls_failed":
    case "certificate_other":
      return t(`account.failure.${failure.reason}`, { host, detail: failure.detail });
    case "sign_in_refused": {
      const refused = settings.sign_in.by === "oauth" ? "token_refused" : "sign_in_refused";
      return withAnswer(t(`account.failure.${refused}`, { host }), failure.answer);
    }
    case "send_refused":
      return withAnswer(
        t("account.failure.send_refused", { host, address: settings.address }),
        failure.answer,
      );
    case "plain_not_allowed":
      return t("account.failure.plain_not_allowed");
    case "keychain_absent":
    case "keychain_locked":
    case "keychain_denied":
      return t(`error.${failure.reason}`);
    case "other":
      return t("account.failure.other", { detail: failure.detail });
  }
}

function withAnswer(sentence: string, answer: string): string {
  return answer === "" ? sentence : `${sentence} ${t("account.failure.answer", { answer })}`;
}
