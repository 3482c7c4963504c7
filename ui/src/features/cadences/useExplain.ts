import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { RpcError } from "../../host/rpc";
import { describeError } from "../../shared/errors/describe";
import { t } from "../../shared/i18n/t";
import { showError } from "../../shared/toast/toast";
import type { CadenceId, WireError } from "../../wire/wire";

/** Says why a change to a cadence failed, with the button that helps. */
export function useExplain() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (title: string, error: RpcError, id: CadenceId, retry: () => void) => {
    const { wire } = error;
    const show = (cause: string, action: { label: string; run: () => void }) =>
      showError(title, cause, action, `${title} ${id}`);
    switch (wire.code) {
      case "name_taken": {
        const { name } = wire.context;
        return show(t("error.name_taken.elsewhere", { name }), {
          label: t("cadences.showOther"),
          run: () => void navigate({ to: "/cadences", search: { filter: "all", q: name } }),
        });
      }
      case "not_found":
      case "cadence_archived":
        return show(describeError(error), {
          label: t("action.refresh"),
          run: () => void client.invalidateQueries({ queryKey: ["cadences"] }),
        });
      case "no_steps":
      case "steps_incomplete":
      case "unknown_variable": {
        const first = firstOf(wire);
        return show(describeError(error), {
          label: t("editor.openSteps"),
          run: () =>
            void navigate({
              to: "/cadences/$id",
              params: { id: String(id) },
              search: first ? { step: first.position + 1 } : {},
            }),
        });
      }
      default:
        return show(describeError(error), { label: t("action.retry"), run: retry });
    }
  };
}

/** The first step that has to be mended. */
function firstOf(wire: WireError): { position: number } | undefined {
  switch (wire.code) {
    case "steps_incomplete":
      return wire.context.gaps[0];
    case "unknown_variable":
      return wire.context;
    default:
      return undefined;
  }
}
