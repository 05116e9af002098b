import { Trans } from "@lingui/react/macro";
import { IconRosetteDiscountCheck } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { WorkflowButtons } from "@/kit/workflow/workflow-buttons";
import { useLocale } from "@/lib/locale";
import { recommendationPath } from "@/modules/entities/paths";
import { AnswerDialog } from "@/modules/recommendations/answer-dialog";
import { StepDialog } from "@/modules/recommendations/step-dialog";
import { openSteps, type StepNow } from "@/modules/recommendations/steps";
import { useRecommendationNumber } from "@/modules/recommendations/use-number";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { IssueButton } from "./issue-button";
import classes from "./recommendation.module.css";

interface Props {
  recommendation: RecommendationPageOut;
}

/** Steps that stand beside the situation; what few need is behind «Ще». */
const MAIN = new Set<StepNow["name"]>(["start", "implement", "report_partial", "verify", "return"]);

/** How things stand, and the one main answer that is open to this reader; honey only when it waits for them. */
export function NextStep({ recommendation }: Props) {
  const id = useId();
  const asking = useDialog();
  const taking = useDialog<StepNow>();
  const { waits_for_me: calls, waiting } = recommendation;
  const steps = openSteps(recommendation).filter(({ name, logged }) => MAIN.has(name) && !logged);
  return (
    <section className={calls ? classes.call : classes.panel} aria-labelledby={id}>
      <h2 id={id}>
        <Question recommendation={recommendation} />
      </h2>
      <p className={classes.lead}>
        <Situation recommendation={recommendation} />
      </p>
      {recommendation.allowed.includes("issue") && <IssueButton recommendation={recommendation} />}
      {waiting === "answer" ? (
        <Button kind="call" onClick={() => asking.open()}>
          <Trans context="recommendation">Відповісти</Trans>
        </Button>
      ) : (
        <WorkflowButtons
          className={classes.buttons}
          transitions={steps}
          look={({ name }, place) => ({
            kind: place > 0 ? "quiet" : calls ? "call" : "primary",
            icon: name === "verify" && <Icon of={IconRosetteDiscountCheck} />,
          })}
          onChoose={taking.open}
        />
      )}
      {asking.render((_, close) => (
        <AnswerDialog recommendation={recommendation} onClose={close} />
      ))}
      {taking.render((step, close) => (
        <StepDialog recommendation={recommendation} step={step} onClose={close} />
      ))}
    </section>
  );
}

function Question({ recommendation }: Props): ReactNode {
  const { waiting, stage, implementation } = recommendation;
  if (waiting === "answer") return <Trans>Що ви відповісте на рекомендацію?</Trans>;
  if (waiting === "verify") return <Trans>Чи виконано рекомендацію?</Trans>;
  if (stage === "draft") return <Trans>Чернетку ще не видано</Trans>;
  if (stage === "superseded") return <Trans>Рекомендацію замінено новою</Trans>;
  if (implementation === "verified") return <Trans>Виконання підтверджено</Trans>;
  if (implementation === "closed_not_implemented") return <Trans>Рекомендацію не виконуватимуть</Trans>;
  return <Trans>Що далі</Trans>;
}

/** One sentence on how things stand, and whose turn it is. */
function Situation({ recommendation }: Props): ReactNode {
  const { stage, response } = recommendation;
  if (stage === "draft") {
    return <Trans>Її бачать усі, хто бачить справу. Коли її видадуть, слова стануть незмінними.</Trans>;
  }
  if (stage === "superseded") return <Replaced recommendation={recommendation} />;
  return response === "pending" ? (
    <AwaitingAnswer recommendation={recommendation} />
  ) : (
    <OnImplementation recommendation={recommendation} />
  );
}

function Replaced({ recommendation: { superseded_by } }: Props) {
  const { localize } = useLocale();
  const numbered = useRecommendationNumber();
  if (!superseded_by) return <Trans>За нею більше не стежать.</Trans>;
  return (
    <AppLink href={recommendationPath(superseded_by.id)}>
      {numbered(superseded_by)} {localize(superseded_by.title)}
    </AppLink>
  );
}

function AwaitingAnswer({ recommendation }: Props) {
  const { localize, dates } = useLocale();
  const { addressee, waiting, overdue } = recommendation;
  const who = localize(addressee.short_name);
  const day = recommendation.due_on && dates.long(recommendation.due_on);
  if (!day) return <Trans>Чекаємо на відповідь: {who}.</Trans>;
  if (waiting === "answer") {
    return overdue ? (
      <Trans>Відповідь мала бути до {day}. Прийміть, прийміть частково або відхиліть із причиною.</Trans>
    ) : (
      <Trans>Відповідь потрібна до {day}. Прийміть, прийміть частково або відхиліть із причиною.</Trans>
    );
  }
  return overdue ? (
    <Trans>
      {who}: відповідь мала бути до {day}.
    </Trans>
  ) : (
    <Trans>
      {who}: відповідь потрібна до {day}.
    </Trans>
  );
}

function OnImplementation({ recommendation }: Props) {
  const { localize, dates } = useLocale();
  const { addressee, implementation, implementation_since, waiting, verified_for } = recommendation;
  const who = localize(addressee.short_name);
  const day = implementation_since ? dates.long(dates.day(implementation_since)) : "";
  switch (implementation) {
    case "not_started":
      return <Trans>{who}: роботу ще не почато.</Trans>;
    case "in_progress":
      return <Trans>{who}: у роботі. Щоб завершити, потрібен хоча б один доказ.</Trans>;
    case "partial":
      return <Trans>{who}: виконано частково.</Trans>;
    case "implemented":
      return waiting === "verify" ? (
        <Trans>
          {who}: докази подано {day}. Перевіряє інша організація: не адресат, не підлегла йому й не та, що над
          цим працювала. Ви можете перевірити.
        </Trans>
      ) : (
        <Trans>
          {who}: докази подано {day}. Перевіряє інша організація: не адресат, не підлегла йому й не та, що над
          цим працювала.
        </Trans>
      );
    case "verified": {
      const verifier = verified_for ? localize(verified_for.short_name) : "";
      return (
        <Trans>
          Перевірка: {verifier}, {day}.
        </Trans>
      );
    }
    default:
      return recommendation.implementation_reason ?? day;
  }
}
