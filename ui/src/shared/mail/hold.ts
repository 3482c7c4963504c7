import type { HoldReason } from "../../wire/wire";
import { t } from "../i18n/t";

/** What a held message waits for, as the end of a sentence: "the keychain is locked". */
export function holdReason(reason: HoldReason): string {
  return t(`hold.${reason}`);
}

/** What the rep does about it. */
export function holdRemedy(reason: HoldReason): string {
  return t(`hold.${reason}.remedy`);
}

/** Where it is put right: in the settings, or outside the program, after which it is tried again. */
export function holdPlace(reason: HoldReason): "settings" | "outside" {
  switch (reason) {
    case "no_account":
    case "no_password":
    case "sign_in_refused":
    case "sign_in_again":
    case "certificate":
      return "settings";
    case "keychain_locked":
    case "keychain_absent":
    case "keychain_denied":
    case "account_blocked":
    case "mailbox_not_read":
    case "other_account":
    case "late":
      return "outside";
  }
}

/** What the address of the settings says: whether the account's dialog opens at once. */
export function holdSearch(reason: HoldReason): { account?: true } {
  return reason === "no_account" || reason === "sign_in_again" ? { account: true } : {};
}
