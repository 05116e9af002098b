import { useLingui } from "@lingui/react/macro";
import type { QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { AnswerAccessInRequest, AskForAccessInRequest } from "@/api/generated/types.gen";
import { type Attempt, useCommand } from "@/kit/use-command";
import { AnswerReaders } from "./answer-readers";

type Headers = Attempt["idempotencyKey"];

/** What one asks access to: in its words, and where requests go. */
export interface Asking {
  words: {
    /** Who reads the request, and what follows. */
    lead: ReactNode;
    label: string;
    required: string;
    personalData: string;
    withdraw: ReactNode;
    grant: ReactNode;
  };
  ask: (body: AskForAccessInRequest, headers: Headers) => Promise<unknown>;
  withdraw: () => Promise<unknown>;
  answer: (body: AnswerAccessInRequest, headers: Headers) => Promise<unknown>;
  invalidates: (client: QueryClient) => void;
}

/** Asks those who lead. */
export function useAskForAccess({ ask, words, invalidates }: Asking, onDone: () => void) {
  const { t } = useLingui();
  return useCommand({
    run: ({ reason }: { reason: string }, { confirmed, idempotencyKey }) =>
      ask({ reason, confirmed }, idempotencyKey),
    personalData: { anyway: t`Усе одно надіслати`, lead: words.personalData },
    success: t`Прохання надіслано. Відповідь прийде у «Вхідні»`,
    onSuccess: onDone,
    invalidates,
  });
}

/** Takes one's own request back. */
export function useTakeBack({ withdraw, invalidates }: Asking) {
  const { t } = useLingui();
  return useCommand({ run: withdraw, success: t`Прохання відкликано`, invalidates });
}

/** Grant access. */
export function useGrantAccess({ answer, invalidates }: Asking, onDone: () => void) {
  const { t } = useLingui();
  return useCommand({
    run: (_, { idempotencyKey }) => answer({ to: "granted" }, idempotencyKey),
    success: t`Доступ надано`,
    onSuccess: onDone,
    invalidates,
  });
}

/** Decline access, with a reason. */
export function useDeclineAccess({ answer, invalidates }: Asking, onDone: () => void) {
  const { t } = useLingui();
  return useCommand({
    run: ({ reason }: { reason: string }, { confirmed, idempotencyKey }) =>
      answer({ to: "declined", reason, confirmed }, idempotencyKey),
    personalData: { anyway: t`Усе одно надіслати`, lead: <AnswerReaders /> },
    success: t`Відповідь надіслано`,
    onSuccess: onDone,
    invalidates,
  });
}
