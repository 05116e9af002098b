// Into which files the program goes: few, since on a slow line each file is a trip of its own.
import { fileURLToPath } from "node:url";

/** What is known of a module once all are read. */
interface Graph {
  getModuleInfo: (id: string) => { importedIds: readonly string[] } | null;
}

const source = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url));
const FIRST_PAGE = [source("app/main.tsx"), source("features/today/today-page.tsx")];
/** Each hands out hundreds of things from one place: whoever takes one of them does not take all. */
const ASSORTMENT = /@tabler|@mantine|@floating-ui|remove-scroll|tabbable/;
/** What so many pages share, whoever goes on from the first one needs soon. */
const MANY = 6;

const isOurs = (id: string) => !id.includes("node_modules");

/**
 * Each file stands upon those before it and on none behind, or what one of them needs might not be there yet:
 * libraries, the icons and parts that are taken from assortments, the first page with all that it needs, what
 * many other pages share. The rest is in a file of each page, and of what some few share.
 */
export function chunks() {
  let first: Set<string> | undefined;
  const ofFirstPage = (id: string, graph: Graph) => {
    first ??= reached(graph, FIRST_PAGE);
    if (!first.has(id)) return null;
    return isOurs(id) ? "first" : "libraries";
  };
  return {
    includeDependenciesRecursively: false,
    groups: [
      { name: ofFirstPage, priority: 4 },
      { name: "icons", test: /@tabler/, minShareCount: 2, priority: 3 },
      { name: "kit", test: ASSORTMENT, entriesAware: true, priority: 2 },
      { name: "common", test: isOurs, minShareCount: MANY, priority: 1 },
    ],
  };
}

/** All that is loaded with some modules, but for assortments. */
function reached(graph: Graph, from: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id) || ASSORTMENT.test(id)) continue;
    seen.add(id);
    waiting.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
  }
  return seen;
}
