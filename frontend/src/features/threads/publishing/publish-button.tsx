import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { Button } from "@/ui/button";
import { PublishDialog, UnpublishDialog } from "../on-demand";

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
        {opened && <UnpublishDialog thread={thread} onClose={close} />}
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
