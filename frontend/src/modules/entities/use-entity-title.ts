import { useLocale } from "@/lib/locale";
import type { Bilingual } from "@/lib/text";
import { useItemNumber } from "@/modules/actions/item-number";

/** Return how a thing is named in a line: its number, where its kind has numbers, before its name. */
export function useEntityTitle(): (thing: { name: Bilingual; number?: number | null }) => string {
  const { localize } = useLocale();
  const numbered = useItemNumber();
  return ({ name, number }) =>
    typeof number === "number" ? `${numbered(number)} ${localize(name)}` : localize(name);
}
