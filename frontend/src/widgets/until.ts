import { useLingui } from "@lingui/react/macro";
import { useReader } from "@/lib/reader";

const LAST_MINUTE = "23:59";

/** «До кінця дня 5 грудня», «До 5 грудня, 11:40», or that there is no end. */
export function useUntil(): (until: string | null) => string {
  const { t } = useLingui();
  const { dates } = useReader();
  return (until) => {
    if (until === null) return t`Без кінцевої дати`;
    const before = new Date(Date.parse(until) - 1).toISOString();
    const last = dates.long(dates.day(before));
    const moment = dates.full(until);
    return dates.time(before) === LAST_MINUTE ? t`До кінця дня ${last}` : t`До ${moment}`;
  };
}
