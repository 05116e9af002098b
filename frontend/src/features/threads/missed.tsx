import { useQuery } from "@tanstack/react-query";
import type { MessageOut } from "@/api/generated/types.gen";
import { threadCatchUpQuery } from "@/data/catch-up";
import { CatchUp, isMany, useLongAway } from "@/widgets/catch-up";
import type { UnreadLine } from "./use-unread-line";

interface MissedProps {
  threadId: string;
  line: UnreadLine;
  messages: MessageOut[];
}

/** Above the first unread message, where there are many, or where what was read last is days old. */
export function Missed({ threadId, line, messages }: MissedProps) {
  const longAway = useLongAway();
  const last = messages.find(({ number }) => number === line.from - 1);
  const wanted = isMany(line.count) || longAway(last?.posted_at ?? null);
  const { data: told } = useQuery({ ...threadCatchUpQuery(threadId, line.from), enabled: wanted });
  return wanted && told && <CatchUp told={told} ofThread />;
}
