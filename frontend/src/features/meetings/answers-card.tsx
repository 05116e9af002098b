import { Trans, useLingui } from "@lingui/react/macro";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import classes from "@/modules/meetings/meetings.module.css";
import type { MeetingProps } from "@/modules/meetings/use-meeting-command";
import { ANSWERS } from "@/modules/meetings/words";
import { SectorShape } from "@/modules/organisations/sector";
import { Card, CardList } from "@/ui/card";
import { ListRow } from "@/ui/list-row";

/** Who comes, by seats; after the meeting, who was there. */
export function AnswersCard({ meeting }: MeetingProps) {
  const { i18n, t } = useLingui();
  const { localize } = useLocale();
  const { seats, quorum, state } = meeting;
  const isOver = state === "ended";
  const came = seats.filter(({ checked_in_at }) => checked_in_at !== null).length;
  const coming = seats.filter(({ answer }) => answer !== null && answer !== "not").length;
  const [count, all] = [isOver ? came : coming, seats.length];
  return (
    <Card
      title={isOver ? <Trans>Хто був</Trans> : <Trans>Хто прийде</Trans>}
      aside={<span className="v-small v-t2">{t`${count} із ${all}`}</span>}
    >
      <CardList>
        {seats.map(({ membership_id, person, organisation, answer, checked_in_at }) => {
          const given = answer ? i18n._(ANSWERS[answer]) : t`відповіді ще немає`;
          const words = isOver ? (checked_in_at ? t`на засіданні` : t`не було`) : given;
          return (
            <ListRow
              key={membership_id}
              lead={<SectorShape sector={organisation.sector} size={24} named />}
              title={localize(person.name)}
              meta={localize(organisation.short_name) + DOT + words}
            />
          );
        })}
      </CardList>
      <Needed needed={quorum.needed} />
    </Card>
  );
}

function Needed({ needed }: { needed: number }) {
  if (needed === 0) return null;
  return (
    <p className={classes.foot}>
      <Trans>Для кворуму треба щонайменше {needed}.</Trans>
    </p>
  );
}
