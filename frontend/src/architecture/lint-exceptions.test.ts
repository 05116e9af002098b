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

// The linter counts no lines inside of markup. Only ever fewer: none is added.
it("only these functions are longer than 50 lines, but for tests, which hold many others", () => {
  expect(exceptedFrom("complexity", "noExcessiveLinesPerFunction")).toEqual([
    "**/*.test.ts",
    "**/*.test.tsx",
    "src/features/actions/history-words.ts",
    "src/features/organisations/organisation-form.tsx",
    "src/modules/actions/owner-field.tsx",
    "src/offline/query-persistence.ts",
  ]);
});
