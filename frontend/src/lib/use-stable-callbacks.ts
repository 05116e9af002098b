import { useLayoutEffect, useRef, useState } from "react";

// biome-ignore lint/suspicious/noExplicitAny: whatever they take and give
type Doings = Record<string, (...given: any[]) => unknown>;

/**
 * The same functions for as long as something is on the page, each of which does what its latest one does. Who is
 * given these need not be drawn again because what they would do has changed. For what is done, not for what is
 * shown: that would not be drawn again either.
 */
export function useStableCallbacks<T extends Doings>(now: T): T {
  const latest = useRef(now);
  useLayoutEffect(() => {
    latest.current = now;
  });
  const [steady] = useState(() => {
    const entries = Object.keys(now).map((name) => [
      name,
      (...given: unknown[]) => latest.current[name]?.(...given),
    ]);
    return Object.fromEntries(entries) as T;
  });
  return steady;
}
