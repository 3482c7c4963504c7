import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { wireError } from "../../host/fakeProgram";
import { renderApp, settled } from "../../testing/renderApp";

type Ear = { onListening: () => void; onDeaf: () => void };
const ears = vi.hoisted(() => new Set<Ear>());
vi.mock("../../host/events", () => ({
  onChanged: (_handler: unknown, ear: Ear) => {
    ears.add(ear);
    ear.onListening();
    return () => ears.delete(ear);
  },
}));

const line = () => within(screen.getByRole("contentinfo"));
const button = (name: string | RegExp) => line().getByRole("button", { name });

test("a window that hears nothing says so until it hears again, and offers to reload", async () => {
  const { client, user } = renderApp();
  await settled("cadences");
  act(() => {
    for (const ear of ears) ear.onDeaf();
  });
  expect(button("This window may be out of date")).toBeVisible();
  await act(() => client.invalidateQueries());
  await settled("cadences");
  await user.click(button("This window may be out of date"));
  const details = await screen.findByRole("dialog", { hidden: true });
  expect(
    within(details).getByRole("button", { name: "Reload the window", hidden: true }),
  ).toBeInTheDocument();
  act(() => {
    for (const ear of ears) ear.onListening();
  });
  expect(button(/Everything is saved/)).toBeVisible();
});

test("only a change that is saved ends the warning of one that was not", async () => {
  const { program, user } = renderApp((program) => program.add("Alpha"));
  await settled("cadences");
  program.failing.set("cadence_archive", wireError({ code: "disk_full", message: "full" }));
  await user.keyboard("j{Delete}");
  await waitFor(() => expect(button("The last change was not saved")).toBeVisible());
  await user.click(button("The last change was not saved"));
  const details = await screen.findByRole("dialog", { hidden: true });
  await user.click(within(details).getByRole("button", { name: "Show in folder", hidden: true }));
  await settled("cadences");
  expect(program.callsOf("workspace_reveal")).toHaveLength(1);
  expect(button("The last change was not saved")).toBeInTheDocument();
  program.failing.clear();
  await user.keyboard("{Escape}");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(button(/Everything is saved/)).toBeVisible());
});

test("problems are announced, and that changes are saved is not", async () => {
  const { program, user } = renderApp((program) => program.add("Alpha"));
  await settled("cadences");
  const announced = line().getByRole("status");
  expect(announced).toBeEmptyDOMElement();
  expect(button(/Everything is saved/).querySelector("[aria-live], [role]")).toBeNull();
  const release = program.hold("cadence_archive");
  await user.keyboard("j{Delete}");
  await waitFor(() => expect(button("Saving…")).toBeVisible());
  expect(announced).toBeEmptyDOMElement();
  program.failing.set("cadence_archive", wireError({ code: "disk_full", message: "full" }));
  release();
  await waitFor(() => expect(announced).toHaveTextContent("The last change was not saved"));
});
