import { Trans } from "@lingui/react/macro";
import type { ThreadOut } from "@/api/generated/types.gen";
import { Button } from "@/ui/button";
import { useThreadDialog } from "../active-dialog";

/** For who leads the thread: anybody reads it from now on, or no more. */
export function PublishButton({ thread }: { thread: ThreadOut }) {
  const open = useThreadDialog();
  if (!thread.allowed.includes(thread.public ? "take_back" : "publish")) return null;
  return (
    <Button kind="quiet" wide onClick={() => open({ kind: thread.public ? "unpublish" : "publish" })}>
      {thread.public ? <Trans>Сховати від загалу</Trans> : <Trans>Оприлюднити тему</Trans>}
    </Button>
  );
}
