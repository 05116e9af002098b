import { useLingui } from "@lingui/react/macro";
import { useLocale } from "@/lib/locale";

/** «До кінця дня 5 грудня», «До 5 грудня, 11:40», or that there is no end. */
export function useEndDateText(): (until: string | null) => string {
  const { t } = useLingui();
  const { dates } = useLocale();
  return (until) => {
    if (until === null) return t`Без кінцевої дати`;
    const day = dates.lastDay(until);
    const last = dates.long(day);
    const moment = dates.full(until);
    return day === dates.day(until) ? t`До ${moment}` : t`До кінця дня ${last}`;
  };
}
