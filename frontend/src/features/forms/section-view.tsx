import { Trans } from "@lingui/react/macro";
import { useEffect } from "react";
import { formPath } from "@/modules/entities/paths";
import { Button, ButtonLink } from "@/ui/button";
import { type AskedForm, type AskedSection, isOpen } from "./asked-form";
import { FootBar, goToQuestion, ProgressBar } from "./parts";
import { QuestionView } from "./question-view";
import type { FormPlace } from "./use-answering";

interface SectionViewProps {
  place: FormPlace;
  section: AskedSection;
  form: AskedForm;
  mayAnswer: boolean;
  /** The question at which the reader wants to begin. */
  question: string | undefined;
}

/** The questions of one section, and the way to the next one. */
export function SectionView({ place, section, form, mayAnswer, question }: SectionViewProps) {
  useEffect(() => {
    if (question) goToQuestion(question);
    else document.getElementById("main")?.focus();
  }, [question]);
  return (
    <>
      <ProgressBar {...section}>
        <Trans>Відповіді розділу</Trans>
      </ProgressBar>
      {section.questions.map((asked) => (
        <QuestionView key={asked.question.name} place={place} asked={asked} mayAnswer={mayAnswer} />
      ))}
      <FootBar>
        <Next place={place} section={section} form={form} mayAnswer={mayAnswer} />
      </FootBar>
    </>
  );
}

/** The next question without an answer, then the next section, then all of them. */
function Next({ place, section, form, mayAnswer }: Omit<SectionViewProps, "question">) {
  const { dossierId, submissionId } = place;
  const open = mayAnswer ? section.questions.find(isOpen) : undefined;
  if (open) {
    return (
      <Button wide onClick={() => goToQuestion(open.question.name)}>
        {open.number ? <Trans>Наступне: {open.number}</Trans> : <Trans>Наступне запитання</Trans>}
      </Button>
    );
  }
  const next = form.sections[form.sections.indexOf(section) + 1];
  if (!next) {
    return (
      <ButtonLink wide href={formPath(dossierId, submissionId)}>
        <Trans>До огляду протоколу</Trans>
      </ButtonLink>
    );
  }
  return (
    <ButtonLink wide href={formPath(dossierId, submissionId, { section: next.name })}>
      <Trans>Далі: {next.title}</Trans>
    </ButtonLink>
  );
}
