import type { RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { sentenceOf } from "./detail/sentence";

/** Why a merge cannot be taken back; what has happened since is named. */
export function describeStanding(error: RpcError): string {
  const { wire } = error;
  if (!error.answered || wire.code !== "merge_stands") return describeError(error);
  const { conflict } = wire.context;
  if (conflict.type !== "happened") return describeError(error);
  const { what, contact } = conflict;
  const entry = {
    id: 0,
    at: 0,
    actor: "rule",
    what,
    contact,
    cadence: null,
    step: null,
    undoable: false,
    undone: false,
  } as const;
  const momentText = () => t("partnerships.merge.later");
  const sentence = sentenceOf(entry, { momentText, entryOf: () => undefined });
  return t("partnerships.merge.happened", { sentence });
}
