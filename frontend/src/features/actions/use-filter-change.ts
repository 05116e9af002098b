import { useRouter } from "@tanstack/react-router";
import { type BoardFilters, boardAddress } from "./board-filters";

/** Change what narrows the board. Every choice changes the address, and nothing else holds it; words a moment later. */
export function useFilterChange(filters: BoardFilters) {
  const router = useRouter();
  return (part: BoardFilters) =>
    void router.navigate({ href: boardAddress({ ...filters, ...part }), replace: true });
}
