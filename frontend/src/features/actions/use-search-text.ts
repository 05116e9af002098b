import { useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { type BoardFilters, boardAddress } from "./board-filters";

const PAUSE = 400; // milliseconds without a key

/** The words that the board is narrowed by: as they are typed at once, in the address when typing pauses. */
export function useWords(filters: BoardFilters): [string, (words: string) => void] {
  const router = useRouter();
  const [typed, setTyped] = useState<string>();
  const kept = filters.q ?? "";
  useEffect(() => {
    if (typed === undefined) return;
    if (typed === kept) return setTyped(undefined);
    const write = () =>
      void router.navigate({
        href: boardAddress({ ...filters, q: typed || undefined }),
        replace: true,
        resetScroll: false,
      });
    const timer = setTimeout(write, PAUSE);
    return () => clearTimeout(timer);
  }, [typed, kept, filters, router]);
  return [typed ?? kept, setTyped];
}
