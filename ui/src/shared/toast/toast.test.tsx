import { Notifications } from "@mantine/notifications";
import { act, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { ThemeProvider } from "../theme/ThemeProvider";
import { showDone, showError, undoNewest } from "./toast";

function show(...steps: (() => void)[]) {
  render(
    <ThemeProvider>
      <Notifications />
    </ThemeProvider>,
  );
  for (const step of steps) act(step);
}

const done = (text: string, undo?: () => void) => () => showDone(text, undo);
const failed = (text: string) => () => showError(text, "Why.");
const gone = (text: string) =>
  waitFor(() => expect(screen.queryByText(text)).not.toBeInTheDocument());

test("the newest toast is shown: the oldest makes room, with what it could take back", async () => {
  const first = vi.fn();
  const rest = vi.fn();
  show(
    done("One", first),
    ...["Two", "Three", "Four", "Five", "Six"].map((one) => done(one, rest)),
  );
  expect(screen.getByText("Six")).toBeVisible();
  await gone("One");
  for (let at = 0; at < 6; at += 1) act(undoNewest);
  expect(rest).toHaveBeenCalledTimes(5);
  expect(first).not.toHaveBeenCalled();
});

test("what failed makes room only when nothing else is shown", async () => {
  show(failed("A"), done("One"), failed("B"), failed("C"), failed("D"), failed("E"));
  expect(screen.getByText("E")).toBeVisible();
  await gone("One");
  expect(screen.getByText("A")).toBeVisible();
  act(done("Two"));
  expect(screen.getByText("Two")).toBeVisible();
  await gone("A");
});

test("the same failure is shown once, with its newest cause", async () => {
  show(
    () => showError("“Alpha” was not archived", "The disk is full."),
    () => showError("“Alpha” was not archived", "The program did not answer."),
  );
  await gone("The disk is full.");
  expect(screen.getByRole("alert")).toHaveTextContent("The program did not answer.");
});

test("failures of two records with one name are told apart", async () => {
  show(
    () => showError("“Alpha” was not restored", "First.", undefined, "restore 1"),
    () => showError("“Alpha” was not restored", "Second.", undefined, "restore 2"),
    () => showError("“Alpha” was not restored", "Third.", undefined, "restore 1"),
  );
  await gone("First.");
  expect(screen.getByText("Second.")).toBeVisible();
  expect(screen.getByText("Third.")).toBeVisible();
});
