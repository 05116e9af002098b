import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { tokensCss } from "../../scripts/make-tokens.ts";
import tokens from "./tokens.json";

it("tokens.css says what tokens.json says", () => {
  expect(readFileSync(`${__dirname}/tokens.css`, "utf8")).toBe(tokensCss(tokens));
});

it("both schemes name the same colours", () => {
  expect(Object.keys(tokens.dark)).toEqual(Object.keys(tokens.light));
});
