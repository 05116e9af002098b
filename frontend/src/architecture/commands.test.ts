import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";

interface Override {
  includes: string[];
  linter: { rules: { style: { noRestrictedImports?: string } } };
}

it("only the kit makes mutations by hand", () => {
  const { overrides }: { overrides: Override[] } = JSON.parse(
    readFileSync(resolve(__dirname, "../../biome.json"), "utf8"),
  );
  const excepted = overrides.filter(({ linter }) => linter.rules.style.noRestrictedImports === "off");
  expect(excepted.flatMap(({ includes }) => includes)).toEqual(["src/kit/**"]);
});
