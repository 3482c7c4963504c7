import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";

export type DockedWindow = { title: string; content: ReactNode };

type Dock = {
  window: DockedWindow | null;
  minimised: boolean;
  /** Shows a window at the lower right, in the place of the one that was there. */
  open: (window: DockedWindow) => void;
  setMinimised: (minimised: boolean) => void;
  close: () => void;
};

const DockContext = createContext<Dock | null>(null);

/** Holds the docked window above the routes, so that it survives moving between screens. */
export function DockProvider({ children }: { children: ReactNode }) {
  const [window, setWindow] = useState<DockedWindow | null>(null);
  const [minimised, setMinimised] = useState(false);
  const open = useCallback((next: DockedWindow) => {
    setWindow(next);
    setMinimised(false);
  }, []);
  const close = useCallback(() => setWindow(null), []);
  const dock = useMemo(
    () => ({ window, minimised, open, setMinimised, close }),
    [window, minimised, open, close],
  );
  return <DockContext value={dock}>{children}</DockContext>;
}

export function useDock(): Dock {
  const dock = use(DockContext);
  if (!dock) throw new Error("useDock needs a DockProvider above it");
  return dock;
}
