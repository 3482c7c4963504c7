import {
  type UseMutationOptions,
  type UseMutationResult,
  useMutation,
} from "@tanstack/react-query";
import {
  type CommandName,
  call,
  type RequestOf,
  type ResponseOf,
  type RpcError,
} from "../../host/rpc";

type Options<C extends CommandName> = Omit<
  UseMutationOptions<ResponseOf<C>, RpcError, RequestOf<C>>,
  "mutationFn" | "meta"
>;

/** A command that writes nothing to the open workspace. */
export function useCommand<C extends CommandName>(
  command: C,
  options: Options<C> = {},
): UseMutationResult<ResponseOf<C>, RpcError, RequestOf<C>> {
  return useMutation({
    ...options,
    mutationFn: (input) => call(command, input),
    meta: { saves: false },
  });
}
