import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { answered } from "@/api/answered";
import { deleteThreadPublication } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { Button } from "@/design/button";
import { Dialog } from "@/design/dialog";
import { useChange } from "@/widgets/use-change";
import { forgetThread, PublishDialog } from "./publish-dialog";

/** For who leads the thread: anybody reads it from now on, or no more. */
export function PublishButton({ thread }: { thread: ThreadOut }) {
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  const open = () => setOpened(true);
  if (thread.public) {
    if (!thread.allowed.includes("take_back")) return null;
    return (
      <>
        <Button kind="quiet" wide onClick={open}>
          <Trans>Сховати від загалу</Trans>
        </Button>
        {opened && <TakeBackDialog thread={thread} onClose={close} />}
      </>
    );
  }
  if (!thread.allowed.includes("publish")) return null;
  return (
    <>
      <Button kind="quiet" wide onClick={open}>
        <Trans>Оприлюднити тему</Trans>
      </Button>
      {opened && <PublishDialog thread={thread} onClose={close} />}
    </>
  );
}

function TakeBackDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const { t } = useLingui();
  const hiding = useChange({
    ask: () => answered(deleteThreadPublication({ path: { thread_id: thread.id }, headers: once() })),
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
