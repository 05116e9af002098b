import { Trans, useLingui } from "@lingui/react/macro";
import { deleteThreadPublication } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-change";
import { Dialog } from "@/ui/dialog";
import { forgetThread } from "./publish-dialog";

/** Nobody outside the group reads the thread any more. */
export function UnpublishDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const { t } = useLingui();
  const hiding = useCommand({
    ask: () => unwrap(deleteThreadPublication({ path: { thread_id: thread.id }, headers: idempotencyKey() })),
    said: t`Тему читає лише група`,
    onDone: onClose,
    forget: (client) => forgetThread(client, thread),
  });
  return (
    <Dialog
      opened
      title={t`Сховати від загалу`}
      lead={
        <Trans>
          Публічна сторінка теми зникне, її читатиме лише група. Що хтось уже прочитав чи скопіював, назад не
          забрати.
        </Trans>
      }
      submit={t`Сховати від загалу`}
      busy={hiding.isPending}
      onClose={onClose}
      onSubmit={() => hiding.mutate(undefined)}
    />
  );
}
