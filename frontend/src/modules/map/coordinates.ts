import { useLingui } from "@lingui/react/macro";
import { formatDegrees, type Place, parseDegrees } from "@/lib/degrees";
import { useLocale } from "@/lib/locale";

export type Axis = keyof Place;

/** Both coordinates as they are typed. */
export type Typed = Record<Axis, string>;

export const NOT_TYPED: Typed = { latitude: "", longitude: "" };

const MOST: Place = { latitude: 90, longitude: 180 };

/** What is typed as a place: null while it is none. */
export function placeTyped(typed: Typed): Place | null {
  const [latitude, longitude] = [parseDegrees(typed.latitude), parseDegrees(typed.longitude)];
  if (latitude === null || longitude === null) return null;
  const fits = Math.abs(latitude) <= MOST.latitude && Math.abs(longitude) <= MOST.longitude;
  return fits ? { latitude, longitude } : null;
}

const isEmpty = ({ latitude, longitude }: Typed) => !latitude.trim() && !longitude.trim();

/** Whether something is typed that is no place. */
export const isNoPlace = (typed: Typed) => !isEmpty(typed) && placeTyped(typed) === null;

/** Both coordinates as the reader writes numbers. */
export function useWritten() {
  const { language } = useLocale();
  return ({ latitude, longitude }: Record<Axis, number | null>): Typed => ({
    latitude: latitude === null ? "" : formatDegrees(latitude, language),
    longitude: longitude === null ? "" : formatDegrees(longitude, language),
  });
}

/** Return a function that validates the field of an axis. */
export function useFault(): (typed: Typed, axis: Axis) => string | undefined {
  const { t } = useLingui();
  const words = {
    latitude: { missing: t`Впишіть широту`, far: t`Широта буває від −90 до 90` },
    longitude: { missing: t`Впишіть довготу`, far: t`Довгота буває від −180 до 180` },
  };
  return (typed, axis) => {
    const degrees = parseDegrees(typed[axis]);
    if (degrees === null) return isEmpty(typed) ? undefined : words[axis].missing;
    if (Number.isNaN(degrees)) return t`Впишіть градуси числом, наприклад 50,45`;
    return Math.abs(degrees) > MOST[axis] ? words[axis].far : undefined;
  };
}
