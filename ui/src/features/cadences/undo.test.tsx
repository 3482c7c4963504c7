import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderApp, settled } from "../../testing/renderApp";

test("undoing twice takes back two changes, not the undoing", async () => {
  const { program, user } = renderApp((program) => {
    program.add("Alpha");
    program.add("Beta");
  });
  await settled("cadences");
  await user.keyboard("j{Delete}");
  expect(await screen.findByText("“Alpha” archived")).toBeVisible();
  await user.keyboard("{Delete}");
  expect(await screen.findByText("“Beta” archived")).toBeVisible();

  await user.keyboard("{Control>}z{/Control}");
  expect(await screen.findByText("“Beta” restored")).toBeVisible();
  await user.keyboard("{Control>}z{/Control}");
  expect(await screen.findByText("“Alpha” restored")).toBeVisible();
  expect(program.callsOf("cadence_restore")).toEqual([{ id: 2 }, { id: 1 }]);

  await user.keyboard("{Control>}z{/Control}");
  await settled("cadences");
  expect(program.callsOf("cadence_archive")).toHaveLength(2);
});

test("undoing a restore leaves nothing to undo", async () => {
  const { program, user } = renderApp(
    (program) => program.add("Old", { status: "archived" }),
    "/cadences?filter=archived",
  );
  await settled("cadences");
  await user.keyboard("jr");
  expect(await screen.findByText("“Old” restored")).toBeVisible();
  await user.keyboard("{Control>}z{/Control}");
  await waitFor(() => expect(program.callsOf("cadence_archive")).toHaveLength(1));
  expect(await screen.findByText("“Old” archived")).toBeVisible();
  await user.keyboard("{Control>}z{/Control}");
  await settled("cadences");
  expect(program.callsOf("cadence_restore")).toHaveLength(1);
});

test("undoing a deactivation leaves nothing to undo", async () => {
  const { program, user } = renderApp((program) =>
    program.add("Alpha", {
      status: "active",
      steps: [program.step({ type: "task", work: "other", instructions: "" })],
    }),
  );
  await settled("cadences");
  await user.keyboard("j{Shift>}{F10}{/Shift}");
  await user.click(await screen.findByRole("menuitem", { name: "Deactivate", hidden: true }));
  expect(await screen.findByText("“Alpha” deactivated")).toBeVisible();
  await user.keyboard("{Control>}z{/Control}");
  expect(await screen.findByText("“Alpha” activated")).toBeVisible();
  await user.keyboard("{Control>}z{/Control}");
  await settled("cadences");
  expect(program.callsOf("cadence_activate")).toHaveLength(1);
  expect(program.callsOf("cadence_deactivate")).toHaveLength(1);
});
