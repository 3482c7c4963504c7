import { useQuery } from "@tanstack/react-query";
import { usePracticeJump } from "../features/practice/usePracticeJump";
import { workspaceStatusQuery } from "../shared/workspace/status";
import { useRevealSentMail } from "../shared/workspace/useRevealSentMail";
import { useWorkspaceSwitch } from "../shared/workspace/WorkspaceSwitch";
import type { Command } from "./useCommands";

/** What the palette offers in the practice workspace, and the way there. */
export function usePracticeCommands(): Command[] {
  const { data: status } = useQuery(workspaceStatusQuery);
  const { jump } = usePracticeJump();
  const { reveal } = useRevealSentMail();
  const { startForReal, practise } = useWorkspaceSwitch();
  if (status?.state !== "ready") return [];
  if (status.kind === "own") return [{ label: "command.practise", run: practise }];
  return [
    { label: "command.practiceJump", run: jump },
    { label: "command.practiceReveal", run: reveal },
    { label: "command.startForReal", run: startForReal },
  ];
}
