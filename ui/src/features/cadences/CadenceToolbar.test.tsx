import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderApp, settled } from "../../testing/renderApp";

test("keys of an input method stay in the search field", async () => {
  const { user } = renderApp((program) => program.add("Alpha"));
  await settled("cadences");
  const field = screen.getByRole("textbox", { name: "Search cadences" });
  await user.type(field, "al");
  fireEvent.keyDown(field, { key: "Enter", isComposing: true });
  expect(field).toHaveFocus();
  // The press that ends the composition, as WebKit reports it.
  fireEvent.keyDown(field, { key: "Enter", keyCode: 229 });
  expect(field).toHaveFocus();
  fireEvent.keyDown(field, { key: "Escape", isComposing: true });
  expect(field).toHaveValue("al");
  await user.keyboard("{Enter}");
  expect(screen.getByRole("grid")).toHaveFocus();
});
