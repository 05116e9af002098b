import { Trans, useLingui } from "@lingui/react/macro";
import { type FocusEvent, useRef, useState } from "react";
import { postActionItemDiscussion } from "@/api/generated/sdk.gen";
import type { ActionPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useFailureWords } from "@/kit/failure-toast";
import { UnsavedChangesGuard } from "@/kit/unsaved-changes-guard";
import { useCommand } from "@/kit/use-command";
import { useWide } from "@/lib/use-wide";
import { type OwnVoice, useSpeakingAs } from "@/modules/mandates/use-voices";
import { Composer } from "@/modules/threads/composer";
import { useOutbox } from "@/outbox/outbox-provider";
import { invalidateAction, keys } from "@/queries/keys";
import { toast } from "@/ui/toast";
import classes from "./action.module.css";

interface FirstCommentProps {
  action: ActionPageOut;
  /** Somebody is in the field or has words in it: those stay, though another opens the discussion meanwhile. */
  onWriting: (writing: boolean) => void;
  onBegun: () => void;
}

interface Comment {
  body: string;
  voice: OwnVoice;
}

/** The thread is restricted, and the writer is none of its readers: the words stay with them. */
class OutOfReach extends Error {}

/** Opens the discussion thread of an item, unless another has done so, and puts the comment into the outbox for it: to who writes, one step. */
function useFirstComment({ action, onBegun }: Pick<FirstCommentProps, "action" | "onBegun">) {
  const { t } = useLingui();
  const failureWords = useFailureWords();
  const { outbox } = useOutbox("");
  const command = useCommand({
    run: async ({ body, voice }: Comment) => {
      const opened = action.discussion
        ? action
        : await unwrap(postActionItemDiscussion({ path: { action_id: action.id } }));
      const thread_id = opened.discussion?.thread_id;
      if (!thread_id) throw new OutOfReach();
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
    tellError: (error) => {
      const isOutOfReach = error instanceof OutOfReach;
      const words = isOutOfReach
        ? t`Доручення обговорюють у темі з обмеженим доступом.`
        : failureWords(error);
      toast(words, { kind: "failed" });
    },
  });
  return { ready: outbox !== null, ...command };
}

/** Where nothing has been said yet: the first comment opens the thread. */
export function FirstComment({ action, onWriting, onBegun }: FirstCommentProps) {
  const { t } = useLingui();
  const wide = useWide();
  const input = useRef<HTMLElement | null>(null);
  const [text, setText] = useState("");
  const speaker = useSpeakingAs(action.group.id);
  const comment = useFirstComment({ action, onBegun });
  const leave = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) onWriting(text.trim() !== "");
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that somebody is in the field
    <div className={classes.discussion} onFocus={() => onWriting(true)} onBlur={leave}>
      <UnsavedChangesGuard
        when={text.trim() !== "" && !comment.isPending && !comment.isSuccess}
        title={t`Вийти без коментаря?`}
        lead={<Trans>Коментар, який ви пишете, ще не надіслано.</Trans>}
        leave={t`Вийти без нього`}
      />
      <p className="v-small v-t2" role="status">
        <WhereItGoes action={action} />
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

function WhereItGoes({ action }: Pick<FirstCommentProps, "action">) {
  if (action.discussion?.thread_id === null) {
    return <Trans>Доручення обговорюють у темі з обмеженим доступом.</Trans>;
  }
  if (action.discussion) return <Trans>Обговорення вже відкрито: ваш коментар буде в ньому.</Trans>;
  if (action.audience === "group") {
    return <Trans>Перший коментар відкриє тему обговорення: її побачить уся група.</Trans>;
  }
  return (
    <Trans>
      Перший коментар відкриє тему обговорення: її побачать ті самі учасники, що й тему доручення.
    </Trans>
  );
}
