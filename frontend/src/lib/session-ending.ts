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
