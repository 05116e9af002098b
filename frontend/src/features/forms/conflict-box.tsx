import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { IconNote } from "@tabler/icons-react";
import { useId, useState } from "react";
import type { FormQuestionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { PieceCount } from "@/modules/evidence/evidence-piece";
import type { GivenAnswer, OutgoingAnswer } from "@/outbox/items";
import { useOutgoingAnswers } from "@/outbox/outbox-provider";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Choice } from "./answer-fields";
import { useAnswerWords } from "./answer-value";
import type { AskedQuestion } from "./asked-form";
import { OutgoingEvidenceList } from "./evidence";
import classes from "./forms.module.css";
import { QuestionLabel, questionAnchor } from "./parts";
import type { FormPlace } from "./use-answering";

interface Props {
  place: FormPlace;
  asked: AskedQuestion;
}

/** Two people have answered one question: both answers whole, and the choice of one. */
export function ConflictBox({ place, asked }: Props) {
  const id = useId();
  const { question, number } = asked;
  return (
    <section
      id={questionAnchor(question.name)}
      tabIndex={-1}
      className={classes.conflict}
      aria-labelledby={id}
    >
      <h2 id={id}>
        {number ? <Trans>На {number} є дві різні відповіді</Trans> : <Trans>Тут є дві різні відповіді</Trans>}
      </h2>
      <p className="v-small">
        <Trans>
          Доки ваша відповідь чекала, на це запитання відповів ще хтось. Якщо лишити вашу, друга залишиться в
          історії.
        </Trans>
      </p>
      <QuestionLabel asked={asked} />
      <Choosing place={place} asked={asked} />
      <OutgoingEvidenceList place={place} asked={asked} />
      <p className="v-small v-t2">
        <Trans>Або спершу поговоріть: обидві відповіді почекають.</Trans>
      </p>
    </section>
  );
}

/** Which of the two stays, and why one’s own does. */
function Choosing({ place, asked }: Props) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const { outbox } = useOutgoingAnswers(place.submissionId);
  const [isOwn, setOwn] = useState(true);
  const [reason, setReason] = useState("");
  const { question, outgoing } = asked;
  if (!outgoing) return null;
  const { answer: other } = question;
  const author = other ? localize(other.answered_by.name) : "";
  const choose = async () => {
    if (!isOwn) return outbox?.cancel(outgoing.client_id);
    const { given, dossier_id, submission_id } = outgoing;
    const why = given.not_applicable ? given.reason : reason.trim();
    const chosen = { dossier_id, submission_id, question: question.name };
    await outbox?.answer({ ...chosen, version: other?.version ?? 0, given: { ...given, reason: why } });
  };
  return (
    <>
      <Sides asked={asked} outgoing={outgoing} isOwn={isOwn} setOwn={setOwn} />
      {isOwn && !outgoing.given.not_applicable && (
        <Textarea
          className={classes.beside}
          label={t`Чому саме ця`}
          description={t`Бачитимуть учасники справи`}
          rows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {!isOwn && (
        <p className="v-small">
          <Trans>Вашу приберемо з цього пристрою.</Trans>
        </p>
      )}
      <Button kind="call" wide onClick={() => void choose()}>
        {isOwn ? <Trans>Лишити мою відповідь</Trans> : <Trans>Лишити відповідь: {author}</Trans>}
      </Button>
    </>
  );
}

interface SidesProps {
  asked: AskedQuestion;
  outgoing: OutgoingAnswer;
  isOwn: boolean;
  setOwn: (isOwn: boolean) => void;
}

function Sides({ asked: { question }, outgoing, isOwn, setOwn }: SidesProps) {
  const { t } = useLingui();
  const { localize, dates } = useLocale();
  const name = useId();
  const { answer: other } = question;
  const said = dates.recent(outgoing.said_at);
  const stored = other ? dates.recent(other.answered_at) : "";
  return (
    <fieldset className={classes.choices} aria-label={t`Яку відповідь лишити`}>
      <Choice kind="radio" name={name} checked={isOwn} onChange={() => setOwn(true)}>
        <Side question={question} given={outgoing.given} author={t`Ваша`} at={t`${said}, не надіслано`} />
      </Choice>
      {other && (
        <Choice kind="radio" name={name} checked={!isOwn} onChange={() => setOwn(false)}>
          <Side
            question={question}
            given={other}
            author={localize(other.answered_by.name)}
            at={t`${stored}, збережено`}
          />
          <PieceCount count={other.evidence_count} />
        </Choice>
      )}
    </fieldset>
  );
}

interface SideProps {
  question: FormQuestionOut;
  given: GivenAnswer;
  author: string;
  at: string;
}

function Side({ question, given, author, at }: SideProps) {
  const sayAnswer = useAnswerWords();
  return (
    <span className={classes.side}>
      <span className={classes.sideHead}>
        <b>{author}</b>
        <span className="v-tiny v-t2">{at}</span>
      </span>
      <span>{sayAnswer(question, given)}</span>
      {given.not_applicable && <span className="v-small">{given.reason}</span>}
      {given.note && (
        <span className={classes.state}>
          <Icon of={IconNote} size={16} />
          <span>«{given.note}»</span>
        </span>
      )}
    </span>
  );
}
