import { expect, test } from "vitest";
import { callerText, isSameNumber } from "./callers";

test("a number is told with its label, when it has one", () => {
  expect(callerText({ number: "+49 30 123", label: "Berlin" })).toBe("Berlin · +49 30 123");
  expect(callerText({ number: "+49 30 123", label: "" })).toBe("+49 30 123");
});

test("numbers are the same however they are written", () => {
  for (const written of ["+49 30 123", "+49 (0)30/123", " +49-30.123 "]) {
    expect(isSameNumber(written, "+49 30 123")).toBe(true);
  }
  expect(isSameNumber("030 123", "+49 30 123")).toBe(false);
  expect(isSameNumber("49 30 123", "+49 30 123")).toBe(false);
  expect(isSameNumber("(0)30 123", "30 123")).toBe(false);
});
