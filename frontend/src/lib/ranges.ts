/** Numbers from the first to the last, both included. */
export type Range = readonly number[];

/** The same numbers in the fewest ranges, in order. */
export function merge(ranges: readonly Range[]): [number, number][] {
  const sorted = ranges
    .map(([first = 0, last = 0]): [number, number] => [first, last])
    .sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [first, last] of sorted) {
    const top = merged.at(-1);
    if (top && first <= top[1] + 1) top[1] = Math.max(top[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

export function includes(ranges: readonly Range[], number: number): boolean {
  return ranges.some(([first = 0, last = 0]) => first <= number && number <= last);
}

/** How many numbers from 1 to `total` are in the ranges. */
export function countWithin(ranges: readonly Range[], total: number): number {
  return merge(ranges).reduce(
    (sum, [first, last]) => sum + Math.max(0, Math.min(last, total) - first + 1),
    0,
  );
}

/** The first number from 1 to `total` that is in none of the ranges. */
export function firstMissing(ranges: readonly Range[], total: number): number | null {
  let next = 1;
  for (const [first, last] of merge(ranges)) {
    if (first > next) break;
    next = Math.max(next, last + 1);
  }
  return next <= total ? next : null;
}
