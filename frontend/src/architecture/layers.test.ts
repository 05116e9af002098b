import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = resolve(__dirname, "..");

/** A room may import the rooms that stand after it, never those before it; features are each alone. */
const ROOMS = [
  "app",
  "style",
  "features",
  "widgets",
  "realtime",
  "outbox",
  "offline",
  "data",
  "api",
  "design",
  "lib",
];

/** Rooms of one storey: neither imports the other. */
const BESIDE = [["realtime", "outbox", "offline"]];

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

/** `features/threads`, `design`, … : the room of a file, features told apart. */
function roomOf(path: string): string {
  const [room = "", part = ""] = relative(SOURCE, path).split("/");
  return room === "features" ? `features/${part}` : room;
}

function ownImports(): Import[] {
  return sourceFiles(SOURCE).flatMap((path) =>
    importsOf(path).flatMap(({ name, late }) => {
      const target = name.startsWith("@/") ? join(SOURCE, name.slice(2)) : resolve(dirname(path), name);
      if (!name.startsWith(".") && !name.startsWith("@/")) return [];
      return [{ file: relative(SOURCE, path), from: roomOf(path), to: roomOf(target), late }];
    }),
  );
}

const place = (room: string) => ROOMS.indexOf(room.split("/")[0] ?? "");
const isInside = ({ file, from }: Import) =>
  place(from) >= 0 && !file.endsWith(".test.ts") && !file.endsWith(".test.tsx");

describe("rooms of the front end", () => {
  const imports = ownImports().filter(isInside);

  it("import downwards only", () => {
    const upward = imports.filter(({ from, to }) => place(to) >= 0 && place(to) < place(from));
    expect(upward).toEqual([]);
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

  it("keep rooms of one storey apart", () => {
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
