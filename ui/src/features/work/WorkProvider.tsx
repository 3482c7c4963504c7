import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useDock } from "../../shared/dock/DockProvider";
import { OpenTouchContext } from "../../shared/work/openTouch";
import { Drafts } from "./Drafts";
import { useTouchActions } from "./useTouchActions";
import { WorkContext } from "./useWork";
import { WorkLine } from "./WorkLine";
import { TouchWindow } from "./window/TouchWindow";

/** Holds what is being worked on above the screens: they come and go while the work goes on. */
export function WorkProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const dock = useDock();
  const [line] = useState(
    () =>
      new WorkLine(client, {
        goTo: (partnership) =>
          void navigate({ to: "/partnerships/$id", params: { id: String(partnership) } }),
        showWindow: () => dock.open(<TouchWindow />),
        hideWindow: dock.close,
      }),
  );
  const [drafts] = useState(() => new Drafts(client, line.open));
  useEffect(() => () => drafts.end(), [drafts]);
  const actions = useTouchActions(line, drafts);
  const working = useMemo(() => ({ line, drafts, actions }), [line, drafts, actions]);
  return (
    <WorkContext value={working}>
      <OpenTouchContext value={line.open}>{children}</OpenTouchContext>
    </WorkContext>
  );
}
