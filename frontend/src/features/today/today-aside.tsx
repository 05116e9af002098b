import { Plural, Trans } from "@lingui/react/macro";
import type { ActionOut, TodayOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { ItemNumber } from "@/modules/actions/item-number";
import { StateBar, type StateCounts, StateLegend } from "@/modules/actions/state-bar";
import { OverduePill, StatusPill } from "@/modules/actions/status";
import { useDueText } from "@/modules/actions/use-due-text";
import { actionPath } from "@/modules/entities/paths";
import { AppLink } from "@/ui/app-link";
import { Card } from "@/ui/card";
import classes from "./today.module.css";

/** How the work of all groups of this reader stands. */
export function StateOfActions({ counts }: { counts: TodayOut["action_counts"] }) {
  const states: StateCounts = counts;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  return (
    <Card
      padded
      title={
        <Plural value={total} one="# доручення" few="# доручення" many="# доручень" other="# доручення" />
      }
      aside={
        <AppLink className="v-tiny v-reach" href="/actions">
          <Trans>Дошка</Trans>
        </AppLink>
      }
    >
      <StateBar counts={states} />
      <StateLegend counts={states} />
    </Card>
  );
}

/** Open items of the organisations for which this person speaks. */
export function OwnActions({ actions }: { actions: ActionOut[] }) {
  const { localize: say } = useLocale();
  if (actions.length === 0) return null;
  return (
    <Card padded title={<Trans>Доручення вашої організації</Trans>}>
      <ul className={classes.own}>
        {actions.map((action) => (
          <li key={action.id}>
            <AppLink href={actionPath(action.id)}>
              <ItemNumber number={action.number} /> {say(action.title)}
            </AppLink>
            <p className="v-meta">
              <StatusPill state={action.state} />
              <Due action={action} />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The due day, or how long it is overdue. */
function Due({ action }: { action: ActionOut }) {
  const due = useDueText();
  const overdue = due.overdue(action);
  return overdue ? <OverduePill>{overdue}</OverduePill> : <span>{due.short(action)}</span>;
}
