import { Plural, Trans } from "@lingui/react/macro";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useSpokenBy } from "@/modules/mandates/voices";
import { SectorLabel } from "@/modules/organisations/sector";
import { ResponseMark } from "@/modules/recommendations/marks";
import { Card } from "@/ui/card";
import classes from "./recommendation.module.css";

interface Props {
  recommendation: RecommendationPageOut;
}

/** What the addressee answered, in its own words; or by when it has to. */
export function AnswerCard({ recommendation }: Props) {
  const { localize, dates } = useLocale();
  const { response, response_reason, addressee, agreed_on } = recommendation;
  const agreed = agreed_on && dates.long(agreed_on);
  return (
    <Card title={<Trans>Відповідь адресата</Trans>} aside={<Taken recommendation={recommendation} />} padded>
      <p className={`v-meta ${classes.who}`}>
        <SectorLabel sector={addressee.sector}>
          <b>{localize(addressee.name)}</b>
        </SectorLabel>
        <ResponseMark response={response} />
      </p>
      {response_reason && <p className={classes.said}>{response_reason}</p>}
      {agreed && (
        <p className="v-small v-b">
          <Trans>Виконають до {agreed}</Trans>
        </p>
      )}
      {response === "pending" ? (
        <Rules recommendation={recommendation} />
      ) : (
        <By recommendation={recommendation} />
      )}
    </Card>
  );
}

/** «28 жовтня, за 14 днів» */
function Taken({ recommendation: { responded_at, issued_at } }: Props) {
  const { dates } = useLocale();
  if (!responded_at || !issued_at) return null;
  const [first, last] = [dates.day(issued_at), dates.day(responded_at)];
  const days = Math.max(0, dates.daysUntil(last) - dates.daysUntil(first));
  const day = dates.long(last);
  return (
    <span className="v-tiny v-t2">
      {day}, <Plural value={days} one="за # день" few="за # дні" many="за # днів" other="за # дня" />
    </span>
  );
}

/** By which rules the day was counted; they say themselves that they are no legal advice. */
function Rules({ recommendation: { due_on, rules } }: Props) {
  const { localize, dates } = useLocale();
  const day = due_on && dates.long(due_on);
  const label = rules && localize(rules.label);
  if (!day) return null;
  return (
    <p className="v-small v-t2">
      <Trans>Строк відповіді: {day}.</Trans> {label}
    </p>
  );
}

function By({ recommendation: { response_by, response_logged } }: Props) {
  const spokenBy = useSpokenBy();
  if (!response_by) return null;
  const who = spokenBy(response_by);
  return (
    <p className="v-tiny v-t2">{response_logged ? <Trans>Зі слів адресата записано: {who}</Trans> : who}</p>
  );
}
