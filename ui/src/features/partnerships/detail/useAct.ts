import { useMutation } from "@tanstack/react-query";
import type { RpcError } from "../../../host/rpc";
import { describeError } from "../../../shared/errors/describe";
import { t } from "../../../shared/i18n/t";
import { showError } from "../../../shared/toast/toast";
import { useDone } from "../../../shared/work/useDone";
import type { Done } from "../../../wire/wire";

type Act = {
  run: () => Promise<Done>;
  said: string;
  failed: string;
};

/** Does something that the timeline tells, and offers to take it back. */
export function useAct() {
  const done = useDone();
  const act = useMutation<Done, RpcError, Act>({
    mutationFn: ({ run }) => run(),
    meta: { saves: true },
    onSuccess: (answer, { said }) => done(said, answer),
    onError: (error, again) =>
      showError(again.failed, describeError(error), {
        label: t("action.retry"),
        run: () => act.mutate(again),
      }),
  });
  return act;
}
