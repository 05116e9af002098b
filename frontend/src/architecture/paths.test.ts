import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { makeRouter } from "@/app/router";

const SRC = resolve(__dirname, "..");

function firstSegments(): string[] {
  const paths = Object.keys(makeRouter(new QueryClient()).routesByPath);
  const first = paths.map((path) => path.split("/")[1] ?? "");
  return [...new Set(first)].filter((one) => one !== "" && !one.startsWith("$"));
}

/** What runs in the product, without the texts of comments. */
function sources(): [string, string][] {
  return readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|^testing\/|^api\/generated\//.test(file))
    .map((file) => [file, readFileSync(join(SRC, file), "utf8").replace(/^\s*(\/?\*|\/\/).*$/gm, "")]);
}

it("addresses of pages are made by pathTo or by the router, and never of strings", () => {
  const pages = firstSegments().join("|");
  const built = [
    new RegExp(`\`/(?:${pages})[/?][^\`]*\\$\\{`, "g"),
    new RegExp(`["']/(?:${pages})[/?]?["'] *\\+`, "g"),
    /navigate\(\{\s*href: ["`]/g,
  ];
  const found = sources().flatMap(([file, text]) =>
    built.flatMap((pattern) => [...text.matchAll(pattern)].map(([match]) => `${file}: ${match}`)),
  );
  expect(found).toEqual([]);
});
