// Into which files the program goes: few, since on a slow line each file is a trip of its own. Their names say what
// is in them and do not change with a new page, so that a browser keeps what a release has not changed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Rolldown } from "vite";
import { listManifests } from "./manifests.ts";

/** What is known of a module once all are read. */
interface Graph {
  getModuleInfo: (
    id: string,
  ) => { importedIds: readonly string[]; dynamicallyImportedIds: readonly string[] } | null;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const source = (path: string) => join(ROOT, "src", path);
const MAIN = source("app/main.tsx");
const SIGNED_IN = source("app/signed-in.ts");
const SIGN_IN = "/src/features/sign-in/";
const THREAD = source("features/threads/thread-page.tsx");
/** What a thread shows only when it is opened. */
const OPENED_LATER = ["thread-dialogs.tsx", "thread-menus.ts"].map((name) =>
  source(`features/threads/${name}`),
);
const PUBLIC = "/src/features/public/";

/** Each hands out hundreds of things from one place: whoever takes one of them does not take all. */
const ASSORTMENT = /@tabler|@mantine|@floating-ui|remove-scroll|tabbable|clsx/;
const THEME =
  /clsx|@mantine\/(core\/esm\/core\/(MantineProvider|utils|DirectionProvider)|hooks\/esm\/(utils|use-(isomorphic-effect|media-query|color-scheme|id|uncontrolled|merged-ref|did-update|reduced-motion))\/)/;
const INPUTS =
  /@mantine\/core\/esm\/(core|utils\/(InlineInput|InputsGroupFieldset)|components\/(Input|InputBase|TextInput|PasswordInput|Textarea|Checkbox|ActionIcon|UnstyledButton|CloseButton|Loader|Transition))\//;
/** What among the library's helpers only menus and lists of choices use. */
const CHOOSING =
  /@mantine\/core\/esm\/core\/utils\/(create-scoped-keydown-handler|find-element-(ancestor|in-shadow-dom)|get-context-item-index)\//;
/** Menus and popovers, which pages show; in `overlays` is the rest, which dialogs show. */
const FLOATING =
  /@floating-ui|@mantine\/(core\/esm\/(utils\/Floating|components\/(Menu|Popover|Portal|FocusTrap|Overlay|VisuallyHidden|ScrollArea|Accordion|Radio\/RadioIcon))|hooks\/)/;
const OVERLAYS =
  /react-remove-scroll|use-sidecar|use-callback-ref|react-style-singleton|tslib|get-nonce|@mantine/;
const ICON_USES = /import \{([^}]*)\} from "@tabler\/icons-react"/g;
/** A module that so many pages of signed-in people share is loaded with the first of them; with a thread, of two. */
const MANY = 3;

const isOpenedLater = (page: string) => OPENED_LATER.includes(page);
const isAnonymous = (id: string) => id.includes(SIGN_IN) || id.includes(PUBLIC);
const isOurs = (id: string) => !id.includes("node_modules");

/** Group modules so that each file imports only from those with a higher priority: cycles would break the start. */
export function chunks() {
  let plan: ((id: string) => string | null) | undefined;
  const chunkOf = (id: string, graph: Graph) => {
    plan ??= planChunks(graph);
    return plan(id);
  };
  const planned = (id: string, graph: Graph) => {
    const name = chunkOf(id, graph);
    return name === "inputs" ? null : name;
  };
  const theme = (id: string) => (THEME.test(id) && !CHOOSING.test(id) ? "theme" : null);
  const inputs = (id: string, graph: Graph) =>
    (INPUTS.test(id) && !CHOOSING.test(id)) || chunkOf(id, graph) === "inputs" ? "inputs" : null;
  return {
    includeDependenciesRecursively: false,
    groups: [
      { name: planned, priority: 5 },
      { name: "icons", test: /@tabler/, minShareCount: 2, priority: 4 },
      { name: theme, priority: 3 },
      { name: inputs, priority: 2 },
      {
        name: "floating",
        test: (id: string) => FLOATING.test(id) || CHOOSING.test(id),
        minShareCount: 2,
        priority: 1,
      },
      { name: "overlays", test: OVERLAYS, minShareCount: 2, priority: 0 },
    ],
  };
}

/** The fewest signs that the bundler allows: the first file names many others, and hashes do not compress. */
const HASH = "[hash:7]";

/** Name the files of words by language and part; Vite's own pattern for the rest. */
export function chunkFileName({ facadeModuleId }: Rolldown.PreRenderedChunk): string {
  const [, language, part] = /virtual:words\/(\w+)\/([\w-]+)$/.exec(facadeModuleId ?? "") ?? [];
  return part ? `assets/words-${language}-${part}-${HASH}.js` : `assets/[name]-${HASH}.js`;
}

/** Large files that pages share, besides those that every page of signed-in people has. */
const LARGE = /\/(floating|forms|overlays)-/;

/**
 * Return which of the files of a page are fetched beside it. The first file names them all: the small ones, which are
 * found with the page, would make it larger for visitors who never go there.
 */
