import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconClock, IconNote } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { useOnline } from "@/lib/online";
import { continued } from "@/lib/text";
import { useOutgoingAnswers } from "@/outbox/outbox-provider";
import { meQuery } from "@/queries/me";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { AnswerFields } from "./answer-fields";
import { AnswerHistory } from "./answer-history";
import { useAnswerWords } from "./answer-value";
import type { AskedQuestion } from "./asked-form";
import { ConflictBox } from "./conflict-box";
import { AddEvidence, OutgoingEvidenceList } from "./evidence";
import classes from "./forms.module.css";
import { QuestionLabel, questionAnchor } from "./parts";
import { type FormPlace, type Say, useSay, useTyped } from "./use-answering";

interface QuestionViewProps {
  place: FormPlace;
  asked: AskedQuestion;
  mayAnswer: boolean;
}

/** One question: what is asked and why, its answer with note and evidence, and how the answer stands. */
export function QuestionView({ place, asked, mayAnswer }: QuestionViewProps) {
  const { localize } = useLocale();
  const sayAnswer = useAnswerWords();
  const labelId = useId();
  const { question, outgoing } = asked;
  if (outgoing?.conflict) return <ConflictBox place={place} asked={asked} />;
  const because = asked.because && continued(sayAnswer(asked.because.question, asked.because.given));
  return (
    <section
      id={questionAnchor(question.name)}
      tabIndex={-1}
      className={classes.question}
      aria-labelledby={labelId}
    >
      <div className={because ? classes.condition : undefined}>
        {because && (
          <p className="v-tiny v-t2">
            <Trans>Запитуємо, бо «{because}»</Trans>
          </p>
        )}
        <h2 id={labelId}>
          <QuestionLabel asked={asked} />
        </h2>
        {question.hint && <p className="v-small v-t2">{localize(question.hint)}</p>}
        {question.type !== "note" && (
          <Answer place={place} asked={asked} labelId={labelId} mayAnswer={mayAnswer} />
        )}
      </div>
    </section>
  );
}

type AnswerProps = QuestionViewProps & { labelId: string };

function Answer({ place, asked, labelId, mayAnswer }: AnswerProps) {
  const { localize } = useLocale();
  const sayAnswer = useAnswerWords();
  const { given, question } = asked;
  const [isLeftOut, setLeftOut] = useState(given?.not_applicable ?? false);
  const [wasLeftOut, setWasLeftOut] = useState(isLeftOut);
  const leavesOut = given?.not_applicable ?? false;
  if (leavesOut !== wasLeftOut) {
    setWasLeftOut(leavesOut);
    setLeftOut(leavesOut);
  }
  const keep = useSay(place, asked);
  const say: Say = (part, version) => {
    if (part.not_applicable !== undefined) setLeftOut(part.not_applicable);
    keep(part, version);
  };
  const leaveOut = (leaves: boolean) => {
    setLeftOut(leaves);
    if (!leaves && leavesOut) say({ value: null, not_applicable: false, reason: "" });
  };
  if (!mayAnswer) {
    return (
      <>
        <p className={classes.read}>{sayAnswer(question, given)}</p>
        {given?.not_applicable && <p className="v-small v-t2">{given.reason}</p>}
        {given?.note && <p className="v-small v-t2">{given.note}</p>}
        <OutgoingEvidenceList place={place} asked={asked} />
        <AnswerState place={place} asked={asked} />
      </>
    );
  }
  return (
    <>
      <AnswerFields
        asked={asked}
        say={say}
        label={localize(question.label)}
        labelId={labelId}
        isLeftOut={isLeftOut}
        onLeaveOut={leaveOut}
      />
      {isLeftOut && <ReasonField asked={asked} say={say} />}
      <NoteField asked={asked} say={say} />
      {question.evidence !== "none" && <AddEvidence place={place} asked={asked} />}
      <OutgoingEvidenceList place={place} asked={asked} />
      <AnswerState place={place} asked={asked} />
    </>
  );
}

