import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const FEATURES = "src/features";
const STYLE = "src/style/manifest.ts";

/** Return the modules of the front end at `root` that declare pages: their dynamic imports are these pages. */
export function listManifests(root: string): string[] {
  const own = readdirSync(join(root, FEATURES)).map((name) => join(FEATURES, name, "manifest.ts"));
  return [...own, STYLE].filter((path) => existsSync(join(root, path)));
}
