import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { DockProvider, useDock } from "./DockProvider";
import { DockRegion } from "./DockRegion";
import { DockWindow } from "./DockWindow";

function Opener({ title }: { title: string }) {
  const { open } = useDock();
  const window = (
    <DockWindow title={title}>
      <input aria-label="Notes" />
    </DockWindow>
  );
  return (
    <button type="button" onClick={() => open(window)}>
      Open {title}
    </button>
  );
}

function Page({ screenName }: { screenName: string }) {
  return (
    <MantineProvider>
      <DockProvider>
        <main key={screenName}>
          <Opener title="E-mail" />
          <Opener title="Call" />
        </main>
        <DockRegion />
      </DockProvider>
    </MantineProvider>
  );
}

test("a docked window minimises, survives another screen, is replaced and closes", async () => {
  const user = userEvent.setup();
  const { rerender } = render(<Page screenName="one" />);
  expect(screen.queryByRole("region", { name: "Docked window" })).toBeNull();

  await user.click(screen.getByRole("button", { name: "Open E-mail" }));
  await user.type(screen.getByRole("textbox", { name: "Notes" }), "hello");
  await user.click(screen.getByRole("button", { name: "Minimise E-mail" }));
  expect(screen.queryByRole("textbox", { name: "Notes" })).toBeNull();

  rerender(<Page screenName="two" />);
  await user.click(screen.getByRole("button", { name: "Restore E-mail" }));
  expect(screen.getByRole("textbox", { name: "Notes" })).toHaveValue("hello");
  const larger = screen.getByRole("button", { name: "Expand E-mail", pressed: false });
  await user.click(larger);
  expect(larger).toHaveAttribute("aria-pressed", "true");

  await user.click(screen.getByRole("button", { name: "Open Call" }));
  expect(screen.getByRole("heading", { name: "Call" })).toBeVisible();
  expect(screen.queryByRole("heading", { name: "E-mail" })).toBeNull();

  await user.click(screen.getByRole("button", { name: "Close Call" }));
  expect(screen.queryByRole("region", { name: "Docked window" })).toBeNull();
});
