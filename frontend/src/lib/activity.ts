/**
 * Whether a person is here: the server ends a sign-in after some time without activity, and what the page asks by
 * itself is none. Events that a script makes up do not count.
 */
const INPUTS = ["keydown", "pointerdown", "touchstart", "wheel"];
/** How long after an input a request is still taken for its consequence. */
const RECENT_MS = 60_000;
/** Who writes for long without asking for anything is still here. */
const REPORT_MS = 5 * 60_000;

let inputAt = Number.NEGATIVE_INFINITY;
let saidAt = Date.now();
let report: (() => void) | null = null;

/** Somebody pressed, touched or turned something. */
export function noteInput({ isTrusted }: Pick<Event, "isTrusted">): void {
  if (!isTrusted) return;
  inputAt = Date.now();
  if (inputAt - saidAt >= REPORT_MS) report?.();
}

for (const kind of INPUTS) window.addEventListener(kind, noteInput, { capture: true, passive: true });

/** What a request says of the person; nothing where the page asks by itself. */
export function activityHeader(): Record<string, string> {
  if (Date.now() - inputAt > RECENT_MS) return {};
  saidAt = Date.now();
  return { "Viche-Active": "1" };
}

/** Has `say` ask the server for something when somebody is here and nothing else has said so for minutes. */
export function reportActivity(say: () => void): () => void {
  report = say;
  return () => {
    if (report === say) report = null;
  };
}
