import { useMutation } from "@tanstack/react-query";
import { call, type RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { setProgramClock } from "../../shared/time/clock";
import { formatAbsolute } from "../../shared/time/format";
import { systemStyle } from "../../shared/time/system";
import { showDone, showError } from "../../shared/toast/toast";
import type { Jumped } from "../../wire/wire";

/** Moves the practice workspace's clock to the next moment at which something happens. */
export function usePracticeJump(): { jump: () => void; jumping: boolean } {
  const { mutate, isPending } = useMutation<Jumped, RpcError, void>({
    mutationFn: () => call("practice_jump", {}),
    meta: { saves: true },
    onSuccess: ({ now }) => {
      if (now === null) return showDone(t("practice.nothingToCome"), undefined, "jump");
      setProgramClock(now);
      const moment = formatAbsolute(now, now, systemStyle(now));
      showDone(t("practice.jumped", { moment }), undefined, "jump");
    },
    onError: (error) =>
      showError(t("practice.jumpFailed"), describeError(error), {
        label: t("action.retry"),
        run: () => mutate(),
      }),
  });
  return { jump: () => mutate(), jumping: isPending };
}
