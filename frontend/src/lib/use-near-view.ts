import { type RefObject, useEffect, useRef, useState } from "react";

/** How far outside the viewport a part of the page begins to load. */
const AHEAD = "400px 0px";

/** Return a ref for an element, and whether it has come near the viewport, to load heavy parts only then. */
export function useNearView<T extends Element>(): [RefObject<T | null>, boolean] {
  const place = useRef<T | null>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((one) => one.isIntersecting)) return;
        observer.disconnect();
        setNear(true);
      },
      { rootMargin: AHEAD },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return [place, isNear];
}