interface TextProps {
  asked: AskedQuestion;
  say: Say;
}

/** Why it does not apply: without that nothing is saved. */
function ReasonField({ asked: { given, question }, say }: TextProps) {
  const { t } = useLingui();
  const typed = useTyped({
    saved: given?.not_applicable ? given.reason : "",
    version: question.answer?.version ?? 0,
    save: (reason, version) => reason && say({ value: null, not_applicable: true, reason }, version),
  });
  return (
    <Textarea
      className={classes.beside}
      label={t`Чому не стосується`}
      rows={2}
      maxLength={1000}
      value={typed.value}
      onFocus={typed.enter}
      onBlur={typed.leave}
      onChange={(event) => typed.change(event.currentTarget.value)}
      description={typed.value.trim() === "" && t`Збережемо, щойно напишете причину`}
    />
  );
}

function NoteField({ asked: { given, question }, say }: TextProps) {
  const { t } = useLingui();
  const [isOpened, setOpened] = useState(false);
  const typed = useTyped({
    saved: given?.note ?? "",
    version: question.answer?.version ?? 0,
    save: (note, version) => say({ note }, version),
  });
  if (!isOpened && typed.value === "") {
    return (
      <Button kind="ghost" className={classes.addNote} onClick={() => setOpened(true)}>
        <Icon of={IconNote} />
        <Trans>Додати нотатку</Trans>
      </Button>
    );
  }
  return (
    <Textarea
      className={classes.beside}
      label={t`Нотатка`}
      rows={2}
      autoFocus={isOpened}
      maxLength={2000}
      value={typed.value}
      onFocus={typed.enter}
      onBlur={typed.leave}
      onChange={(event) => typed.change(event.currentTarget.value)}
    />
  );
}

/** How the answer stands: it waits for a line, it was refused, or it is saved. */
function AnswerState({ place, asked }: { place: FormPlace; asked: AskedQuestion }) {
  const { localize, dates } = useLocale();
  const online = useOnline();
  const { outbox } = useOutgoingAnswers(place.submissionId);
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  const reading = useDialog();
  const { outgoing, question } = asked;
  const { answer } = question;
  if (outgoing && outgoing.refusal !== null) {
    return (
      <div className={classes.refused} role="alert">
        <p className={classes.state}>
          <Icon of={IconAlertTriangle} size={16} />
          <Trans>Не збережено: {outgoing.refusal}</Trans>
        </p>
        <Button kind="ghost" onClick={() => void outbox?.retry(outgoing.client_id)}>
          <Trans>Надіслати ще раз</Trans>
        </Button>
        <Button kind="ghost" onClick={() => void outbox?.cancel(outgoing.client_id)}>
          <Trans>Прибрати мою відповідь</Trans>
        </Button>
      </div>
    );
  }
  if (outgoing) {
    return (
      <State icon={<Icon of={IconClock} size={16} />}>
        {online ? <Trans>Надсилаємо</Trans> : <Trans>Чекає зв’язку</Trans>}
      </State>
    );
  }
  if (!answer) return null;
  const isToday = dates.day(answer.answered_at) === dates.today();
  const at = dates.recent(answer.answered_at);
  return (
    <State icon={<Icon of={IconCheck} size={16} />}>
      {isToday ? <Trans>Збережено о {at}</Trans> : <Trans>Збережено {at}</Trans>}
      {answer.answered_by.id !== me?.id && `, ${localize(answer.answered_by.name)}`}
      {online && answer.version > 1 && (
        <button type="button" className={classes.history} onClick={() => reading.open()}>
          <Trans>Історія</Trans>
        </button>
      )}
      {reading.render((_, close) => (
        <AnswerHistory place={place} asked={asked} onClose={close} />
      ))}
    </State>
  );
}

function State({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className={classes.state}>
      {icon}
      <span>{children}</span>
    </p>
  );
}
