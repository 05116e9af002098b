import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { RecommendationOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { recommendationPath } from "@/modules/entities/paths";
import { SectorLabel } from "@/modules/organisations/sector";
import { AppLink } from "@/ui/app-link";
import { Age, ImplementationPill, ResponseMark } from "./marks";
import { NextMark } from "./next-mark";
import classes from "./row.module.css";
import { useRecommendationNumber } from "./use-number";

/** What the columns are, where there is room for columns; a row says it by itself. */
export function RecommendationColumns() {
  const words = [
    <Trans key="number">№</Trans>,
    <Trans key="title">Рекомендація</Trans>,
    <Trans key="addressee">Адресат</Trans>,
    <Trans key="response">Відповідь</Trans>,
    <Trans key="implementation" context="recommendation">
      Виконання
    </Trans>,
    <Trans key="age">Вік</Trans>,
    <Trans key="next">Далі</Trans>,
  ];
  return (
    <div className={`${classes.row} ${classes.wide} ${classes.columns}`} aria-hidden="true">
      {words.map((word) => (
        <span key={word.key}>{word}</span>
      ))}
    </div>
  );
}

interface RecommendationRowProps {
  recommendation: RecommendationOut;
  /** Before the row: a box to choose it. */
  choice?: ReactNode;
  /** In place of the dossier below the title, which all rows of a card share. */
  within?: "register" | "dossier";
}

/** One recommendation of a list: both axes apart, its addressee and age, and what comes next. */
export function RecommendationRow({ recommendation, choice, within = "register" }: RecommendationRowProps) {
  const { localize } = useLocale();
  const numbered = useRecommendationNumber();
  const {
    id,
    title,
    dossier,
    addressee,
    stage,
    response,
    implementation,
    waits_for_me: waits,
  } = recommendation;
  return (
    <li
      className={[classes.row, within === "register" && classes.wide, waits && classes.you]
        .filter(Boolean)
        .join(" ")}
    >
      {choice && <div className={classes.choice}>{choice}</div>}
      <span className={`v-no ${classes.number}`}>{numbered(recommendation)}</span>
      <div className={classes.title}>
        <AppLink className={`v-reach ${classes.name}`} href={recommendationPath(id)}>
          {localize(title)}
        </AppLink>
        {within === "register" && <p className="v-tiny v-t2">{localize(dossier.title)}</p>}
      </div>
      <SectorLabel sector={addressee.sector}>{localize(addressee.short_name)}</SectorLabel>
      {stage !== "draft" && (
        <>
          <ResponseMark response={response} />
          <span>
            <ImplementationPill implementation={implementation} />
          </span>
          <Age issuedAt={recommendation.issued_at} />
        </>
      )}
      <span className={classes.next}>
        <NextMark recommendation={recommendation} />
      </span>
    </li>
  );
}
