import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getLinkCards } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

/** As many as the server takes at once; the latest of a page. */
const MOST = 50;

/** What is linked to, as the reader sees it; what they do not see is absent. One request for all of a page. */
export function linkCardsQuery(refs: string[]) {
  const asked = [...new Set(refs)].slice(-MOST).join(",");
  return queryOptions({
    queryKey: [...keys.linkCards, asked],
    queryFn: ({ signal }) => unwrap(getLinkCards({ query: { refs: asked }, signal })),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
    select: ({ items }) => items,
  });
}
