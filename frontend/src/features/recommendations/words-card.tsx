import { Trans, useLingui } from "@lingui/react/macro";
import { IconLock } from "@tabler/icons-react";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { recommendationPath } from "@/modules/entities/paths";
import { useRecommendationNumber } from "@/modules/recommendations/use-number";
import { AppLink } from "@/ui/app-link";
import { Icon } from "@/ui/icon";
import classes from "./recommendation.module.css";

interface Props {
  recommendation: RecommendationPageOut;
}

/** The words: with an ink edge and a lock once they never change, and what they follow from. */
export function WordsCard({ recommendation }: Props) {
  const { t } = useLingui();
  const { localize, dates } = useLocale();
  const { issued_at, text, cause } = recommendation;
  const day = issued_at && dates.long(dates.day(issued_at));
  return (
    <section className={day ? classes.frozen : classes.panel} aria-label={t`Текст рекомендації`}>
      {day && (
        <p className={classes.lock}>
          <Icon of={IconLock} size={16} />
          <Trans>Слова незмінні з {day}</Trans>
        </p>
      )}
      <blockquote className={classes.words}>{localize(text)}</blockquote>
      {cause && localize(cause) && <p className="v-small v-t2">{localize(cause)}</p>}
      <Sources recommendation={recommendation} />
      {day && (
        <p className="v-small v-t2">
          <Trans>Краще формулювання можливе лише як нова рекомендація, що замінить цю.</Trans>
        </p>
      )}
    </section>
  );
}

/** What it follows from, and earlier wordings; what is not for the reader is said to be there. */
function Sources({ recommendation: { causes, supersedes } }: Props) {
  const { localize } = useLocale();
  const numbered = useRecommendationNumber();
  return (
    <>
      {causes.map(({ id, title, url }, place) => (
        <p key={id ?? place} className="v-small">
          {url && title ? (
            <AppLink href={givenPath(url)}>
              <Trans>Випливає з: {localize(title)}</Trans>
            </AppLink>
          ) : (
            <Trans>Випливає з того, чого ви не бачите</Trans>
          )}
        </p>
      ))}
      {supersedes.map((one) => {
        const name = `${numbered(one)} ${localize(one.title)}`;
        return (
          <p key={one.id} className="v-small">
            <AppLink href={recommendationPath(one.id)}>
              <Trans>Замінює: {name}</Trans>
            </AppLink>
          </p>
        );
      })}
    </>
  );
}
