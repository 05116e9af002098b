import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconDots } from "@tabler/icons-react";
import type { QuestionOut, ThreadOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { Button, ToolButton } from "@/ui/button";
import { Disclosure } from "@/ui/disclosure";
import { LazyMenu } from "@/ui/lazy-menu";
import { useThreadDialog } from "../active-dialog";
import { QuestionMenuItems } from "../on-demand";
import classes from "./gist.module.css";
import { SourceLink } from "./source-link";

const STATES: Record<QuestionOut["state"], MessageDescriptor> = {
  proposed: msg`Запропоноване`,
  open: msg`Відкрите`,
  answered: msg`Є відповідь`,
  aside: msg`Відкладене`,
  declined: msg`Не взяте до обговорення`,
};

interface QuestionsProps {
  thread: ThreadOut;
  questions: QuestionOut[];
}

/** What is open, in the order in which it is talked about, and what was answered or waits. */
export function Questions({ thread, questions }: QuestionsProps) {
  const agenda = questions.filter(({ state }) => !["proposed", "declined"].includes(state));
  const proposed = questions.filter(({ state }) => state === "proposed");
  const declined = questions.filter(({ state }) => state === "declined");
  return (
    <>
      <Rows thread={thread} rows={agenda} numbered />
      {proposed.length > 0 && (
        <>
          <h2 className={classes.subheading}>
            <Trans>Запропоновані</Trans>
          </h2>
          <Rows thread={thread} rows={proposed} />
        </>
      )}
      {declined.length > 0 && (
        <Disclosure label={<Trans>Не взяті до обговорення: {declined.length}</Trans>} opened={false}>
          <Rows thread={thread} rows={declined} />
        </Disclosure>
      )}
    </>
  );
}

export function QuestionActions({ thread }: { thread: ThreadOut }) {
  const open = useThreadDialog();
  const leads = thread.allowed.includes("sum_up");
  return (
    <Button kind="quiet" onClick={() => open({ kind: "question" })}>
      {leads ? <Trans>Додати питання</Trans> : <Trans>Запропонувати питання</Trans>}
    </Button>
  );
}

interface RowsProps {
  thread: ThreadOut;
  rows: QuestionOut[];
  numbered?: boolean;
}

function Rows({ thread, rows, numbered = false }: RowsProps) {
  if (rows.length === 0) return null;
  const List = numbered ? "ol" : "ul";
  return (
    <List className={`${classes.rows} ${numbered ? classes.numbered : ""}`}>
      {rows.map((question) => (
        <li key={question.id}>
          <Row thread={thread} question={question} />
          {question.allowed.length > 0 && <QuestionMenu thread={thread} question={question} among={rows} />}
        </li>
      ))}
    </List>
  );
}

function Row({ thread, question }: { thread: ThreadOut; question: QuestionOut }) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  const { state, answer, words, author } = question;
  const waits = state === "proposed" || state === "declined";
  return (
    <div>
      <p className={state === "answered" || state === "aside" ? "v-t2" : undefined}>
        {question.text || <Trans>Питання видалено</Trans>}
      </p>
      <p className={classes.became}>
        <b data-state={state}>{i18n._(STATES[state])}</b>
        {waits && (
          <>
            {DOT}
            {say(author.person.name)}
          </>
        )}
        {answer && (
          <>
            {DOT}
            <SourceLink threadId={thread.id} source={answer} />
          </>
        )}
        {words && (
          <>
            {DOT}
            {words}
          </>
        )}
      </p>
    </div>
  );
}

interface QuestionMenuProps {
  thread: ThreadOut;
  question: QuestionOut;
  among: QuestionOut[];
}

function QuestionMenu({ thread, question, among }: QuestionMenuProps) {
  const { t } = useLingui();
  const name = question.text || t`Питання видалено`;
  return (
    <LazyMenu
      preload={QuestionMenuItems.preload}
      button={
        <ToolButton label={t`Дії з питанням: ${name}`}>
          <IconDots size={16} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      }
    >
      {(place) => <QuestionMenuItems {...place} thread={thread} question={question} among={among} />}
    </LazyMenu>
  );
}
