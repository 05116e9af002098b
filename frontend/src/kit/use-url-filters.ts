import { useDebouncedValue } from "@mantine/hooks";
import { useMatch, useRouter, useRouterState } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { givenPath } from "@/lib/paths";

/** Read one filter from the address: of nothing, and of what is no value of it, it makes its default. */
type Filter = (raw: unknown) => unknown;
type Schema = Record<string, Filter>;
type Values<S extends Schema> = { [Name in keyof S]: ReturnType<S[Name]> };
type Search = Record<string, unknown>;

/** Read words; an address makes a number or a truth of what looks like one. */
export function text(raw: unknown): string {
  return typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean"
    ? String(raw).trim()
    : "";
}

/** Read whether something is wanted. */
export function flag(raw: unknown): boolean {
  return raw === true;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Read a day, as «2026-12-31». */
export function day(raw: unknown): string | undefined {
  return typeof raw === "string" && DAY.test(raw) ? raw : undefined;
}

/** Read one of some names, or none of them. */
export function oneOf<T extends string>(names: readonly T[]): (raw: unknown) => T | undefined {
  return (raw) => names.find((name) => name === raw);
}

export function readFilters<S extends Schema>(schema: S, search: Search): Values<S> {
  const entries = Object.entries(schema).map(([name, read]) => [name, read(search[name])]);
  return Object.fromEntries(entries) as Values<S>;
}

/** The search of an address with some filters changed: defaults are left out, what is not ours stays. */
export function writeFilters<S extends Schema>(
  schema: S,
  search: Search,
  change: Partial<Values<S>>,
): Search {
  const values: Search = { ...readFilters(schema, search), ...change };
  const kept = Object.entries(values).filter(([name, value]) => value !== schema[name]?.(undefined));
  const others = Object.entries(search).filter(([name]) => !(name in schema));
  return Object.fromEntries([...others, ...kept]);
}

const bare = (path: string) => path.replace(/\/$/, "");

/**
 * Keep what narrows a list in the address, so that a link and the way back bring it again.
 *
 * `set` takes the place of the current address; a page that one has left already changes nothing.
 * `hrefWith` is for links, such as tabs.
 */
export function useUrlFilters<S extends Schema>(schema: S) {
  const router = useRouter();
  const search: Search = useRouterState({ select: ({ location }) => location.search });
  const path = useMatch({ strict: false, select: ({ pathname }) => bare(pathname) });
  const hrefWith = (change: Partial<Values<S>>) =>
    givenPath(
      path + router.options.stringifySearch(writeFilters(schema, router.latestLocation.search, change)),
    );
  const set = (change: Partial<Values<S>>) => {
    if (bare(router.latestLocation.pathname) !== path) return;
    void router.navigate({ href: hrefWith(change), replace: true, resetScroll: false });
  };
  return { values: readFilters(schema, search), set, hrefWith };
}

const TYPING_MS = 350;

/** Keep typed words: `onPause` hears them when the typing pauses; another address brings its own words. */
export function useTypedWords(inAddress: string, onPause: (words: string) => void) {
  const [words, setWords] = useState(inAddress);
  const [paused] = useDebouncedValue(words, TYPING_MS);
  const ours = useRef(inAddress);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pause is the reason, not what it leads to
  useEffect(() => {
    if (paused.trim() === ours.current) return;
    ours.current = paused.trim();
    onPause(ours.current);
  }, [paused]);
  useEffect(() => {
    if (inAddress === ours.current) return;
    ours.current = inAddress;
    setWords(inAddress);
  }, [inAddress]);
  return [words, setWords] as const;
}

const WORDS = { q: text };

/** Keep what is looked for in the address, as `q`: the list follows each letter, the address each pause. */
export function useUrlSearch() {
  const { values, set } = useUrlFilters(WORDS);
  const [value, onChange] = useTypedWords(values.q, (q) => set({ q }));
  return { value, onChange, wanted: useDeferredValue(value.trim()) };
}
