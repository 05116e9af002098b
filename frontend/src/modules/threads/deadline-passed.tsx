import { Trans } from "@lingui/react/macro";
import { IconClockExclamation } from "@tabler/icons-react";
import { useReader } from "@/lib/locale";

/** Whether the last day is over on which something is open, by the clock of its group. */
export function isOver({ closes_at }: { closes_at: string | null }): boolean {
  return closes_at !== null && Date.parse(closes_at) <= Date.now();
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
