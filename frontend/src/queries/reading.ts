import type { ReadingOut } from "@/api/generated/types.gen";
import { countWithin, firstMissing, merge, type Range } from "@/lib/ranges";

/** What a reader has seen of a thread with so many messages; the same reckoning as the server's. */
export function readingOf(ranges: readonly Range[], total: number): ReadingOut {
  return {
    ranges: merge(ranges),
    unread: total - countWithin(ranges, total),
    first_unread: firstMissing(ranges, total),
  };
}
