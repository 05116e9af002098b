/** In which order what waits is sent. */
import {
  isAnswer,
  isEvidence,
  isMessage,
  isReaction,
  type OutboxItem,
  type OutgoingEvidence,
  type OutgoingMessage,
} from "./items";

/** Of these rules the server says from when on it takes the next message: others need not wait for it. */
export const RATE_LIMIT_CODES = new Set(["slow_mode", "too_fast"]);

export const isRateLimited = (one: OutboxItem, now: number): one is OutgoingMessage =>
  isMessage(one) && one.retryAfter !== undefined && Date.parse(one.retryAfter.until) > now;

/**
 * What is sent next: where one letter waits for its time, those behind it in the thread wait, too. Files of evidence
 * take long: they go last, and none before its answer.
 */
export function nextOf(letters: OutboxItem[], now: number): OutboxItem | undefined {
  const held = new Set<string>();
  const next = letters.find((one) => {
    if (isReaction(one)) return true;
    if (isRateLimited(one, now)) held.add(one.thread_id);
    return one.refusal === null && !isEvidence(one) && !(isMessage(one) && held.has(one.thread_id));
  });
  return (
    next ?? letters.find((one) => isEvidence(one) && one.refusal === null && !waitsForAnswer(one, letters))
  );
}

function waitsForAnswer({ submission_id, evidence_of }: OutgoingEvidence, letters: OutboxItem[]): boolean {
  const answers = letters.filter(isAnswer);
  return answers.some((one) => one.submission_id === submission_id && one.question === evidence_of);
}
