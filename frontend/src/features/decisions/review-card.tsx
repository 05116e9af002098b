import { Trans } from "@lingui/react/macro";
import type { DecisionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import classes from "@/modules/decisions/decision.module.css";
import { Card } from "@/ui/card";

/** The day on which it is asked whether the decision still holds, as a leaf of a calendar and in words. */
export function ReviewCard({ decision: { review_on } }: { decision: DecisionOut }) {
  const { dates } = useLocale();
  if (!review_on) return null;
  const [month = ""] = dates.month(review_on.slice(0, 7)).split(" ");
  return (
    <Card padded title={<Trans>Коли переглянемо</Trans>}>
      <div className={classes.day}>
        <div className={classes.leaf} aria-hidden="true">
          <i>{month.toLocaleLowerCase()}</i>
          <b>{Number(review_on.slice(8))}</b>
        </div>
        <p className="v-small">
          <b>{dates.heading(review_on)}</b>
          <br />
          <span className="v-t2">
            <Trans>Цього дня спитаємо тих, хто веде, чи рішення ще чинне.</Trans>
          </span>
        </p>
      </div>
    </Card>
  );
}
