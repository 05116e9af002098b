import { useMemo } from "react";
import type { ActionOut, MessageOut, ThreadOut } from "@/api/generated/types.gen";
import { useStableCallbacks } from "@/lib/use-stable-callbacks";
import type { OutgoingReaction, Reaction } from "@/outbox/items";
import { useOutbox } from "@/outbox/outbox-provider";
import type { ComposerActions, MessageActions } from "./message-actions";
import { useMarkUnread } from "./use-put-back";
import { reactedTo } from "./use-reactions";
import { useReading } from "./use-reading";
import { useTextSelection } from "./use-text-selection";

const mayChangeOwn = ({ allowed, state }: ThreadOut) =>
  allowed.includes(state === "draft" ? "edit" : "support");

interface DeskOptions {
  thread: ThreadOut;
  actions: ActionOut[];
  personId: string;
  rewrites: MessageActions["rewrites"];
  /** The actions of the composer. */
  composer: ComposerActions;
}

/** Return the context of messages. It is stable until a part of it changes: hundreds are rendered with it. */
export function useMessageDesk({
  thread,
  actions,
  personId,
  rewrites,
  composer,
}: DeskOptions): MessageActions {
  const chosen = useTextSelection();
  const { acts, outbox } = useOutbox(thread.id);
  const { watch, stop } = useReading(thread);
  const markUnread = useMarkUnread(thread, stop);
  /** Stored in the browser until the server has it; the idempotency key makes it be sent once. */
  const press = ({ id, version }: MessageOut, does: OutgoingReaction["does"], on: boolean, key: string) =>
    void outbox?.act({ client_id: key, thread_id: thread.id, message_id: id, does, on, version });
  const does = useStableCallbacks({
    ...composer,
    readLater: ({ number }: MessageOut) => markUnread.mutate(number),
    react: (message: MessageOut, reaction: Reaction, on: boolean) =>
      press(message, reaction, on, crypto.randomUUID()),
    acknowledge: (message: MessageOut) => press(message, "acknowledge", true, `acknowledge ${message.id}`),
  });
  const { allowed } = thread;
  const changesOwn = mayChangeOwn(thread);
  const publicFrom = thread.public?.first ?? Number.POSITIVE_INFINITY;
  const ready = outbox !== null;
  return useMemo<MessageActions>(
    () => ({
      ...does,
      personId,
      chosen,
      rewrites,
      can: (action) => allowed.includes(action),
      changesOwn,
      actionsFromMessage: (id) => actions.filter((action) => action.source?.message_id === id),
      watch,
      isPublic: ({ number }) => number >= publicFrom,
      reactedTo: (message, reaction) => reactedTo(message, reaction, personId, acts),
      ready,
      isSending: (id, does) => acts.some((one) => one.message_id === id && one.does === does),
    }),
    [does, chosen, rewrites, personId, allowed, changesOwn, publicFrom, actions, watch, acts, ready],
  );
}
