import { expect, it } from "vitest";
import { listPrecached } from "./precache.ts";

const FILES = {
  "manifest.webmanifest": '{"icons": [{"src": "/icon-192.png"}]}',
  "icon-192.png": "icon",
  "index.html": "<p>1</p>",
  "start.js": "1",
  "assets/index-a.js": "1",
  "assets/base-a.css": "1",
  "assets/onest-cyrillic-wght-normal-a.woff2": "1",
  "apple-touch-icon.png": "1",
  "assets/onest-vietnamese-wght-normal-a.woff2": "1",
  "assets/settings-page-a.js": "1",
  ".vite/manifest.json": "{}",
};
const PAGES = new Set(["assets/index-a.js", "assets/base-a.css"]);
const precached = (files: Record<string, string>) => listPrecached(new Map(Object.entries(files)), PAGES);

it("files of the pages that open offline are precached, and what installs the app", () => {
  expect(precached(FILES).map(({ url }) => url)).toEqual(Object.keys(FILES).slice(0, 7));
});

it("a file without a digest in its name has a revision that changes with its content", () => {
  const revisions = new Map(precached(FILES).map(({ url, revision }) => [url, revision]));
  const changed = precached({ ...FILES, "index.html": "<p>2</p>", "assets/index-a.js": "2" });
  const others = changed.filter(({ url, revision }) => revisions.get(url) !== revision);
  expect(others.map(({ url }) => url)).toEqual(["index.html"]);
  expect(revisions.get("assets/index-a.js")).toBeNull();
});
