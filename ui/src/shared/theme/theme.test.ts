import { readFileSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";
import { COLOR_SCHEME_KEY } from "./theme";

const script = readFileSync("public/color-scheme.js", "utf8");
const root = document.documentElement;

function runBeforeFirstPaint(systemIsDark: boolean): string | null {
  const spy = vi.spyOn(window, "matchMedia");
  spy.mockReturnValue({ matches: systemIsDark } as MediaQueryList);
  new Function("matchMedia", script)(window.matchMedia);
  return root.getAttribute("data-mantine-color-scheme");
}

beforeEach(() => root.removeAttribute("data-mantine-color-scheme"));

test("before the first paint the remembered scheme wins over the system's", () => {
  localStorage.setItem(COLOR_SCHEME_KEY, "dark");
  expect(runBeforeFirstPaint(false)).toBe("dark");
  localStorage.setItem(COLOR_SCHEME_KEY, "light");
  expect(runBeforeFirstPaint(true)).toBe("light");
});

test("without a choice, or with system chosen, the system decides", () => {
  expect(runBeforeFirstPaint(true)).toBe("dark");
  localStorage.setItem(COLOR_SCHEME_KEY, "auto");
  expect(runBeforeFirstPaint(false)).toBe("light");
});
