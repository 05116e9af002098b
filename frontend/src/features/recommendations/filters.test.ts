import { expect, it } from "vitest";
import { FILTERS, filterOf, OUTSIDE } from "./filters";

const of = (address: string) => {
  const given = new URLSearchParams(address);
  return filterOf(
    Object.fromEntries(Object.keys(FILTERS).map((name) => [name, given.get(name) ?? ""])) as never,
  );
};

it("addressees with and without an account are narrowed by different filters", () => {
  expect(of("addressee=a&theme=roads")).toEqual({ addressee: "a", theme: "roads" });
  expect(of(`addressee=${OUTSIDE}b`)).toEqual({ addressee: undefined, outside_body: "b" });
});
