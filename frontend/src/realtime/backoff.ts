const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** How long to wait before the n-th attempt (from 0): doubling, with full jitter, so that not all come at once. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
