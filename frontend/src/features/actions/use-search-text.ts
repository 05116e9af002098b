import { useRouter } from "@tanstack/react-router";
import { useTypedWords } from "@/kit/use-url-filters";
import { type BoardFilters, boardAddress } from "./board-filters";

/** The words that narrow the board: the board follows each letter, the address each pause in typing. */
export function useWords(filters: BoardFilters) {
  const router = useRouter();
  return useTypedWords(filters.q ?? "", (q) => {
    const href = boardAddress({ ...filters, q });
    void router.navigate({ href, replace: true, resetScroll: false });
  });
}
