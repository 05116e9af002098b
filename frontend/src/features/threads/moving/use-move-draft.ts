import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import type { ThreadOut } from "@/api/generated/types.gen";
import { useFailureToast } from "@/kit/failure-toast";
import { isOnline } from "@/lib/online";
import type { DraftContent } from "@/outbox/draft-sync";
import type { OutgoingMessage } from "@/outbox/items";
import { useOutbox } from "@/outbox/outbox-provider";
import { messageQuery } from "@/queries/threads";

/**
 * What was written for a thread that went on in another one goes to where one writes there, with the letter that it
 * was. Null where nobody can: it stays where it is.
 */
export function useMoveDraft({ id, merged_into: into }: ThreadOut) {
  const client = useQueryClient();
  const router = useRouter();
  const failed = useFailureToast();
  const { outbox } = useOutbox(id);
  if (!into || !outbox) return null;
  /** Whether what it answers went along. */
  const isThere = async (message: string) => {
    if (!isOnline()) return false;
    const found = await client.fetchQuery({ ...messageQuery(into, message), retry: false }).catch(() => null);
    return found?.thread_id === into;
  };
  return async (said: DraftContent, letter?: OutgoingMessage) => {
    const answers = said.reply_to !== null && (await isThere(said.reply_to));
    const kept = answers ? said : { ...said, reply_to: null, quote: null };
    try {
      await outbox.moveToThread({ ...kept, thread_id: into }, letter);
    } catch (error) {
      failed(error);
      return false;
    }
    void router.navigate({ to: "/threads/$threadId", params: { threadId: into } });
    return true;
  };
}
