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
  const { id, title, dossier, addressee, stage, response, implementation } = recommendation;
  return (
    <li className={`${classes.row} ${recommendation.waits_for_me ? classes.you : ""}`}>
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
