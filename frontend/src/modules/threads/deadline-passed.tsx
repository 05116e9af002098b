import { Trans } from "@lingui/react/macro";
import { IconClockExclamation } from "@tabler/icons-react";
import { useLocale } from "@/lib/locale";
import { Icon } from "@/ui/icon";

/** Whether the last day is over on which something is open, by the clock of its group. */
export function isPast({ closes_at }: { closes_at: string | null }): boolean {
  return closes_at !== null && Date.parse(closes_at) <= Date.now();
}

/** «строк минув 15 січня»: of what is open still. */
export function DeadlinePassed({ day }: { day: string }) {
  const { dates } = useLocale();
  const end = dates.long(day);
  return (
    <>
      <Icon of={IconClockExclamation} size={16} />
      <Trans>строк минув {end}</Trans>
    </>
  );
}
