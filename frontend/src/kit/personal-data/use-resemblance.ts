import { useLingui } from "@lingui/react/macro";
import type { DataWarning, PersonalDataKind } from "@/api/problem";

const PLACE: PersonalDataKind = "sensitive_place";
const PUBLIC: PersonalDataKind = "public";

/** What a text looks like, by the kinds of what was found in it. */
export function useResemblance(): (concerns: DataWarning[]) => string {
  const { t } = useLingui();
  return (every) => {
    const concerns = every.filter(({ code }) => code !== PUBLIC);
    if (every.length > concerns.length && concerns.length === 0) return t`Це прочитає будь-хто в інтернеті`;
    if (concerns.every(({ code }) => code === PLACE)) return t`Схоже на місце, яке не можна розголошувати`;
    const both = concerns.some(({ code }) => code === PLACE);
    return both
      ? t`Схоже на персональні дані та місце, яке не можна розголошувати`
      : t`Схоже на персональні дані`;
  };
}
