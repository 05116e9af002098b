import { Trans } from "@lingui/react/macro";
import type { DossierDeadlineOut, DossierPageOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { AttentionPill } from "@/modules/actions/status";
import { useDueText } from "@/modules/actions/use-due-text";
import { Card } from "@/ui/card";
import classes from "./dossier.module.css";

/** What is due by when; days that a rule pack gave say by which rules they were counted. */
export function DeadlinesCard({ dossier: { deadlines } }: { dossier: DossierPageOut }) {
  const { localize: say } = useLocale();
  const packs = new Map(deadlines.flatMap(({ rules }) => (rules ? [[rules.name, rules.label]] : [])));
  if (deadlines.length === 0) return null;
  return (
    <Card title={<Trans>Строки</Trans>} padded>
      <ul className={classes.deadlines}>
        {deadlines.map((one) => (
          <Deadline key={one.name} deadline={one} />
        ))}
      </ul>
      {[...packs].map(([name, label]) => {
        const words = say(label);
        return (
          <p key={name} className={`v-tiny v-t2 ${classes.rules}`}>
            <Trans>
              Правила строків: пакет {name}. {words}.
            </Trans>
          </p>
        );
      })}
    </Card>
  );
}

function Deadline({ deadline }: { deadline: DossierDeadlineOut }) {
  const { localize: say, dates } = useLocale();
  const due = useDueText();
  const { label, due_on, overdue, waits_for_me } = deadline;
  return (
    <li>
      <time className="v-num v-b" dateTime={due_on}>
        {dates.dayAndMonth(due_on)}
      </time>
      <div>
        {waits_for_me && (
          <AttentionPill>
            <Trans>Чекає на вас</Trans>
          </AttentionPill>
        )}
        <b>{say(label)}</b>
        <p className={overdue ? classes.late : "v-t2"}>{due.overdue(deadline) ?? due.left(due_on)}</p>
      </div>
    </li>
  );
}
