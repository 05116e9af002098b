import { createHash } from "node:crypto";
import { matchesGlob } from "node:path";

export interface Precached {
  url: string;
  revision: string | null;
}

const WEB_MANIFEST = "manifest.webmanifest";
const PRECACHED = ["**/*.{js,css,html,svg}", "**/onest-{cyrillic,latin}-wght-*.woff2"];
/** Pages that need a connection, and the editor, are fetched when they are opened. */
const FETCHED_LATER = ["**/style-page-*", "**/tile-map-*", "**/rich-field-*"];
/** Vite puts a digest into the names of these files: a URL never serves other content. */
const HASHED = /^assets\//;

/** Return what a browser keeps of the files of a build: by pattern, and the web manifest with its icons. */
export function listPrecached(files: ReadonlyMap<string, string | Uint8Array>): Precached[] {
  const webManifest: { icons: { src: string }[] } = JSON.parse(String(files.get(WEB_MANIFEST)));
  const installed = new Set([WEB_MANIFEST, ...webManifest.icons.map(({ src }) => src.slice(1))]);
  const isPrecached = (url: string) =>
    installed.has(url) || (matches(url, PRECACHED) && !matches(url, FETCHED_LATER));
  return [...files]
    .filter(([url]) => isPrecached(url))
    .map(([url, source]) => ({ url, revision: HASHED.test(url) ? null : digest(source) }));
}

function matches(url: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesGlob(url, pattern));
}

function digest(source: string | Uint8Array): string {
  return createHash("sha256").update(source).digest("hex").slice(0, 32);
}
