import { useLingui } from "@lingui/react/macro";
import type { QueryClient } from "@tanstack/react-query";
import {
  deleteOneAccessRequest,
  postOneAccessRequest,
  postThreadAccessRequests,
} from "@/api/generated/sdk.gen";
import type { AccessRequestOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { keys } from "@/queries/keys";
import { AnswerReaders } from "./answer-readers";

function forgetAsking(client: QueryClient, threadId: string): void {
  const own = [keys.thread, keys.readers, keys.accessRequests].map((key) => key(threadId));
  const about = [keys.allAnnounced, keys.access({ kind: "thread", id: threadId }), keys.today];
  for (const queryKey of [...about, ...own]) void client.invalidateQueries({ queryKey });
}

/** Asks those who lead a thread. */
export function useAskForAccess(threadId: string, onDone: () => void) {
  const { t } = useLingui();
  return useCommand({
    run: ({ reason }: { reason: string }, attempt) => {
      const body = { reason, confirmed: attempt.confirmed };
      const path = { thread_id: threadId };
      return unwrap(postThreadAccessRequests({ path, body, headers: attempt.idempotencyKey }));
    },
    personalData: {
      anyway: t`Усе одно надіслати`,
      lead: t`Це прочитають ті, хто веде тему. Перефразуйте, якщо комусь це може зашкодити.`,
    },
    success: t`Прохання надіслано. Відповідь прийде у «Вхідні»`,
    onSuccess: onDone,
    invalidates: (client) => forgetAsking(client, threadId),
  });
}

/** Takes one's own request back. */
export function useTakeBack(request: AccessRequestOut) {
  const { t } = useLingui();
  return useCommand({
    run: () => unwrap(deleteOneAccessRequest({ path: { access_request_id: request.id } })),
    success: t`Прохання відкликано`,
    invalidates: (client) => forgetAsking(client, request.thread_id),
  });
}

/** Grant access. */
export function useGrantAccess(request: AccessRequestOut, onDone: () => void) {
  const { t } = useLingui();
  return useCommand({
    run: (_, { idempotencyKey }) => {
      const path = { access_request_id: request.id };
      return unwrap(postOneAccessRequest({ path, body: { to: "granted" }, headers: idempotencyKey }));
    },
    success: t`Доступ надано`,
    onSuccess: onDone,
    invalidates: (client) => forgetAsking(client, request.thread_id),
  });
}

/** Decline access, with a reason. */
export function useDeclineAccess(request: AccessRequestOut, onDone: () => void) {
  const { t } = useLingui();
  return useCommand({
    run: ({ reason }: { reason: string }, { confirmed, idempotencyKey }) => {
      const body = { to: "declined" as const, reason, confirmed };
      const path = { access_request_id: request.id };
      return unwrap(postOneAccessRequest({ path, body, headers: idempotencyKey }));
    },
    personalData: { anyway: t`Усе одно надіслати`, lead: <AnswerReaders /> },
    success: t`Відповідь надіслано`,
    onSuccess: onDone,
    invalidates: (client) => forgetAsking(client, request.thread_id),
  });
}
