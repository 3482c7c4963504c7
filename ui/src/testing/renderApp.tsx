import { createMemoryHistory } from "@tanstack/react-router";
import { render, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "../app/App";
import { createAppRouter } from "../app/router";
import { FakeProgram } from "../host/fakeProgram";
import { createQueryClient } from "../shared/query/client";

/** The whole window over a program in memory. */
export function renderApp(prepare: (program: FakeProgram) => void = () => {}, path = "/") {
  const program = new FakeProgram();
  prepare(program);
  program.install();
  const client = createQueryClient();
  const router = createAppRouter(createMemoryHistory({ initialEntries: [path] }));
  const view = render(<App client={client} router={router} />);
  return { ...view, program, client, router, user: userEvent.setup() };
}

/** Waits until the screen has its content and nothing is in flight. */
export async function settled(screen?: string): Promise<void> {
  await waitFor(() => {
    const { ready } = document.documentElement.dataset;
    if (!ready || (screen && ready !== screen)) throw new Error(`ready: ${ready}`);
    if (document.documentElement.hasAttribute("data-busy")) throw new Error("still busy");
  });
}
