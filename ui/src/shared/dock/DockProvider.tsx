import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";

type Dock = {
  /** The docked window; it draws itself with {@link DockWindow}. */
  window: ReactNode;
  minimised: boolean;
  /** Whether the window is larger than usual. */
  expanded: boolean;
  /** Shows a window at the lower right, in the place of the one that was there. */
  open: (window: ReactNode) => void;
  setMinimised: (minimised: boolean) => void;
  setExpanded: (expanded: boolean) => void;
  close: () => void;
};

const DockContext = createContext<Dock | null>(null);

/** Holds the docked window above the routes, so that it survives moving between screens. */
export function DockProvider({ children }: { children: ReactNode }) {
  const [window, setWindow] = useState<ReactNode>(null);
  const [minimised, setMinimised] = useState(false);
  const [expanded, setExpanded] = useState(false);
  const open = useCallback((next: ReactNode) => {
    setWindow(next);
    setMinimised(false);
  }, []);
  const close = useCallback(() => setWindow(null), []);
  const dock = useMemo(
    () => ({ window, minimised, expanded, open, setMinimised, setExpanded, close }),
    [window, minimised, expanded, open, close],
  );
  return <DockContext value={dock}>{children}</DockContext>;
}

export function useDock(): Dock {
  const dock = use(DockContext);
  if (!dock) throw new Error("useDock needs a DockProvider above it");
  return dock;
}
