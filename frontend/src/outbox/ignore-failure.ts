/**
 * The steps of a transaction tell that it failed, and their caller hears of it; its end tells it once more, when
 * nobody waits for it any longer.
 */
export function ignoreFailure(done: Promise<void>): void {
  done.catch(() => undefined);
}
