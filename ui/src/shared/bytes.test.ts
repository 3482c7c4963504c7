import { expect, test } from "vitest";
import { formatBytes } from "./bytes";

test("sizes are said in the unit in which they are short", () => {
  expect([1, 999, 1_000, 4_250, 999_600, 4_250_000, 35_000_000].map(formatBytes)).toEqual([
    "1 byte",
    "999 bytes",
    "1 kB",
    "4.3 kB",
    "1 MB",
    "4.3 MB",
    "35 MB",
  ]);
});
