import { Trans } from "@lingui/react/macro";
import { IconClockExclamation } from "@tabler/icons-react";
import { useReader } from "@/lib/reader";

/** Whether the day until which something is open is over; none never is. */
export function useIsOver(): (day: string | null) => boolean {
  const { dates } = useReader();
  return (day) => day !== null && dates.daysUntil(day) < 0;
}

/** «строк минув 15 січня»: of what is open still. */
export function TermOver({ day }: { day: string }) {
  const { dates } = useReader();
  const end = dates.long(day);
  return (
    <>
      <IconClockExclamation size={16} stroke={1.75} aria-hidden="true" />
      <Trans>строк минув {end}</Trans>
    </>
  );
}
