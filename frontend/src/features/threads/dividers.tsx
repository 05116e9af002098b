import { Trans, useLingui } from "@lingui/react/macro";
import type { CatchUpOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useNewCount } from "@/modules/groups/words";
import { CatchUp } from "@/modules/threads/catch-up";
import { DayLine, UnreadLine } from "@/modules/threads/message-view";
import { lineId } from "./use-scroll-position";
import type { UnreadLine as Line } from "./use-unread-line";

export function Day({ day }: { day: string }) {
  const { dates } = useLocale();
  return <DayLine>{day === dates.today() ? <Trans>Сьогодні</Trans> : dates.heading(day)}</DayLine>;
}

interface NewBelowProps {
  line: Line;
  told: CatchUpOut | undefined;
}

/** The honey line, and above it what was missed in short. */
export function UnreadDivider({ line, told }: NewBelowProps) {
  const { t } = useLingui();
  const words = useNewCount()(line.count);
  return (
    <>
      {told && <CatchUp told={told} ofThread />}
      <UnreadLine id={lineId} label={t`Далі: ${words}`}>
        {words}
      </UnreadLine>
    </>
  );
}
