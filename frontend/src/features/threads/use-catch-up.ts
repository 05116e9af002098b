import { useQuery } from "@tanstack/react-query";
import type { CatchUpOut, MessageOut } from "@/api/generated/types.gen";
import { isMany, useLongAway } from "@/modules/threads/catch-up";
import { threadCatchUpQuery } from "@/queries/catch-up";
import type { UnreadLine } from "./use-unread-line";

/** In short, what stands below the line that is shown: where it is much, or what was read last is days old. */
export function useMissed(
  threadId: string,
  line: UnreadLine | null,
  messages: MessageOut[],
): CatchUpOut | undefined {
  const longAway = useLongAway();
  const { from, count } = line ?? { from: 0, count: 0 };
  const isShown = line !== null && messages.some(({ number }) => number >= from);
  const last = messages.find(({ number }) => number === from - 1);
  const wanted = isShown && (isMany(count) || longAway(last?.posted_at ?? null));
  const { data: told } = useQuery({ ...threadCatchUpQuery(threadId, from), enabled: wanted });
  return wanted ? told : undefined;
}
