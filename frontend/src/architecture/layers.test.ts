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
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "generated" ? [] : sourceFiles(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(path: string): string[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map((match) => match[1] ?? "");
}

/** `features/threads`, `design`, … : the room of a file, features told apart. */
function roomOf(path: string): string {
  const [room = "", part = ""] = relative(SOURCE, path).split("/");
  return room === "features" ? `features/${part}` : room;
}

function ownImports(): Import[] {
  return sourceFiles(SOURCE).flatMap((path) =>
    importsOf(path).flatMap((name) => {
      const target = name.startsWith("@/") ? join(SOURCE, name.slice(2)) : resolve(dirname(path), name);
      if (!name.startsWith(".") && !name.startsWith("@/")) return [];
      return [{ file: relative(SOURCE, path), from: roomOf(path), to: roomOf(target) }];
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
