import type { ThreadOut } from "@/api/generated/types.gen";
import type { DraftContent } from "@/outbox/draft-sync";
import type { OutgoingMessage } from "@/outbox/items";
import { type Draft, useOutbox } from "@/outbox/outbox-provider";
import { useMoveDraft } from "./moving/use-move-draft";
import type { Attaching } from "./use-attachments";

/** A letter that goes back to where it is written. */
function saidBefore({ body, reply_to, quote, on_behalf, mandate_id }: OutgoingMessage): DraftContent {
  const words = quote ? { text: quote.text, version: quote.version ?? 1 } : null;
  return { text: body, reply_to, quote: words, on_behalf, mandate_id };
}

/**
 * A letter goes back to where one writes: here, or where the thread went on. Where one can write nowhere, it stays a
 * letter. `goBack` says whether it is to be written here.
 */
export function useRestoreToComposer(thread: ThreadOut, { keeper }: Draft, attaching: Attaching) {
  const { outbox } = useOutbox(thread.id);
  const takeAlong = useMoveDraft(thread);
  const here = outbox !== null && thread.allowed.includes("post");
  const goBack = (letter: OutgoingMessage): boolean => {
    if (takeAlong) void takeAlong(saidBefore(letter), letter);
    if (takeAlong || !here) return false;
    attaching.restore(letter.attachments ?? []);
    keeper.bring(saidBefore(letter));
    void outbox.cancel(letter.client_id);
    return true;
  };
  const rewrites: "here" | "elsewhere" | null = takeAlong ? "elsewhere" : here ? "here" : null;
  return { rewrites, goBack };
}
