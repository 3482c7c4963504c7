import { t } from "../../shared/i18n/t";
import type {
  AccountOwn,
  AccountSettings,
  AccountStage,
  Issuer,
  PasswordState,
  Security,
  ServerSettings,
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
