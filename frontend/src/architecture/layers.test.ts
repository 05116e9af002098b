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

/** Most lines of one feature, without tests. */
const MOST_LINES = 2000;
/** Features that are larger, with how large they may be: only ever smaller, and none is added. */
const LARGE: Record<string, number> = { actions: 6029, groups: 5328, threads: 12020 };
/** By how much a large one may fall below its number before the number has to follow. */
const SLACK = 250;

/** Layers of one height: neither imports the other. */
const BESIDE = [["realtime", "outbox", "offline"]];

const TESTING = "testing";

/** Lines of the production code below a folder. */
function countLines(folder: string): number {
  const files = sourceFiles(folder).filter((path) => !isTest(path));
  return files.reduce((sum, path) => sum + readFileSync(path, "utf8").trimEnd().split("\n").length, 0);
}

interface Import {
  file: string;
  from: string;
  to: string;
  /** The module, as it is named. */
  name: string;
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
      return [{ file: relative(SOURCE, path), from: layerOf(path), to: layerOf(target), name, late }];
    }),
  );
}

const place = (layer: string) => LAYERS.indexOf(layer.split("/")[0] ?? "");
const isTest = (path: string) => /\.test\.tsx?$/.test(path);
const isInside = ({ file, from }: Import) => place(from) >= 0 && !isTest(file);
const MANIFEST = /^(features\/[\w-]+|style)\/manifest\.ts$/;

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
      ({ file, from, to, name, late }) =>
        from !== to &&
        to.startsWith("features/") &&
        !late &&
        file !== "app/signed-in.ts" &&
        !(file === "app/manifests.ts" && name.endsWith("/manifest")),
    );
    expect(early).toEqual([]);
  });

  it("declare routes in the manifests of features alone", () => {
    const declared = sourceFiles(SOURCE).filter(
      (path) => !isTest(path) && /\bpath: "\//.test(readFileSync(path, "utf8")),
    );
    const elsewhere = declared.map((path) => relative(SOURCE, path)).filter((path) => !MANIFEST.test(path));
    expect(elsewhere).toEqual([]);
  });

  it("have every manifest of a feature collected", () => {
    const collected = imports.filter(({ file }) => file === "app/manifests.ts").map(({ to }) => to);
    const features = readdirSync(join(SOURCE, "features")).map((name) => `features/${name}`);
    expect(collected.sort()).toEqual(features.sort());
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

  it("have features of a size that one can keep in mind", () => {
    const sizes = readdirSync(join(SOURCE, "features")).map((name): [string, number] => [
      name,
      countLines(join(SOURCE, "features", name)),
    ]);
    const wrong = sizes.filter(([name, lines]) => {
      const large = LARGE[name];
      if (large === undefined) return lines > MOST_LINES;
      // Whoever makes one smaller by a good piece writes it down here.
      return lines > large || lines < large - SLACK;
    });
    expect(wrong).toEqual([]);
  });
});
