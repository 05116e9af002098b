import type { Place } from "@/lib/degrees";
import { usePlaceWords } from "./use-place-words";

/** A place in words that lead to a map with streets; whoever draws it learns which place was looked at. */
export function PlaceLink({ place, zoom }: { place: Place; zoom: number }) {
  const words = usePlaceWords();
  const { latitude, longitude } = place;
  return (
    <a
      className="v-reach"
      href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=${zoom}/${latitude}/${longitude}`}
      rel="noreferrer noopener"
      target="_blank"
    >
      {words(place)}
    </a>
  );
}
