import { msg } from "@lingui/core/macro";
import { postThreadTransitions } from "@/api/generated/sdk.gen";
import type { MoveThreadInRequest, ThreadOut } from "@/api/generated/types.gen";
import type { PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { type Transition, workflow } from "@/kit/workflow/workflow";
import { keys } from "@/queries/keys";

export interface ThreadStep extends Transition {
  name: ThreadOut["allowed"][number];
  to: MoveThreadInRequest["to"];
  /** Where its text goes; a step without one is only confirmed. */
  field?: "outcome" | "reason";
}

export const MAX_OUTCOME = 5000;

const missing = msg`Напишіть кілька слів: їх побачать усі`;

/** From state to state. */
export const THREAD_STEPS = workflow<ThreadStep>([
  { name: "open", to: "open", label: msg`Відкрити тему` },
  {
    name: "summarise",
    to: "summarising",
    label: msg`Готувати підсумок`,
    lead: msg`Усі побачать, що ви підбиваєте підсумок. Писати в темі можна й далі, а коло, якщо воно триває, завершиться.`,
  },
  {
    name: "close",
    to: "closed",
    label: msg`Закрити тему`,
    short: msg`Закрити`,
    lead: msg`Підсумок стоятиме вгорі теми. Писати в ній уже не можна буде.`,
    reason: { label: msg`До чого дійшли`, missing, maxLength: MAX_OUTCOME },
    field: "outcome",
  },
  {
    name: "reopen",
    to: "open",
    label: msg`Відкрити знову`,
    lead: msg`Учасники знову зможуть писати в темі.`,
    reason: { label: msg`Чому відкриваєте`, missing },
    field: "reason",
  },
]);

interface Move {
  step: ThreadStep;
  /** The text of the step. */
  reason?: string;
  /** The outcome in English. */
  english?: string;
  /** For whom the step is taken, where the reader has chosen. */
  mandateId?: string | null;
  /** Kinds of personal data in the texts that their author has confirmed. */
  knowing?: PersonalDataKind[];
}

/** Take a thread to its next state. */
export function useMoveThread(thread: ThreadOut, onDone: () => void = () => undefined) {
  return useCommand({
    version: thread.version,
    run: (
      { step, reason, english, mandateId, knowing }: Move,
      { ifMatch, idempotencyKey, confirmed = knowing },
    ) =>
      unwrap(
        postThreadTransitions({
          path: { thread_id: thread.id },
          body: {
            to: step.to,
            ...(step.field && reason ? { [step.field]: reason } : {}),
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