export function keepLarge(_page: string, files: string[]): string[] {
  return files.filter((file) => LARGE.test(file));
}

/**
 * Return which file a module belongs to; null where that is left to the bundler.
 *
 * `base` and `libraries` are on every page, `shell` is around the pages of signed-in people. What both they and
 * visitors without an account show is in `base`, or in `inputs` where only forms and in `public` where only public
 * pages need it.
 */
function planChunks(graph: Graph): (id: string) => string | null {
  const main = reach(graph, MAIN);
  // Pages import what is in `base`: were the entry in it, they would wait for its words, and it may wait for them.
  main.delete(MAIN);
  const shell = reach(graph, SIGNED_IN);
  const users = listUsers(graph);
  const chunkOf = (id: string) => {
    if (main.has(id)) return isOurs(id) ? "base" : "libraries";
    return chunkOfPages(id, users.get(id) ?? [], shell.has(id));
  };
  const early = new Set(["base", "inputs", "public"]);
  const modules = [...new Set([...main, ...shell, ...users.keys()])].filter((id) => /\.tsx?$/.test(id));
  const isThread = (id: string) => chunkOf(id) === "thread";
  const isEarly = (id: string) => isAnonymous(id) || early.has(chunkOf(id) ?? "");
  const icons = {
    base: listIcons(modules.filter(isEarly)),
    // Elsewhere they would be in the file of a page, which imports these: a cycle.
    shell: listIcons(modules.filter((id) => chunkOf(id) === "shell")),
    common: listIcons(modules.filter((id) => chunkOf(id) === "common")),
    thread: listIconsOfThread(modules, isThread),
  };
  return (id) => {
    if (!id.includes("@tabler")) return ASSORTMENT.test(id) ? null : chunkOf(id);
    const [, icon] = /\/icons\/(Icon\w+)\.mjs$/.exec(id) ?? [];
    if (!icon) return "base";
    return Object.entries(icons).find(([, names]) => names.has(icon))?.[0] ?? null;
  };
}

/** Return the file of what is not on every page, by the pages that import it. */
function chunkOfPages(id: string, pages: readonly string[], isInShell: boolean): string | null {
  const anonymous = pages.filter(isAnonymous);
  if (isInShell) return anonymous.length > 0 ? "base" : "shell";
  if (!isOurs(id)) return null;
  if (anonymous.length === 0) return chunkInside(pages);
  return pages.length === 1 ? null : chunkOutside(pages, anonymous);
}

/** Return the file of what pages of visitors share, with one another or with those of signed-in people. */
function chunkOutside(pages: readonly string[], anonymous: readonly string[]): string {
  if (anonymous.every((page) => page.includes(PUBLIC))) return "public";
  // Not in `inputs`: with it a thread would load what forms are made of.
  if (!anonymous.every((page) => page.includes(SIGN_IN)) || pages.includes(THREAD)) return "base";
  return pages.length > anonymous.length ? "inputs" : "sign-in";
}

/**
 * Return the file of what only signed-in people see: a thread has what is seen at once, alone (`thread`) or as other
 * pages do (`common`), apart from the forms that its dialogs and other pages share.
 */
function chunkInside(pages: readonly string[]): string | null {
  const others = pages.filter((page) => !isOpenedLater(page));
  if (pages.includes(THREAD)) return others.length > 1 ? "common" : "thread";
  const isShared = others.length >= MANY || (others.length > 0 && others.length < pages.length);
  return isShared ? "forms" : null;
}

/** Return the pages that import each module, directly or not. */
function listUsers(graph: Graph): Map<string, string[]> {
  const manifests = listManifests(ROOT).map((path) => graph.getModuleInfo(join(ROOT, path)));
  const pages = new Set([
    ...manifests.flatMap((info) => info?.dynamicallyImportedIds ?? []),
    ...OPENED_LATER,
  ]);
  const users = new Map<string, string[]>();
  for (const page of pages) {
    for (const id of reach(graph, page)) users.set(id, [...(users.get(id) ?? []), page]);
  }
  return users;
}

/** Return all that is loaded with a module, but for assortments. */
function reach(graph: Graph, from: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id) || ASSORTMENT.test(id)) continue;
    seen.add(id);
    waiting.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
  }
  return seen;
}

/** Return the icons that only a thread shows: for the others, which are in `icons`, pages would load a thread. */
function listIconsOfThread(modules: readonly string[], isThread: (id: string) => boolean): Set<string> {
  const others = listIcons(modules.filter((id) => !isThread(id)));
  return new Set([...listIcons(modules.filter(isThread))].filter((icon) => !others.has(icon)));
}

/** Return the names of the icons that some modules show. */
function listIcons(modules: readonly string[]): Set<string> {
  const uses = modules.flatMap((id) => [...readFileSync(id, "utf8").matchAll(ICON_USES)]);
  return new Set(uses.flatMap(([, names = ""]) => names.split(",").map((name) => name.trim())));
}
