import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { wireError } from "../../host/fakeProgram";
import { seriousFindings } from "../../testing/axe";
import { renderApp, settled } from "../../testing/renderApp";

async function open() {
  const app = renderApp((program) => {
    const told = () => {
      void program.changed({ kind: "stage", id: null });
      return { stages: structuredClone(program.stages) };
    };
    program.stages[2] = {
      stage: "in_conversation",
      name: "In conversation",
      fixed: false,
      partnerships: { count: 12, more: false },
    };
    program.answers.stage_add = ({ name }) => {
      const partnerships = { count: 0, more: false };
      program.stages.push({ stage: "stage_6", name: name.trim(), fixed: false, partnerships });
      return told();
    };
    program.answers.stage_rename = ({ stage, name }) => {
      const entry = program.stages.find((one) => one.stage === stage);
      if (entry) entry.name = name.trim();
      return told();
    };
    program.answers.stage_order = ({ stages }) => {
      program.stages.sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage));
      return told();
    };
    program.answers.stage_remove = ({ stage }) => {
      program.stages = program.stages.filter((one) => one.stage !== stage);
      return told();
    };
  }, "/settings");
  await settled("settings");
  const region = screen.getByRole("region", { name: "Stages" });
  const part = within(region);
  await part.findByText("In conversation");
  const names = () =>
    within(part.getByRole("list", { name: "List of stages" }))
      .getAllByRole("listitem")
      .map((item) => item.querySelector("div > div")?.textContent);
  return { ...app, region, part, names };
}

test("stages are listed in their order; what the program uses cannot be removed", async () => {
  const { region, part, names } = await open();
  expect(names()).toEqual(["Lead", "Contacted", "In conversation", "Active partner", "Lost"]);
  expect(part.getByText("12 partnerships")).toBeVisible();
  expect(part.queryByRole("button", { name: "Remove Lead…" })).toBeNull();
  expect(part.getByRole("button", { name: "Remove Lost…" })).toBeVisible();
  expect(part.getByRole("button", { name: "Move Lead up" })).toBeDisabled();
  expect(part.getByRole("button", { name: "Move Lost down" })).toBeDisabled();
  expect(await seriousFindings(region)).toEqual([]);
});

test("a stage is added, and a taken name is refused beside the field", async () => {
  const { part, program, names, user } = await open();
  const field = part.getByLabelText("New stage");
  program.failing.set(
    "stage_add",
    wireError({ code: "stage_name_taken", context: { name: "Lead" }, message: "taken" }),
  );
  await user.type(field, "lead{Enter}");
  expect(await part.findByText(/already named “Lead”/)).toBeVisible();
  program.failing.clear();
  await user.clear(field);
  await user.type(field, "Qualified{Enter}");
  expect(await screen.findByText("Stage “Qualified” added")).toBeVisible();
  expect(field).toHaveValue("");
  await waitFor(() => expect(names().at(-1)).toBe("Qualified"));
});

test("a stage is renamed in its place, Escape leaves it, and Undo takes it back", async () => {
  const { part, program, names, user } = await open();
  await user.click(part.getByRole("button", { name: "Rename Lead" }));
  await user.keyboard("{Escape}");
  expect(names()[0]).toBe("Lead");
  await user.click(part.getByRole("button", { name: "Rename Lead" }));
  const field = part.getByLabelText("New name of Lead");
  expect(field).toHaveFocus();
  await user.clear(field);
  await user.type(field, "Prospect{Enter}");
  expect(await screen.findByText("Stage “Lead” is called “Prospect” now")).toBeVisible();
  await waitFor(() => expect(names()[0]).toBe("Prospect"));
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() =>
    expect(program.callsOf("stage_rename").at(-1)).toEqual({ stage: "lead", name: "Lead" }),
  );
});

test("a stage is moved by its arrows, and Undo puts the order back", async () => {
  const { part, names, user } = await open();
  await user.click(part.getByRole("button", { name: "Move Lost up" }));
  const moved = ["Lead", "Contacted", "In conversation", "Lost", "Active partner"];
  await waitFor(() => expect(names()).toEqual(moved));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(names().at(-1)).toBe("Lost"));
});

test("removing a stage asks where its partnerships go, and says what is in the way", async () => {
  const { part, program, names, user } = await open();
  await user.click(part.getByRole("button", { name: "Remove In conversation…" }));
  const dialog = await screen.findByRole("dialog", { name: "Remove the stage “In conversation”?" });
  const inside = within(dialog);
  expect(inside.getByText(/^12 partnerships are at it/)).toBeVisible();
  expect(await seriousFindings(dialog)).toEqual([]);
  program.failing.set(
    "stage_remove",
    wireError({ code: "stage_in_use", context: { cadences: ["Cold"] }, message: "in use" }),
  );
  await user.click(inside.getByRole("button", { name: "Remove" }));
  expect(await inside.findByText(/A condition of “Cold” looks at this stage/)).toBeVisible();
  program.failing.clear();
  await user.click(inside.getByLabelText("Its partnerships go to", { selector: "input" }));
  await user.click(await screen.findByText("Active partner", { selector: "[role=option] *" }));
  await user.click(inside.getByRole("button", { name: "Remove" }));
  await waitFor(() =>
    expect(program.callsOf("stage_remove").at(-1)).toEqual({
      stage: "in_conversation",
      move_to: "active_partner",
    }),
  );
  await waitFor(() => expect(names()).toHaveLength(4));
  expect(screen.queryByRole("dialog")).toBeNull();
});
