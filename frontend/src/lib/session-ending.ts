/** Why the sign-in of this browser has ended, as the last refusal said. */

/** By time alone, or by a person; `unknown` where the server knows no sign-in of this browser. */
export type Ending = "expired" | "revoked" | "unknown";

let last: Ending = "unknown";

const ENDINGS: Record<string, Ending> = { session_expired: "expired", session_revoked: "revoked" };

/** Notes the code of a 401. */
export function noteEnding(code: string): void {
  last = ENDINGS[code] ?? "unknown";
}

export function lastEnding(): Ending {
  return last;
}

export function isEnding(value: unknown): value is Ending {
  return value === "expired" || value === "revoked" || value === "unknown";
}

const listeners = new Set<() => void>();

/** Call `listener` whenever the server answers 401, whatever was asked: by a page, the outbox or an upload. */
export function onUnauthenticated(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function reportUnauthenticated(): void {
  for (const listener of listeners) listener();
}
