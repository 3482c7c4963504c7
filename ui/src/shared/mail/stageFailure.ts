import type { AccountSettings, AccountStage, StageFailure } from "../../wire/wire";
import { t } from "../i18n/t";

/** Why a stage of the way to a server failed, and what helps. */
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
