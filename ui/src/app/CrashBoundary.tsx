import { Component, type ReactNode } from "react";
import { CrashScreen } from "./CrashScreen";

type State = { error: Error | null };

/** Catches what nothing below it caught, so that the window is never empty. */
export class CrashBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(cause: unknown): State {
    return { error: cause instanceof Error ? cause : new Error(String(cause)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main>
        <CrashScreen error={error} />
      </main>
    );
  }
}
