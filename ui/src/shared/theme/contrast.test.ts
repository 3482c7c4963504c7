import { expect, test } from "vitest";
import { cssVariables, theme } from "./theme";

type Scheme = "light" | "dark";

const texts = [
  "--mantine-color-text",
  "--mantine-color-dimmed",
  "--mantine-color-placeholder",
  "--mantine-color-error",
  "--cd-accent",
  "--cd-danger",
];
const signs = ["--cd-draft", "--cd-active", "--cd-inactive", "--cd-archived", "--cd-accent"];
const grounds = [
  "--mantine-color-body",
  "--cd-surface",
  "--cd-raised",
  "--cd-hover",
  "--cd-selected",
];

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

// Only the colours are asked for; the rest of the theme does not matter to them.
const roles = cssVariables(theme as Parameters<typeof cssVariables>[0]);

function poorPairs(scheme: Scheme, fronts: readonly string[], least: number): string[] {
  const colours: Record<string, string> = { ...roles[scheme] };
  return fronts.flatMap((front) =>
    grounds
      .filter((ground) => contrast(colours[front] ?? "", colours[ground] ?? "") < least)
      .map((ground) => `${front} on ${ground}`),
  );
}

test.each<Scheme>(["light", "dark"])("in the %s scheme every text can be read", (scheme) => {
  expect(poorPairs(scheme, texts, 4.5)).toEqual([]);
});

test.each<Scheme>(["light", "dark"])("in the %s scheme every sign can be seen", (scheme) => {
  expect(poorPairs(scheme, signs, 3)).toEqual([]);
});
