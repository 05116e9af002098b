import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { ActionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { actionsQuery } from "@/queries/actions";
import { MAX_ROWS } from "@/queries/pages";
import { type BoardFilters, serverFilter } from "./board-filters";
import { matches } from "./columns";

interface BoardItems {
  /** What the board is made of, before a state and words narrow it: by that a board counts. */
  query: UseQueryResult<ActionOut[]>;
  shown: (items: ActionOut[]) => ActionOut[];
  /** There is more than one list holds: what is shown are the first ones by their due day. */
  cut: boolean;
}

/**
 * The items of a board. As long as all that its filters leave are at hand, state and words narrow them here, as
 * they are typed; of a register that is longer the server finds them.
 */
export function useBoardItems(filters: BoardFilters, words: string): BoardItems {
  const { localize: say, dates } = useLocale();
  const filter = serverFilter(filters, dates.today());
  const { state, q } = filters;
  const all = useQuery({ ...actionsQuery(filter), placeholderData: keepPreviousData });
  const long = isLong(all.data);
  const asked = long && Boolean(state || q);
  const found = useQuery({
    ...actionsQuery({ ...filter, ...(state ? { state } : {}), ...(q ? { q } : {}) }),
    enabled: asked,
    placeholderData: keepPreviousData,
  });
  if (asked) return { query: found, shown: (items) => items, cut: isLong(found.data) };
  const fits = (item: ActionOut) =>
    (!state || item.state === state) &&
    matches(words, [`№ ${item.number}`, say(item.title), say(item.owner.short_name)]);
  return { query: all, shown: (items) => items.filter(fits), cut: long };
}

const isLong = (items: ActionOut[] | undefined) => (items?.length ?? 0) >= MAX_ROWS;
