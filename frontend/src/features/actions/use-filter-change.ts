import { useRouter } from "@tanstack/react-router";
import { type BoardFilters, boardAddress } from "./board-filters";

/** Change filters of the board: they are kept in the address alone. */
export function useFilterChange(filters: BoardFilters) {
  const router = useRouter();
  return (part: BoardFilters) =>
    void router.navigate({ href: boardAddress({ ...filters, ...part }), replace: true });
}
