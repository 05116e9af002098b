import { Trans, useLingui } from "@lingui/react/macro";
import {
  deleteOneAccessRequest,
  postOneAccessRequest,
  postThreadAccessRequests,
} from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import type { Asking } from "@/modules/asking/use-asking";
import { keys } from "@/queries/keys";

/** Asking to read a restricted thread, and answering one request. */
export function useThreadAsking(threadId: string, requestId = ""): Asking {
  const { t } = useLingui();
  const one = { access_request_id: requestId };
  return {
    words: {
      lead: (
        <Trans>
          Прохання, ваше ім’я й місце в групі побачать ті, хто веде тему. Якщо погодяться, ви прочитаєте її
          від початку.
        </Trans>
      ),
      label: t`Чому вам потрібна ця тема`,
      required: t`Напишіть кілька слів: їх прочитають ті, хто веде тему`,
      personalData: t`Це прочитають ті, хто веде тему. Перефразуйте, якщо комусь це може зашкодити.`,
      withdraw: (
        <Trans>
          Ті, хто веде тему, більше не побачать його серед тих, що чекають. Попросити ще раз можна за добу.
        </Trans>
      ),
      grant: (
        <Trans>
          Тема назве цю людину поіменно. Вона прочитає все від самого початку й зможе писати, якщо її роль у
          групі це дозволяє.
        </Trans>
      ),
    },
    ask: (body, headers) =>
      unwrap(postThreadAccessRequests({ path: { thread_id: threadId }, body, headers })),
    withdraw: () => unwrap(deleteOneAccessRequest({ path: one })),
    answer: (body, headers) => unwrap(postOneAccessRequest({ path: one, body, headers })),
    invalidates: (client) => {
      const own = [keys.thread, keys.readers, keys.accessRequests].map((key) => key(threadId));
      const about = [keys.allAnnounced, keys.access({ kind: "thread", id: threadId }), keys.today];
      for (const queryKey of [...about, ...own]) void client.invalidateQueries({ queryKey });
    },
  };
}
