import { useLingui } from "@lingui/react/macro";
import type { QueryClient } from "@tanstack/react-query";
import {
  deleteOneAccessRequest,
  postOneAccessRequest,
  postThreadAccessRequests,
} from "@/api/generated/sdk.gen";
import type { AccessRequestOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import type { Told } from "@/modules/personal-data/public-reason-dialog";
import { keys } from "@/queries/keys";

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

/** Lets somebody in, or, with a reason, says no. */
export function useAnswerAccess(request: AccessRequestOut, said: string, onDone: () => void) {
  return useCommand({
    run: (no: Told | null) => {
      const body = no
        ? { to: "declined" as const, reason: no.text, confirmed: no.confirmed }
        : { to: "granted" as const };
      return unwrap(
        postOneAccessRequest({ path: { access_request_id: request.id }, body, headers: idempotencyKey() }),
      );
    },
    success: said,
    onSuccess: onDone,
    invalidates: (client) => forgetAsking(client, request.thread_id),
  });
}
