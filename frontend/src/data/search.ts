import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import { getSearch } from "@/api/generated/sdk.gen";
import type { HitOut } from "@/api/generated/types.gen";
import { keys } from "./keys";
import { byPages } from "./pages";

export type HitKind = HitOut["kind"];

/** What is looked for, as it stands in the address. */
export interface SearchAsked {
  q?: string;
  kind?: HitKind;
  group?: string;
  author?: string;
  organisation?: string;
  /** Not older than so many days. */
  days?: number;
}

export const SHORTEST_QUESTION = 2;

export const KINDS: readonly HitKind[] = ["message", "thread", "action", "file", "person"];
export const PERIODS = [7, 30, 365] as const;

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** What an address asks for; what nobody could have chosen is left out. */
export function readAsked(search: Record<string, unknown>): SearchAsked {
  const kind = KINDS.find((one) => one === search.kind);
  const days = PERIODS.find((one) => one === search.days);
  // A number that somebody looks for comes as one.
  const q = typeof search.q === "number" ? String(search.q) : search.q;
  return {
    ...(isText(q) && { q }),
    ...(kind && { kind }),
    ...(isText(search.group) && { group: search.group }),
    ...(isText(search.author) && { author: search.author }),
    ...(isText(search.organisation) && { organisation: search.organisation }),
    ...(days && { days }),
  };
}

/** What the reader may see of what they look for, newest first, page by page. */
export const searchQuery = ({ days, ...asked }: SearchAsked) =>
  infiniteQueryOptions({
    queryKey: keys.search({ ...asked, days }),
    queryFn: ({ pageParam, signal }) =>
      answered(
        getSearch({
          query: { ...asked, q: asked.q ?? "", since: days ? since(days) : undefined, cursor: pageParam },
          signal,
        }),
      ),
    enabled: (asked.q ?? "").trim().length >= SHORTEST_QUESTION,
    placeholderData: keepPreviousData,
    ...byPages,
  });

function since(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}
