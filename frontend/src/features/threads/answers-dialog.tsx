import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { AcknowledgementOut, MessageOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { acknowledgementsQuery } from "@/queries/threads";
import { InfoDialog } from "@/ui/info-dialog";
import classes from "./must-read.module.css";
import { PersonLabel } from "./person-label";

interface AnswersDialogProps {
  message: MessageOut;
  onClose: () => void;
}

/** Who has not acknowledged a message, and who has and when. */
export function AnswersDialog({ message, onClose }: AnswersDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const answers = useQuery(acknowledgementsQuery(message));
  const leader = message.must_read && say(message.must_read.marked_by.name);
  return (
    <InfoDialog title={t`Хто ознайомився`} onClose={onClose}>
      <QueryBoundary query={answers} loading={t`Завантажуємо список…`}>
        {(people) => {
          const missing = people.filter((one) => !one.acknowledged_at);
          const given = people.filter((one) => one.acknowledged_at);
          return (
            <div className={classes.answers}>
              {leader && (
                <p className="v-small v-t2">
                  <Trans>Просить ознайомитися: {leader}</Trans>
                </p>
              )}
              <section>
                <h3>
                  <Trans>Ще чекаємо: {missing.length}</Trans>
                </h3>
                {missing.length === 0 && <Trans>Усі підтвердили ознайомлення.</Trans>}
                <People people={missing} version={message.version} />
              </section>
              {given.length > 0 && (
                <section>
                  <h3>
                    <Trans>Ознайомлено: {given.length}</Trans>
                  </h3>
                  <People people={given} version={message.version} />
                </section>
              )}
            </div>
          );
        }}
      </QueryBoundary>
    </InfoDialog>
  );
}

function People({ people, version }: { people: AcknowledgementOut[]; version: number }) {
  const { dates } = useLocale();
  return (
    <ul className={classes.people}>
      {people.map(({ person, organisation, acknowledged_at, version: read, asked }) => (
        <li key={person.id}>
          <PersonLabel person={person} organisation={organisation} />
          <span className="v-small v-t2">
            {acknowledged_at && <time dateTime={acknowledged_at}>{dates.full(acknowledged_at)}</time>}
            {read !== null && read < version && (
              <>
                {DOT}
                <Trans>попередній текст</Trans>
              </>
            )}
            {!asked && (
              <>
                {DOT}
                <Trans>уже не читає тему</Trans>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
