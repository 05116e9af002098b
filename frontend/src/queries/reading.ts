import type { ReadingOut } from "@/api/generated/types.gen";
import { countWithin, firstMissing, merge, type Range } from "@/lib/ranges";

/** Return the reading state of a thread with `total` messages, calculated as the server does it. */
export function readingOf(ranges: readonly Range[], total: number): ReadingOut {
  return {
    ranges: merge(ranges),
    unread: total - countWithin(ranges, total),
    first_unread: firstMissing(ranges, total),
  };
}
