import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderApp, settled } from "../../testing/renderApp";
import type { Attention } from "../../wire/wire";

const nothing: Attention = { reminders: [], place: null };

test("each reminder is shown once, and a clicked notification leads to its partnership once", async () => {
  const told: Attention[] = [
    {
      reminders: [
        { title: "Call Ada", text: "Due now", place: { partnership: 7, touch: null } },
        { title: "5 steps are due", text: "Since yesterday", place: null },
      ],
      place: null,
    },
  ];
  const { program, router, user } = renderApp((program) => {
    program.answers.attention = () => told.shift() ?? nothing;
  }, "/settings");
  await settled("settings");
  expect(await screen.findByText("Call Ada")).toBeVisible();
  expect(screen.getByText("5 steps are due")).toBeVisible();
  expect(router.state.location.pathname).toBe("/settings");

  // Two reports while the first answer is on its way: neither is dropped.
  told.push(
    { reminders: [{ title: "Call Bob", text: "Due now", place: null }], place: null },
    { reminders: [], place: { partnership: 8, touch: 21 } },
  );
  const before = program.callsOf("attention").length;
  const release = program.hold("attention");
  await act(() => program.changed({ kind: "reminder", id: null }));
  await act(() => program.changed({ kind: "reminder", id: null }));
  await act(() => program.changed({ kind: "cadence", id: null }));
  expect(program.callsOf("attention")).toHaveLength(before + 2);
  release();
  expect(await screen.findByText("Call Bob")).toBeVisible();
  await waitFor(() => expect(router.state.location.pathname).toBe("/partnerships/8"));
  await waitFor(() => expect(program.callsOf("touch_get")).toContainEqual({ id: 21 }));
  expect(screen.getAllByText("Call Ada")).toHaveLength(1);

  await act(() => router.navigate({ to: "/settings" }));
  await settled("settings");
  expect(router.state.location.pathname).toBe("/settings");
  await user.click(screen.getByRole("button", { name: "Open" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/partnerships/7"));
  await waitFor(() => expect(screen.queryByText("Call Ada")).toBeNull());
});
