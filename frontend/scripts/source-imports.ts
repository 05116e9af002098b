import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export interface SourceImport {
  /** Path of the imported module below the front end, as `src/lib/text.ts`. */
  path: string;
  /** Imported by `import()`: loaded when it is needed. */
  dynamic: boolean;
}

const IMPORT = /(?:from|import)\s*(\(?)\s*["']((?:@\/|\.\.?\/)[^"']+)["']/g;
/** What is imported for its types alone is not loaded. */
const TYPES = /^import type [^;]*;$/gm;
const ENDINGS = ["", ".ts", ".tsx"];

/** Return the modules of `src/` that a module imports. */
export function listImports(root: string, path: string): SourceImport[] {
  const text = readFileSync(join(root, path), "utf8").replace(TYPES, "");
  return [...text.matchAll(IMPORT)].flatMap(([, opens, name = ""]) => {
    const target = name.startsWith("@/") ? join("src", name.slice(2)) : join(dirname(path), name);
    const found = ENDINGS.map((ending) => target + ending).find(
      (file) => /\.tsx?$/.test(file) && existsSync(resolve(root, file)),
    );
    return found ? [{ path: found, dynamic: opens === "(" }] : [];
  });
}

/** Return the modules below a folder, without tests. */
export function listModules(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

/** Return the modules that are loaded with some, or by them later; `follows` says which imports count. */
export function reach(
  root: string,
  from: readonly string[],
  follows: (importer: string, imported: SourceImport) => boolean = () => true,
): Set<string> {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const importer = path;
    const followed = listImports(root, path).filter((imported) => follows(importer, imported));
    waiting.push(...followed.map((imported) => imported.path));
  }
  return seen;
}
