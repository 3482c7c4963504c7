import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderApp, settled } from "../../testing/renderApp";

test("a hit of the text before is offered only while it fits the text", async () => {
  const { program, router, user } = renderApp((program) => {
    program.add("Alpha");
    program.add("Beta");
  });
  await settled("cadences");
  const address = router.state.location.href;
  await user.keyboard("{Control>}k{/Control}");
  const input = await screen.findByRole("combobox", { name: "Command palette" });
  const type = (text: string) => fireEvent.change(input, { target: { value: text } });
  const alpha = () => screen.queryByRole("option", { name: "Alpha" });
  type("alph");
  await waitFor(() => expect(alpha()).not.toBeNull());
  type("alpha");
  expect(alpha()).not.toBeNull();

  const release = program.hold("cadence_list");
  type("beta");
  expect(alpha()).toBeNull();
  fireEvent.keyDown(input, { key: "Enter" });
  expect(router.state.location.href).toBe(address);
  await waitFor(() =>
    expect(program.callsOf("cadence_list")).toContainEqual(
      expect.objectContaining({ search: "beta" }),
    ),
  );
  expect(alpha()).toBeNull();
  release();
  expect(await screen.findByRole("option", { name: "Beta" })).toBeVisible();
});
