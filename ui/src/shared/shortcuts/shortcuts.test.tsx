import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { writePreference } from "../preferences/preferences";
import { nameOf, type Press } from "./keys";
import { shortcutIds, shortcutOf } from "./registry";
import { type ShortcutHandlers, useShortcutListener, useShortcuts } from "./useShortcuts";

function Page({ handlers }: { handlers: ShortcutHandlers }) {
  useShortcutListener();
  useShortcuts(handlers);
  return (
    <>
      <input aria-label="Field" />
      <button type="button">Button</button>
      <div role="dialog" aria-label="Dialog">
        <button type="button">Inside</button>
      </div>
    </>
  );
}

function setUp(handlers: ShortcutHandlers) {
  render(<Page handlers={handlers} />);
  return userEvent.setup();
}

test.each([
  { shown: "lists", hidden: ["steps"] },
  { shown: "steps", hidden: ["lists", "replies"] },
])("no two shortcuts share a binding where $shown are shown", ({ hidden }) => {
  const bindings = shortcutIds
    .map(shortcutOf)
    .filter(({ group }) => !hidden.includes(group))
    .flatMap(({ keys }) => keys);
  expect(new Set(bindings).size).toBe(bindings.length);
});

test("of two shortcuts with one binding the one is carried out that is mounted", async () => {
  const stepDelete = vi.fn();
  const user = setUp({ stepDelete });
  await user.keyboard("{Delete}");
  expect(stepDelete).toHaveBeenCalledTimes(1);
});

test("a sequence works, and its second key alone does not", async () => {
  const goCadences = vi.fn();
  const user = setUp({ goCadences });
  await user.keyboard("c");
  expect(goCadences).not.toHaveBeenCalled();
  await user.keyboard("gc");
  expect(goCadences).toHaveBeenCalledTimes(1);
  await user.keyboard("gxc");
  expect(goCadences).toHaveBeenCalledTimes(1);
});

test("typing is left alone, but the palette opens from a field", async () => {
  const make = vi.fn();
  const palette = vi.fn();
  const user = setUp({ new: make, palette });
  await user.click(screen.getByRole("textbox"));
  await user.keyboard("n");
  expect(make).not.toHaveBeenCalled();
  expect(screen.getByRole("textbox")).toHaveValue("n");
  await user.keyboard("{Control>}k{/Control}");
  expect(palette).toHaveBeenCalledTimes(1);
});

test("single keys can be switched off; keys with a modifier go on working", async () => {
  const make = vi.fn();
  const goCadences = vi.fn();
  const palette = vi.fn();
  const user = setUp({ new: make, goCadences, palette });
  writePreference("singleKeys", false);
  await user.keyboard("ngc{Control>}k{/Control}");
  expect(make).not.toHaveBeenCalled();
  expect(goCadences).not.toHaveBeenCalled();
  expect(palette).toHaveBeenCalledTimes(1);
});

test("Enter on a button is the button's, and a dialog has the keyboard to itself", async () => {
  const listOpen = vi.fn();
  const make = vi.fn();
  const user = setUp({ listOpen, new: make });
  screen.getByRole("button", { name: "Button" }).focus();
  await user.keyboard("{Enter}");
  expect(listOpen).not.toHaveBeenCalled();
  await user.keyboard("n");
  expect(make).toHaveBeenCalledTimes(1);
  screen.getByRole("button", { name: "Inside" }).focus();
  await user.keyboard("n");
  expect(make).toHaveBeenCalledTimes(1);
});

test("a character counts however the keyboard makes it", () => {
  const press = (key: string, more: Partial<Press> = {}, altGr = false): Press => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    timeStamp: 0,
    getModifierState: (state) => altGr && state === "AltGraph",
    ...more,
  });
  expect(nameOf(press("?", { shiftKey: true }), false)).toBe("?");
  expect(nameOf(press("[", { ctrlKey: true, altKey: true }, true), false)).toBe("[");
  expect(nameOf(press("N", { shiftKey: true }), false)).toBe("shift+n");
  expect(nameOf(press("k", { ctrlKey: true }), false)).toBe("mod+k");
  expect(nameOf(press("k", { metaKey: true }), true)).toBe("mod+k");
  expect(nameOf(press("k", { metaKey: true }), false)).toBe("other+k");
});
