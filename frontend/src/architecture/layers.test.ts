import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = resolve(__dirname, "..");

/** A layer may import from those after it, never from those before it; features never from each other. */
const LAYERS = [
  "app",
  "style",
  "features",
  "modules",
  "kit",
  "realtime",
  "outbox",
  "offline",
  "queries",
  "api",
  "ui",
  "lib",
];

/** Layers of one height: neither imports the other. */
const BESIDE = [["realtime", "outbox", "offline"]];

const TESTING = "testing";

interface Import {
  file: string;
  from: string;
  to: string;
  /** It is loaded when it is needed. */
  late: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "generated" ? [] : sourceFiles(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(path: string): { name: string; late: boolean }[] {
  const text = readFileSync(path, "utf8");
  const found = [...text.matchAll(/(?:from|import)\s*(\(?)\s*["']([^"']+)["']/g)];
  return found.map(([_all, opens, name = ""]) => ({ name, late: opens === "(" }));
}

/** `features/threads`, `ui`, … : the layer of a file, features told apart. */
function layerOf(path: string): string {
  const [layer = "", part = ""] = relative(SOURCE, path).split("/");
  return layer === "features" ? `features/${part}` : layer;
}

function ownImports(): Import[] {
  return sourceFiles(SOURCE).flatMap((path) =>
    importsOf(path).flatMap(({ name, late }) => {
      const target = name.startsWith("@/") ? join(SOURCE, name.slice(2)) : resolve(dirname(path), name);
      if (!name.startsWith(".") && !name.startsWith("@/")) return [];
      return [{ file: relative(SOURCE, path), from: layerOf(path), to: layerOf(target), late }];
    }),
  );
}

const place = (layer: string) => LAYERS.indexOf(layer.split("/")[0] ?? "");
const isInside = ({ file, from }: Import) =>
  place(from) >= 0 && !file.endsWith(".test.ts") && !file.endsWith(".test.tsx");

describe("layers of the front end", () => {
  const imports = ownImports().filter(isInside);

  it("import downwards only", () => {
    const upward = imports.filter(({ from, to }) => place(to) >= 0 && place(to) < place(from));
    expect(upward).toEqual([]);
  });

  it("leave what tests use to tests", () => {
    const leaks = imports.filter(({ to }) => to === TESTING);
    expect(leaks).toEqual([]);
  });

  it("are all named here", () => {
    const folders = readdirSync(SOURCE, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const others = folders.map(({ name }) => name).filter((name) => !LAYERS.includes(name));
    expect(others.sort()).toEqual(["architecture", "locales", TESTING]);
  });

  it("keep features apart", () => {
    const across = imports.filter(
      ({ from, to }) => from.startsWith("features/") && to.startsWith("features/") && from !== to,
    );
    expect(across).toEqual([]);
  });

  it("load a feature when one goes there: its words come with it", () => {
    const early = imports.filter(
      ({ file, from, to, late }) =>
        from !== to && to.startsWith("features/") && !late && file !== "app/signed-in.ts",
    );
    expect(early).toEqual([]);
  });

  it("keep layers of one height apart", () => {
    const beside = imports.filter(({ from, to }) =>
      BESIDE.some((pair) => from !== to && pair.includes(from) && pair.includes(to)),
    );
    expect(beside).toEqual([]);
  });

  it("have files of at most 400 lines", () => {
    const long = sourceFiles(SOURCE).filter((path) => readFileSync(path, "utf8").split("\n").length > 400);
    expect(long.map((path) => relative(SOURCE, path))).toEqual([]);
  });
});
