import { expect, test } from "vitest";
import { keyOf, showValue } from "./values";

test("a value is shown as the language writes it, and a text as it is", () => {
  expect(showValue({ kind: "number" }, "1234.5")).toBe("1,234.5");
  expect(showValue({ kind: "number" }, "-0.000001")).toBe("-0.000001");
  expect(showValue({ kind: "date" }, "2026-03-31")).toMatch(/^(31 Mar|Mar 31,) 2026$/);
  expect(showValue({ kind: "yes_no" }, "no")).toBe("No");
  expect(showValue({ kind: "text" }, "1234.5")).toBe("1234.5");
  expect(showValue({ kind: "choice" }, "yes")).toBe("yes");
});

test("a name says under which key it is used in texts", () => {
  expect(keyOf("Contract end")).toBe("contract_end");
  expect(keyOf("  Größe (m²) ")).toBe("grosse_m2");
  expect(keyOf("2nd office")).toBe("nd_office");
  expect(keyOf("名前")).toBe("");
  expect(keyOf("a".repeat(60))).toHaveLength(40);
});
