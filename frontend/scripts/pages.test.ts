import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { makeRouter } from "@/app/router";
import { listPages } from "./pages.ts";

it("every page of the router is written down for the server", () => {
  const { routesByPath } = makeRouter(new QueryClient());
  const known = Object.keys(routesByPath).filter((path) => path !== "/$");
  expect(listPages(process.cwd(), true)).toEqual(known.sort());
  expect(listPages(process.cwd(), false)).not.toContain("/style");
});
