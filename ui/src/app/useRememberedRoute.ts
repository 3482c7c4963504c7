import { useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { writePreference } from "../shared/preferences/preferences";

const remembered = /^\/((cadences|partnerships)(\/\d+)?|replies|outbox|settings)$/;

/** Remembers the screen, so that the window reopens where it was. */
export function useRememberedRoute(): void {
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const search = useRouterState({ select: ({ location }) => location.searchStr });
  useEffect(() => {
    if (remembered.test(pathname)) writePreference("lastRoute", pathname + search);
  }, [pathname, search]);
}
