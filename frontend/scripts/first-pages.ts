/** The pages that people open first: what each loads, and how much that may be. */
export interface FirstPage {
  name: string;
  /** Pattern of the paths that lead to it. */
  path: string;
  /** What is loaded besides the entry. */
  modules: string[];
  /** Parts of the words: see `split-words.ts`. */
  words: string[];
  /** Kilobytes of JavaScript as a browser that takes brotli gets it, and files; both with those of the entry. */
  budget?: { kb: number; files: number };
  /** The browser keeps it for a start without a connection. */
  offline?: boolean;
}

/** A file of the build, with what it imports, by key. */
export interface BuiltChunk {
  file: string;
  isEntry?: boolean;
  imports?: readonly string[];
  dynamicImports?: readonly string[];
  css?: readonly string[];
}

export type BuiltChunks = Readonly<Record<string, BuiltChunk>>;

const SIGNED_IN = "src/app/signed-in.ts";
const feature = (path: string) => `src/features/${path}.tsx`;
const outside = (name: string, path: string, part: string, page: string, kb: number): FirstPage => ({
  name,
  path,
  modules: [feature(page)],
  words: ["shared", part],
  budget: { kb, files: 12 },
});

export const FIRST_PAGES: readonly FirstPage[] = [
  outside("sign-in", "^/sign-in$", "sign-in", "sign-in/sign-in-page", 160),
  outside("public group", "^/public/groups/", "public", "public/public-group-page", 145),
  outside("public thread", "^/public/threads/", "public", "public/public-thread-page", 145),
  outside("public edition", "^/public/editions/", "public", "public/public-edition-page", 145),
  outside("join", "^/join$", "sign-in", "sign-in/join-page", 160),
  {
    name: "Today",
    path: "^/$",
    modules: [SIGNED_IN],
    words: ["shared", "shell"],
    budget: { kb: 170, files: 18 },
    offline: true,
  },
  {
    name: "thread",
    path: "^/threads/[^/]+$",
    modules: [SIGNED_IN, feature("threads/thread-page")],
    words: ["shared", "shell", "threads"],
    budget: { kb: 230, files: 20 },
    offline: true,
  },
  {
    name: "group",
    path: "^/groups/[^/]+",
    modules: [SIGNED_IN, feature("groups/group-page")],
    words: ["shared", "shell", "groups"],
    offline: true,
  },
  {
    name: "inbox",
    path: "^/inbox$",
    modules: [SIGNED_IN, feature("inbox/inbox-page")],
    words: ["shared", "shell", "inbox"],
    offline: true,
  },
  {
    name: "form",
    path: "^/dossiers/[^/]+/forms/",
    modules: [SIGNED_IN, feature("forms/form-page")],
    words: ["shared", "shell", "forms"],
    offline: true,
  },
  {
    name: "board",
    path: "^/actions$",
    modules: [SIGNED_IN, feature("actions/board-page")],
    words: ["shared", "shell", "actions"],
  },
];

export const LANGUAGES = ["uk", "en"];
/** Parts of pages that are too large to be kept before they are used. */
const KEPT_WHEN_USED = /\/(tile-map|rich-field)-/;
const wordsKey = (language: string, part: string) => `virtual:words/${language}/${part}`;

/** Return the chunks of the entry alone: index.html names them. */
export function listEntryFiles(chunks: BuiltChunks): Set<string> {
  const entries = Object.keys(chunks).filter((key) => chunks[key]?.isEntry);
  return listFiles(chunks, entries);
}

/** Return the files of a page in a language, with those of the entry. */
export function listPageFiles(chunks: BuiltChunks, page: FirstPage, language: string): Set<string> {
  const keys = [...page.modules, ...page.words.map((part) => wordsKey(language, part))];
  const missing = keys.filter((key) => !chunks[key]);
  if (missing.length > 0) throw new Error(`The build has no chunk for ${missing.join(", ")}`);
  return new Set([...listEntryFiles(chunks), ...listFiles(chunks, keys)]);
}

/** Return the files of the pages that open without a connection, in every language, with all that opens on them. */
export function listOfflineFiles(chunks: BuiltChunks): Set<string> {
  const pages = FIRST_PAGES.filter(({ offline }) => offline);
  const files = pages.flatMap((page) =>
    LANGUAGES.flatMap((language) => [...listPageFiles(chunks, page, language)]),
  );
  const later = listLaterKeys(
    chunks,
    pages.flatMap(({ modules }) => modules),
  );
  return new Set([...files, ...listFiles(chunks, later)]);
}

/** Return the chunks that pages load when something is opened on them, and again on what is opened. */
function listLaterKeys(chunks: BuiltChunks, pages: readonly string[]): string[] {
  const entry = listEntryFiles(chunks);
  const later = new Set<string>();
  let waiting = [...pages];
  while (waiting.length > 0) {
    const imported = listKeys(chunks, waiting).filter((key) => !entry.has(chunks[key]?.file ?? ""));
    const opened = imported.flatMap((key) => chunks[key]?.dynamicImports ?? []);
    waiting = opened.filter((key) => !(later.has(key) || KEPT_WHEN_USED.test(chunks[key]?.file ?? "")));
    for (const key of waiting) later.add(key);
  }
  return [...later];
}

/** Return the files of some chunks and of all that they import: JavaScript and styles. */
function listFiles(chunks: BuiltChunks, keys: readonly string[]): Set<string> {
  const found = listKeys(chunks, keys).flatMap((key) => chunks[key] ?? []);
  return new Set(found.flatMap(({ file, css = [] }) => [file, ...css]));
}

function listKeys(chunks: BuiltChunks, keys: readonly string[]): string[] {
  const seen = new Set<string>();
  const waiting = [...keys];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    waiting.push(...(chunks[key]?.imports ?? []));
  }
  return [...seen];
}

/** Return the files that import one another in a circle: those that stay when all others are taken away. */
export function listCircularFiles(chunks: BuiltChunks): string[] {
  let left = Object.keys(chunks);
  let count = 0;
  while (count !== left.length) {
    count = left.length;
    const imported = new Set(left.flatMap((name) => chunks[name]?.imports ?? []));
    left = left.filter(
      (name) => imported.has(name) && chunks[name]?.imports?.some((other) => left.includes(other)),
    );
  }
  return left.map((name) => chunks[name]?.file ?? name);
}
