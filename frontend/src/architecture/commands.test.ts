import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(__dirname, "../..");
const RAW = /\buseMutation\b[^;]*from "@tanstack\/react-query"|from "@\/kit\/use-change"/;

interface Override {
  includes: string[];
  linter: { rules: { style: { noRestrictedImports: string } } };
}

/** The folders in which the linter lets a mutation be made by hand, but for the kit itself. */
function folders(): string[] {
  const { overrides }: { overrides: Override[] } = JSON.parse(readFileSync(join(ROOT, "biome.json"), "utf8"));
  return overrides.flatMap(({ includes }) => includes).filter((one) => one !== "src/kit/**");
}

function makesMutations(folder: string): boolean {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return files
    .filter((name) => /\.tsx?$/.test(name))
    .some((name) => RAW.test(readFileSync(join(ROOT, folder, name), "utf8")));
}

describe("mutations that are made by hand", () => {
  it("stand only in folders that were not moved to the kit yet, and those are let go once they are moved", () => {
    expect(folders().filter((one) => !makesMutations(one.replace("/**", "")))).toEqual([]);
  });
});
