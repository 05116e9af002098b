import { Plural, Trans } from "@lingui/react/macro";
import { IconCircleCheck } from "@tabler/icons-react";
import type { FormOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { isSharedDevice } from "@/lib/shared-device";
import { StatusGlyph } from "@/modules/actions/status";
import { formPath } from "@/modules/entities/paths";
import { AppLink } from "@/ui/app-link";
import { ButtonLink } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { type AskedForm, type AskedQuestion, type AskedSection, isOpen } from "./asked-form";
import { CompleteButton, ReopenButton } from "./completion";
import classes from "./forms.module.css";
import { questionPath, Waiting } from "./line-strip";
import { Count, FootBar, ProgressBar } from "./parts";
import type { FormPlace } from "./use-answering";

interface OverviewProps {
  place: FormPlace;
  form: FormOut;
  asked: AskedForm;
}

/** All sections with what is done in each, and what is missing until the form can be completed. */
export function Overview({ place, form, asked }: OverviewProps) {
  const first = asked.sections.flatMap(({ questions }) => questions).find(isOpen);
  const next = form.allowed.includes("answer") ? (first ?? asked.missing[0]?.asked) : undefined;
  return (
    <>
      <ProgressBar {...asked}>
        <Trans>Усього відповідей</Trans>
      </ProgressBar>
      <ul className={classes.sections}>
        {asked.sections
          .filter(({ total }) => !form.completed_at || total > 0)
          .map((section) => (
            <SectionRow key={section.name} place={place} section={section} />
          ))}
      </ul>
      <div className={classes.words}>
        {form.completed_at ? <Completed form={form} /> : <Missing place={place} asked={asked} />}
        <p>
          {isSharedDevice() ? (
            <Trans>Це спільний пристрій: ненадіслане зникне разом із сторінкою.</Trans>
          ) : (
            <Trans>Протокол лежить на цьому пристрої, доки ви не вийдете.</Trans>
          )}
        </p>
        {form.allowed.includes("reopen") && <ReopenButton place={place} />}
      </div>
      <Foot place={place} form={form} asked={asked} next={next} />
    </>
  );
}

function Foot({ place, form, asked, next }: OverviewProps & { next: AskedQuestion | undefined }) {
  const isReady = asked.missing.length === 0 && asked.waiting + asked.waitingEvidence === 0;
  const unsettled = asked.conflicts.length + asked.refused.length + asked.refusedEvidence.length;
  const mayComplete = form.allowed.includes("complete") && isReady && unsettled === 0;
  if (!mayComplete && !next) return null;
  return (
    <FootBar>
      {mayComplete && <CompleteButton place={place} kind={next && isOpen(next) ? "quiet" : "primary"} />}
      {next && (!mayComplete || isOpen(next)) && (
        <ButtonLink wide href={questionPath(place, next)}>
          {next.number ? <Trans>Продовжити з {next.number}</Trans> : <Trans>Продовжити</Trans>}
        </ButtonLink>
      )}
    </FootBar>
  );
}

function SectionRow({ place, section }: { place: FormPlace; section: AskedSection }) {
  const { name, title, answered, total, questions } = section;
  const leftOut = questions.filter(({ given }) => given?.not_applicable).length;
  const state = total > 0 && answered === total ? "verified" : answered > 0 ? "in_progress" : "proposed";
  return (
    <li className={classes.section}>
      <StatusGlyph state={state} />
      <span>
        <AppLink href={formPath(place.dossierId, place.submissionId, { section: name })}>{title}</AppLink>
        <small>
          <Waiting {...section} />
          {leftOut > 0 && <Trans>«Не стосується»: {leftOut}</Trans>}
        </small>
      </span>
      <Count answered={answered} total={total} />
    </li>
  );
}

function Completed({ form: { completed_at, completed_by } }: { form: FormOut }) {
  const { localize, dates } = useLocale();
  const at = dates.full(completed_at ?? "");
  const author = completed_by ? localize(completed_by.name) : "";
  return (
    <p className={classes.state}>
      <Icon of={IconCircleCheck} size={16} />
      <span>
        <Trans>
          Завершено {at}, {author}
        </Trans>
      </span>
    </p>
  );
}

/** «Щоб завершити протокол, лишилося 19 відповідей і 2 докази: Б9, В3.» */
function Missing({ place, asked: { missing } }: Omit<OverviewProps, "form">) {
  if (missing.length === 0)
    return (
      <p>
        <Trans>Усе обов’язкове є.</Trans>
      </p>
    );
  const evidence = missing.filter(({ why }) => why === "evidence");
  const answers = missing.length - evidence.length;
  return (
    <>
      {answers > 0 && (
        <p>
          <Plural
            value={answers}
            one="Щоб завершити, лишилася # обов’язкова відповідь:"
            few="Щоб завершити, лишилося # обов’язкові відповіді:"
            many="Щоб завершити, лишилося # обов’язкових відповідей:"
            other="Щоб завершити, лишилося # обов’язкової відповіді:"
          />{" "}
          <Places place={place} questions={missing.filter(({ why }) => why === "answer")} />
        </p>
      )}
      {evidence.length > 0 && (
        <p>
          <Plural
            value={evidence.length}
            one="Потрібен # доказ:"
            few="Потрібні # докази:"
            many="Потрібно # доказів:"
            other="Потрібно # доказу:"
          />{" "}
          <Places place={place} questions={evidence} />
        </p>
      )}
    </>
  );
}

/** The most that are named. */
const MOST = 12;

function Places({ place, questions }: { place: FormPlace; questions: AskedForm["missing"] }) {
  const { localize } = useLocale();
  return (
    <>
      {questions.slice(0, MOST).map(({ asked }, nth) => (
        <span key={asked.question.name}>
          {nth > 0 && ", "}
          <AppLink href={questionPath(place, asked)}>
            {asked.number || localize(asked.question.label)}
          </AppLink>
        </span>
      ))}
      {questions.length > MOST && "…"}
    </>
  );
}
