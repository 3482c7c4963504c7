import { expect, test } from "vitest";
import { messages } from "./languages/en";
import { type Message, render } from "./message";
import { chooseLanguage, t } from "./t";

test("values are put in where their names stand in braces", () => {
  expect(t("cadences.toast.archived", { name: "Nurture" })).toBe("“Nurture” archived");
  expect(t("settings.title")).toBe("Settings");
});

test("numbers are written as the language writes them", () => {
  expect(render("{count} rows", { count: 12_345 }, "en")).toBe("12,345 rows");
  expect(render("{count} Zeilen", { count: 12_345 }, "de")).toBe("12.345 Zeilen");
});

test("plural forms follow the rules of the language", () => {
  const english = { one: "{count} cadence", other: "{count} cadences" };
  expect(render(english, { count: 1 }, "en")).toBe("1 cadence");
  expect(render(english, { count: 0 }, "en")).toBe("0 cadences");
  const polish = { one: "{count} krok", few: "{count} kroki", other: "{count} kroków" };
  expect(render(polish, { count: 3 }, "pl")).toBe("3 kroki");
  expect(render(polish, { count: 5 }, "pl")).toBe("5 kroków");
});

test("the first wanted language that there is a file for is chosen", () => {
  expect(chooseLanguage(["de-AT", "fr"], ["en", "de"])).toBe("de");
  expect(chooseLanguage(["pt-BR"], ["en", "pt-BR", "pt"])).toBe("pt-BR");
  expect(chooseLanguage(["fr"], ["en", "de"])).toBe("en");
});

test("no text shouts", () => {
  const texts = Object.values<Message>(messages).flatMap((message) =>
    typeof message === "string" ? [message] : Object.values(message),
  );
  expect(texts.filter((text) => text.includes("!"))).toEqual([]);
});
