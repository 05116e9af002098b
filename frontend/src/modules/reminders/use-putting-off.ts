import { useLingui } from "@lingui/react/macro";
import { postOwnReminders } from "@/api/generated/sdk.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { keys } from "@/queries/keys";

/** For how many days reminders are put off: to a morning of the reader’s own. */
export const DAYS_OFF = [1, 3, 7] as const;
export type DaysOff = (typeof DAYS_OFF)[number];

export function useDaysOffWords(): Record<DaysOff, string> {
  const { t } = useLingui();
  return { 1: t`Завтра зранку`, 3: t`Через 3 дні`, 7: t`Через тиждень` };
}

/** Puts the reminders of an action item off for the reader alone. */
export function usePuttingOff(actionId: string, onDone?: () => void) {
  const { t } = useLingui();
  const { dates } = useLocale();
  return useCommand({
    run: (days: DaysOff) => {
      const due_at = zonedMoment(dayAfter(dates.today(), days), "09:00", dates.timeZone);
      return unwrap(
        postOwnReminders({
          path: { action_id: actionId },
          body: { due_at, puts_off: true },
          headers: idempotencyKey(),
        }),
      );
    },
    success: t`Відкладено`,
    onSuccess: onDone,
    invalidates: [keys.reminders(actionId)],
    tellsErrors: true,
  });
}
