import { Trans, useLingui } from "@lingui/react/macro";
import type { MessageOut } from "@/api/generated/types.gen";
import { DayLine, UnreadLine } from "@/design/message-view";
import { useReader } from "@/lib/reader";
import { useNewCount } from "@/widgets/words";
import { Missed } from "./missed";
import { lineId } from "./use-place";
import type { UnreadLine as Line } from "./use-unread-line";

export function Day({ day }: { day: string }) {
  const { dates } = useReader();
  return <DayLine>{day === dates.today() ? <Trans>Сьогодні</Trans> : dates.heading(day)}</DayLine>;
}

interface NewBelowProps {
  messages: MessageOut[];
  threadId: string;
  line: Line;
}

/** The honey line, and above it what was missed in short. */
export function NewBelow({ messages, threadId, line }: NewBelowProps) {
  const { t } = useLingui();
  const words = useNewCount()(line.count);
  return (
    <>
      <Missed threadId={threadId} line={line} messages={messages} />
      <UnreadLine id={lineId} label={t`Далі: ${words}`}>
        {words}
      </UnreadLine>
    </>
  );
}
