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
  /** What is asked before it is done, and where the answer goes. */
  asks?: { field: "outcome" | "reason"; question: MessageDescriptor; lead: MessageDescriptor };
}

export type AskingStep = ThreadStep & Required<Pick<ThreadStep, "asks">>;

export const isAsking = (step: ThreadStep): step is AskingStep => step.asks !== undefined;

/** From state to state. */
export const STEPS: ThreadStep[] = [
  { action: "open", to: "open", label: msg`Відкрити тему` },
  { action: "summarise", to: "summarising", label: msg`Готувати підсумок` },
  {
    action: "close",
    to: "closed",
    label: msg`Закрити тему`,
    asks: {
      field: "outcome",
      question: msg`До чого дійшли`,
      lead: msg`Підсумок стоятиме вгорі теми. Писати в ній уже не можна буде.`,
    },
  },
  {
    action: "reopen",
    to: "open",
    label: msg`Відкрити знову`,
    asks: {
      field: "reason",
      question: msg`Чому відкриваєте`,
      lead: msg`Учасники знову зможуть писати в темі.`,
    },
  },
];

interface Move {
  step: ThreadStep;
  words?: string;
  /** The outcome in English. */
  english?: string;
  /** For whom the step is taken, where the reader has chosen. */
  mandateId?: string | null;
  /** What whoever wrote the words knew that they tell. */
  knowing?: PersonalDataKind[];
}

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
