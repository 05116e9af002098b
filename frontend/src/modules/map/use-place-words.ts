import { useLingui } from "@lingui/react/macro";
import type { Place } from "@/lib/degrees";
import { formatDegrees } from "@/lib/degrees";
import { useLocale } from "@/lib/locale";

/** A place in words: «47,1° пн. ш., 31,9° сх. д.». */
export function usePlaceWords(): (place: Place) => string {
  const { t } = useLingui();
  const { language } = useLocale();
  return ({ latitude, longitude }) => {
    const across = formatDegrees(Math.abs(latitude), language);
    const along = formatDegrees(Math.abs(longitude), language);
    const north = latitude < 0 ? t`${across}° пд. ш.` : t`${across}° пн. ш.`;
    const east = longitude < 0 ? t`${along}° зх. д.` : t`${along}° сх. д.`;
    return `${north}, ${east}`;
  };
}
