import { Trans } from "@lingui/react/macro";
import { IconBell, IconLock } from "@tabler/icons-react";
import type { DecisionOut } from "@/api/generated/types.gen";
import { DAY_MS } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import classes from "@/modules/decisions/decision.module.css";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";

/** What the server does by itself while answers are taken: it reminds a day before, and closes. */
export function RemindersCard({
  decision: { state, rule, opened_at, closes_at },
}: {
  decision: DecisionOut;
}) {
  const { dates } = useLocale();
  if (state !== "open" || rule.on_paper || !closes_at || !opened_at) return null;
  const reminder = Date.parse(closes_at) - DAY_MS;
  const at = dates.full(new Date(reminder).toISOString());
  const until = dates.full(closes_at);
  return (
    <Card padded title={<Trans>Нагадування</Trans>}>
      {reminder > Date.parse(opened_at) && (
        <p className={classes.note}>
          <Icon of={IconBell} size={16} />
          {reminder > Date.now() ? (
            <Trans>{at} нагадаємо тим, хто ще не відповів.</Trans>
          ) : (
            <Trans>Тим, хто не відповів, нагадали {at}.</Trans>
          )}
        </p>
      )}
      <p className={classes.note}>
        <Icon of={IconLock} size={16} />
        <Trans>{until} закриємо й порахуємо.</Trans>
      </p>
    </Card>
  );
}
