import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";

interface Override {
  includes: string[];
  linter: { rules: Record<string, Record<string, string>> };
}

/** The files for which the linter does not hold a rule. */
function exceptedFrom(group: string, rule: string): string[] {
  const { overrides }: { overrides: Override[] } = JSON.parse(
    readFileSync(resolve(__dirname, "../../biome.json"), "utf8"),
  );
  const excepted = overrides.filter(({ linter }) => linter.rules[group]?.[rule] === "off");
  return excepted.flatMap(({ includes }) => includes);
}

it("only the kit makes mutations by hand", () => {
  expect(exceptedFrom("style", "noRestrictedImports")).toEqual(["src/kit/**"]);
});

it("only tests, which hold many others, have functions of more than 50 lines", () => {
  const excepted = exceptedFrom("complexity", "noExcessiveLinesPerFunction");
  expect(excepted).toEqual(["**/*.test.ts", "**/*.test.tsx"]);
});
