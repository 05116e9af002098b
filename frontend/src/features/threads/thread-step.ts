import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { postThreadTransitions } from "@/api/generated/sdk.gen";
import type { MoveThreadInRequest, ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey, ifMatch } from "@/api/headers";
import { isValidationError, type PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { keys } from "@/queries/keys";

export interface ThreadStep {
  /** Name of the step in `allowed`. */
  action: ThreadOut["allowed"][number];
  to: MoveThreadInRequest["to"];
  label: MessageDescriptor;
  /** What is asked before it is done, and where the answer goes. */
  asks?: { field: "outcome" | "reason"; question: MessageDescriptor; lead: MessageDescriptor };
}

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
  /** What it is meant to tell. */
  confirmed?: PersonalDataKind[];
}

/** Takes a thread to its next state. */
export function useMoveThread(thread: ThreadOut) {
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: ({ step, words, english, mandateId, confirmed }: Move) =>
      unwrap(
        postThreadTransitions({
          path: { thread_id: thread.id },
          body: {
            to: step.to,
            ...(step.asks && words ? { [step.asks.field]: words } : {}),
            ...(english ? { outcome_en: english } : {}),
            ...(mandateId ? { mandate_id: mandateId } : {}),
            confirmed,
          },
          headers: { ...ifMatch(thread.version), ...idempotencyKey() },
        }),
      ),
    onSuccess: (moved) => client.setQueryData(keys.thread(thread.id), moved),
    onError: (error) => {
      if (!isValidationError(error)) failed(error);
      void client.invalidateQueries({ queryKey: keys.thread(thread.id) });
    },
  });
}
