import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconCircleCheck,
  IconDots,
  IconHandStop,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { answered } from "@/api/answered";
import { deleteOneQuestion, postQuestionTransitions, putQuestionPlace } from "@/api/generated/sdk.gen";
import type { QuestionOut, ThreadOut } from "@/api/generated/types.gen";
import { ifMatch, once } from "@/api/headers";
import { Button, ToolButton } from "@/design/button";
import { Disclosure } from "@/design/disclosure";
import { useReader } from "@/lib/reader";
import { DOT } from "@/lib/text";
import classes from "./gist.module.css";
import { QuestionDialog } from "./question-dialog";
import { RemoveDialog } from "./remove-dialog";
import { SettleDialog, type Settled } from "./settle-dialog";
import { SourceLink } from "./source-link";
import { useGistChange } from "./use-gist-change";

const STATES: Record<QuestionOut["state"], MessageDescriptor> = {
  proposed: msg`Запропоноване`,
  open: msg`Відкрите`,
  answered: msg`Є відповідь`,
  aside: msg`Відкладене`,
  declined: msg`Не взяте до обговорення`,
};
const ICON = { size: 20, stroke: 1.75, "aria-hidden": true } as const;

interface QuestionsProps {
  thread: ThreadOut;
  questions: QuestionOut[];
}

/** What is open, in the order in which it is talked about, and what was answered or waits. */
export function Questions({ thread, questions }: QuestionsProps) {
  const agenda = questions.filter(({ state }) => !["proposed", "declined"].includes(state));
  const proposed = questions.filter(({ state }) => state === "proposed");
  const declined = questions.filter(({ state }) => state === "declined");
  const leads = thread.allowed.includes("sum_up");
  return (
    <>
      {questions.length === 0 && leads && (
        <p className="v-t2">
          <Trans>
            Питань ще немає. Поділіть розмову на кілька питань, на які група має відповісти: усі бачитимуть,
            що ще відкрите, а що вирішено. Учасники можуть пропонувати свої.
          </Trans>
        </p>
      )}
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
  const [asking, setAsking] = useState(false);
  const leads = thread.allowed.includes("sum_up");
  return (
    <>
      <Button kind="quiet" onClick={() => setAsking(true)}>
        {leads ? <Trans>Додати питання</Trans> : <Trans>Запропонувати питання</Trans>}
      </Button>
      {asking && <QuestionDialog thread={thread} onClose={() => setAsking(false)} />}
    </>
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
  const { say } = useReader();
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

function QuestionMenu({ thread, question, among }: RowsMenuProps) {
  const { t } = useLingui();
  const [asking, setAsking] = useState<Asking | null>(null);
  const { open, place } = useSteps(thread, question);
  const name = question.text || t`Питання видалено`;
  const can = (action: string) => question.allowed.includes(action);
  const nth = among.indexOf(question);
  const [before, after] = [among[nth - 1], among[nth + 1]];
  const moves = can("place") && question.state !== "declined";
  return (
    <>
      <Menu>
        <Menu.Target>
          <ToolButton label={t`Дії з питанням: ${name}`}>
            <IconDots size={16} stroke={1.75} aria-hidden="true" />
          </ToolButton>
        </Menu.Target>
        <Menu.Dropdown>
          {can("open") && (
            <Menu.Item leftSection={<IconPlayerPlay {...ICON} />} onClick={() => open.mutate(undefined)}>
              {question.state === "proposed" ? (
                <Trans>Узяти до обговорення</Trans>
              ) : (
                <Trans>Відкрити знову</Trans>
              )}
            </Menu.Item>
          )}
          {can("answered") && (
            <Menu.Item leftSection={<IconCircleCheck {...ICON} />} onClick={() => setAsking("answered")}>
              <Trans>Є відповідь…</Trans>
            </Menu.Item>
          )}
          {can("aside") && (
            <Menu.Item leftSection={<IconPlayerPause {...ICON} />} onClick={() => setAsking("aside")}>
              <Trans>Відкласти…</Trans>
            </Menu.Item>
          )}
          {can("declined") && (
            <Menu.Item leftSection={<IconHandStop {...ICON} />} onClick={() => setAsking("declined")}>
              <Trans>Не брати до обговорення…</Trans>
            </Menu.Item>
          )}
          {moves && before && (
            <Menu.Item leftSection={<IconArrowUp {...ICON} />} onClick={() => place.mutate(before.id)}>
              <Trans>Перемістити вище</Trans>
            </Menu.Item>
          )}
          {moves && after && (
            <Menu.Item
              leftSection={<IconArrowDown {...ICON} />}
              onClick={() => place.mutate(among[nth + 2]?.id ?? null)}
            >
              <Trans>Перемістити нижче</Trans>
            </Menu.Item>
          )}
          {can("edit") && (
            <Menu.Item leftSection={<IconPencil {...ICON} />} onClick={() => setAsking("edit")}>
              <Trans>Змінити</Trans>
            </Menu.Item>
          )}
          {can("remove") && (
            <Menu.Item leftSection={<IconTrash {...ICON} />} onClick={() => setAsking("remove")}>
              <Trans>Видалити питання…</Trans>
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asking && (
        <Asked thread={thread} question={question} asking={asking} onClose={() => setAsking(null)} />
      )}
    </>
  );
}

type Asking = Settled | "edit" | "remove";

interface AskedProps {
  thread: ThreadOut;
  question: QuestionOut;
  asking: Asking;
  onClose: () => void;
}

/** What is not done at once. */
function Asked({ asking, ...dialog }: AskedProps) {
  if (asking === "edit") return <QuestionDialog {...dialog} />;
  if (asking === "remove") return <RemoveQuestion {...dialog} />;
  return (
    <SettleDialog thread={dialog.thread} questions={[dialog.question]} to={asking} onClose={dialog.onClose} />
  );
}

function RemoveQuestion({ thread, question, onClose }: Omit<AskedProps, "asking">) {
  const { t } = useLingui();
  return (
    <RemoveDialog
      threadId={thread.id}
      version={question.version}
      remove={(seen) => {
        const headers = { ...seen, ...once() };
        return answered(deleteOneQuestion({ path: { question_id: question.id }, headers }));
      }}
      title={t`Видалити питання`}
      lead={<Trans>Питання зникне для всіх разом із відповіддю чи причиною. Повернути його не можна.</Trans>}
      said={t`Питання видалено`}
      onClose={onClose}
    >
      <p>{question.text || <Trans>Питання видалено</Trans>}</p>
    </RemoveDialog>
  );
}

interface RowsMenuProps {
  thread: ThreadOut;
  question: QuestionOut;
  among: QuestionOut[];
}

/** What is done at once, without a word. */
function useSteps(thread: ThreadOut, { id, version }: QuestionOut) {
  const { t } = useLingui();
  const path = { question_id: id };
  const headers = () => ({ ...ifMatch(version), ...once() });
  const open = useGistChange(thread.id, {
    ask: (_nothing: undefined) =>
      answered(postQuestionTransitions({ path, body: { to: "open" }, headers: headers() })),
    said: t`Питання відкрито`,
  });
  const place = useGistChange(thread.id, {
    ask: (before: string | null) => answered(putQuestionPlace({ path, body: { before }, headers: once() })),
    said: t`Питання переміщено`,
  });
  return { open, place };
}
