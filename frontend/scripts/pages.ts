import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { listManifests } from "./manifests.ts";

const PATH = /\bpath: "(\/[^"]*)"/g;
/** Only builds for those who build have it. */
const WORKSHOP = "/style";

/** Return the patterns of all pages of the front end at `root`, as its router has them: `/groups/$groupId`. */
export function listPages(root: string, withWorkshop: boolean): string[] {
  return listManifests(root)
    .flatMap((path) => [...readFileSync(join(root, path), "utf8").matchAll(PATH)])
    .map(([, path]) => path as string)
    .filter((path) => withWorkshop || path !== WORKSHOP)
    .sort();
}

/** Write the patterns of the pages beside the manifest: whatever else is asked of the server is 404 there. */
export function pages(): Plugin {
  let root = "";
  return {
    name: "pages",
    apply: "build",
    configResolved(config) {
      root = config.root;
    },
    generateBundle() {
      const source = JSON.stringify(listPages(root, Boolean(process.env.VITE_WORKSHOP)));
      this.emitFile({ type: "asset", fileName: ".vite/pages.json", source });
    },
  };
}
