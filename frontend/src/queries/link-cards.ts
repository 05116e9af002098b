import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getLinkCards } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

/** The most refs that the server accepts in one request; of a longer page, the last ones count. */
const MAX_REFS = 50;

/** Previews of linked entities, in one request for the whole page; what the reader cannot see is absent. */
export function linkCardsQuery(refs: string[]) {
  const asked = [...new Set(refs)].slice(-MAX_REFS).join(",");
  return queryOptions({
    queryKey: [...keys.linkCards, asked],
    queryFn: ({ signal }) => unwrap(getLinkCards({ query: { refs: asked }, signal })),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
    select: ({ items }) => items,
  });
}
