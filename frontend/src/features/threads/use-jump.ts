import { useQueryClient } from "@tanstack/react-query";
import { jumpTo } from "@/queries/threads";
import { messageId } from "./use-scroll-position";

/** Leads to a message of the thread: loaded first, where it is not on the page. */
export function useJump(threadId: string): (number: number) => Promise<void> {
  const client = useQueryClient();
  const show = (number: number) => {
    const target = document.getElementById(messageId(number));
    target?.scrollIntoView({ block: "center" });
    target?.focus({ preventScroll: true });
    return target !== null;
  };
  return async (number) => {
    if (show(number)) return;
    await jumpTo(client, threadId, number);
    // When the page has drawn it.
    setTimeout(() => show(number));
  };
}
