import { invoke } from "@tauri-apps/api/core";
import type { Commands, WireError } from "../wire/wire";

export type CommandName = keyof Commands;
export type RequestOf<C extends CommandName> = Commands[C]["request"];
export type ResponseOf<C extends CommandName> = Commands[C]["response"];

/** A command that failed. `wire` is what the program answered. */
export class RpcError extends Error {
  readonly wire: WireError;
  /** False when the program did not answer at all, or not in its own form. */
  readonly answered: boolean;

  constructor(wire: WireError, answered: boolean) {
    super(wire.message);
    this.name = "RpcError";
    this.wire = wire;
    this.answered = answered;
  }
}

/** Runs a command of the program. Rejects with {@link RpcError} and with nothing else. */
export async function call<C extends CommandName>(
  command: C,
  input: RequestOf<C>,
): Promise<ResponseOf<C>> {
  try {
    return await invoke<ResponseOf<C>>("rpc", { request: { command, input } });
  } catch (cause) {
    throw asRpcError(cause);
  }
}

export function asRpcError(cause: unknown): RpcError {
  if (cause instanceof RpcError) return cause;
  if (isWireError(cause)) return new RpcError(cause, true);
  const message = cause instanceof Error ? cause.message : String(cause);
  return new RpcError({ code: "internal", message }, false);
}

// Codes are told apart where they are shown; here it is enough that the program wrote the answer.
function isWireError(value: unknown): value is WireError {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    typeof value.code === "string" &&
    "message" in value &&
    typeof value.message === "string"
  );
}
