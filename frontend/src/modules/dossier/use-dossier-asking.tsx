import { Trans, useLingui } from "@lingui/react/macro";
import {
  deleteOwnDossierAccessRequest,
  postDossierAccessAnswer,
  postDossierAccessRequests,
} from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import type { Asking } from "@/modules/asking/use-asking";
import { invalidateDossier, keys } from "@/queries/keys";

/** Asking to read a dossier of which one only knows, and answering one request. */
export function useDossierAsking(dossierId: string, requestId = ""): Asking {
  const { t } = useLingui();
  const path = { dossier_id: dossierId };
  return {
    words: {
      lead: (
        <Trans>
          Прохання, ваше ім’я й місце в групі побачать ті, хто веде справу. Якщо погодяться, ви зможете її
          читати.
        </Trans>
      ),
      label: t`Чому вам потрібна ця справа`,
      required: t`Напишіть кілька слів: їх прочитають ті, хто веде справу`,
      personalData: t`Це прочитають ті, хто веде справу. Перефразуйте, якщо комусь це може зашкодити.`,
      withdraw: (
        <Trans>
          Ті, хто веде справу, більше не побачать його серед тих, що чекають. Попросити ще раз можна за добу.
        </Trans>
      ),
      grant: (
        <Trans>
          Людина читатиме справу, але нічого в ній не змінюватиме. Закрити доступ можна будь-коли.
        </Trans>
      ),
    },
    ask: (body, headers) => unwrap(postDossierAccessRequests({ path, body, headers })),
    withdraw: () => unwrap(deleteOwnDossierAccessRequest({ path })),
    answer: (body, headers) =>
      unwrap(postDossierAccessAnswer({ path: { ...path, dossier_request_id: requestId }, body, headers })),
    invalidates: (client) => {
      invalidateDossier(client, dossierId);
      for (const queryKey of [keys.access({ kind: "dossier", id: dossierId }), keys.today])
        void client.invalidateQueries({ queryKey });
    },
  };
}
