import { Trans } from "@lingui/react/macro";
import type { ThreadOut } from "@/api/generated/types.gen";
import { displayText } from "@/lib/mentions";
import { TextButton } from "@/modules/threads/message-view";
import { EMPTY_DRAFT } from "@/outbox/draft-sync";
import type { Draft } from "@/outbox/outbox-provider";
import classes from "./moving.module.css";
import { useMoveDraft } from "./use-move-draft";

/** What somebody has begun to write where nobody writes any more: it can be read, and taken to where one can. */
export function OrphanDraftNotice({ thread, draft }: { thread: ThreadOut; draft: Draft }) {
  const takeAlong = useMoveDraft(thread);
  const { said, keeper } = draft;
  if (said.text.trim() === "") return null;
  const take = async () => {
    if (await takeAlong?.(said)) keeper.type("", EMPTY_DRAFT);
  };
  return (
    <span className={classes.left}>
      <Trans>Ви почали тут писати:</Trans> <span className={classes.words}>{displayText(said.text)}</span>
      {takeAlong && (
        <TextButton onClick={() => void take()}>
          <Trans>Дописати в іншій темі</Trans>
        </TextButton>
      )}
    </span>
  );
}
