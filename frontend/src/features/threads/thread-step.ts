import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { postThreadTransitions } from "@/api/generated/sdk.gen";
import type { MoveThreadInRequest, ThreadOut } from "@/api/generated/types.gen";
import type { PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { keys } from "@/queries/keys";

export interface ThreadStep {
  /** Name of the step in `allowed`. */
  action: ThreadOut["allowed"][number];
  to: MoveThreadInRequest["to"];
  label: MessageDescriptor;
  /** What it means; without it, the step needs no second thought. */
  lead?: MessageDescriptor;
  /** What is asked before it is done, and where the answer goes. */
  asks?: { field: "outcome" | "reason"; question: MessageDescriptor };
}

/** From state to state. */
export const STEPS: ThreadStep[] = [
  { action: "open", to: "open", label: msg`Відкрити тему` },
  {
    action: "summarise",
    to: "summarising",
    label: msg`Готувати підсумок`,
    lead: msg`Усі побачать, що ви підбиваєте підсумок. Писати в темі можна й далі, а коло, якщо воно триває, завершиться.`,
  },
  {
    action: "close",
    to: "closed",
    label: msg`Закрити тему`,
    lead: msg`Підсумок стоятиме вгорі теми. Писати в ній уже не можна буде.`,
    asks: { field: "outcome", question: msg`До чого дійшли` },
  },
  {
    action: "reopen",
    to: "open",
    label: msg`Відкрити знову`,
    lead: msg`Учасники знову зможуть писати в темі.`,
    asks: { field: "reason", question: msg`Чому відкриваєте` },
  },
];

interface Move {
  step: ThreadStep;
  words?: string;
  /** The outcome in English. */
  english?: string;
  /** For whom the step is taken, where the reader has chosen. */
  mandateId?: string | null;
  /** Kinds of personal data in the words that their writer has confirmed. */
  knowing?: PersonalDataKind[];
}

/** Return a step that the reader may take now. */
export const findStep = ({ allowed }: ThreadOut, action: ThreadStep["action"]): ThreadStep | undefined =>
  STEPS.find((step) => step.action === action && allowed.includes(action));

/** Takes a thread to its next state. */
export function useMoveThread(thread: ThreadOut, onDone: () => void = () => undefined) {
  return useCommand({
    version: thread.version,
    run: (
      { step, words, english, mandateId, knowing }: Move,
      { ifMatch, idempotencyKey, confirmed = knowing },
    ) =>
      unwrap(
        postThreadTransitions({
          path: { thread_id: thread.id },
          body: {
            to: step.to,
            ...(step.asks && words ? { [step.asks.field]: words } : {}),
            outcome_en: english || undefined,
            mandate_id: mandateId ?? undefined,
            confirmed,
          },
          headers: { ...ifMatch, ...idempotencyKey },
        }),
      ),
    onSuccess: (moved, _move, client) => {
      client.setQueryData(keys.thread(thread.id), moved);
      onDone();
    },
    invalidates: (client, error) => error && client.invalidateQueries({ queryKey: keys.thread(thread.id) }),
  });
}
