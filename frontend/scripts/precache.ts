import { createHash } from "node:crypto";
import { matchesGlob } from "node:path";

export interface Precached {
  url: string;
  revision: string | null;
}

const WEB_MANIFEST = "manifest.webmanifest";
const PRECACHED = ["*.{js,html,svg}", "**/onest-{cyrillic,latin}-wght-*.woff2"];
/** Vite puts a digest into the names of these files: a URL never serves other content. */
const HASHED = /^assets\//;

/**
 * Return what a browser keeps of the files of a build from the start: what `pages` load, the fonts of both languages,
 * the web manifest with its icons. Other files are kept as they are used: see `src/app/service-worker.ts`.
 */
export function listPrecached(
  files: ReadonlyMap<string, string | Uint8Array>,
  pages: ReadonlySet<string>,
): Precached[] {
  const webManifest: { icons: { src: string }[] } = JSON.parse(String(files.get(WEB_MANIFEST)));
  const installed = new Set([WEB_MANIFEST, ...webManifest.icons.map(({ src }) => src.slice(1))]);
  const isPrecached = (url: string) => installed.has(url) || pages.has(url) || matches(url, PRECACHED);
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
