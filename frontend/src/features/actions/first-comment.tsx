import { Trans, useLingui } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { postActionItemDiscussion } from "@/api/generated/sdk.gen";
import type { ActionPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { UnsavedChangesGuard } from "@/kit/unsaved-changes-guard";
import { useCommand } from "@/kit/use-command";
import { useWide } from "@/lib/use-wide";
import { type OwnVoice, useSpeakingAs } from "@/modules/mandates/use-voices";
import { Composer } from "@/modules/threads/composer";
import { useOutbox } from "@/outbox/outbox-provider";
import { invalidateAction, keys } from "@/queries/keys";
import classes from "./action.module.css";

interface FirstCommentProps {
  action: ActionPageOut;
  onBegun: () => void;
}

interface Comment {
  body: string;
  voice: OwnVoice;
}

/** Opens the discussion thread of an item and puts the comment into the outbox for it: to who writes, one step. */
function useFirstComment({ action, onBegun }: FirstCommentProps) {
  const { outbox } = useOutbox("");
  const command = useCommand({
    run: async ({ body, voice }: Comment) => {
      const opened = await unwrap(postActionItemDiscussion({ path: { action_id: action.id } }));
      const thread_id = opened.discussion?.thread_id;
      if (!thread_id) return opened;
      await outbox?.enqueue({
        client_id: crypto.randomUUID(),
        thread_id,
        group_id: action.group.id,
        body,
        reply_to: null,
        on_behalf: voice.onBehalf,
        mandate_id: voice.mandateId,
        quote: null,
        attachments: [],
      });
      return opened;
    },
    onSuccess: (opened, _comment, client) => {
      onBegun();
      client.setQueryData(keys.action(action.id), opened);
      void client.invalidateQueries({ queryKey: keys.threadsOfGroup(action.group.id) });
    },
    invalidates: (client) => invalidateAction(client, action.id),
    tellsErrors: true,
  });
  return { ready: outbox !== null, ...command };
}

/** Where nothing has been said yet: the first comment opens the thread. */
export function FirstComment({ action, onBegun }: FirstCommentProps) {
  const { t } = useLingui();
  const wide = useWide();
  const input = useRef<HTMLElement | null>(null);
  const [text, setText] = useState("");
  const speaker = useSpeakingAs(action.group.id);
  const comment = useFirstComment({ action, onBegun });
  return (
    <div className={classes.discussion}>
      <UnsavedChangesGuard
        when={text.trim() !== "" && !comment.isPending && !comment.isSuccess}
        title={t`Вийти без коментаря?`}
        lead={<Trans>Коментар, який ви пишете, ще не надіслано.</Trans>}
        leave={t`Вийти без нього`}
      />
      <p className="v-small v-t2">
        {action.audience === "group" ? (
          <Trans>Перший коментар відкриє тему обговорення: її побачить уся група.</Trans>
        ) : (
          <Trans>
            Перший коментар відкриє тему обговорення: її побачать ті самі учасники, що й тему доручення.
          </Trans>
        )}
      </p>
      <Composer
        wide={wide}
        toSome={action.audience !== "group"}
        inputRef={input}
        text={text}
        onText={setText}
        onSend={() => comment.mutate({ body: text.trim(), voice: speaker.voice })}
        voices={speaker.voices}
        voice={speaker.voice}
        onVoice={speaker.choose}
        busy={comment.isPending || !comment.ready}
      />
    </div>
  );
}
