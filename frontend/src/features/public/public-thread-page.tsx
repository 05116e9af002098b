import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { PublicMessageOut, PublicThreadOut } from "@/api/generated/types.gen";
import { NextPage } from "@/kit/paged-list";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import type { Bilingual } from "@/lib/text";
import { useWide } from "@/lib/use-wide";
import { PURPOSES } from "@/modules/groups/words";
import { DeadlinePassed, isPast } from "@/modules/threads/deadline-passed";
import { DayLine, MessageView, type VoiceView } from "@/modules/threads/message-view";
import { SafeHtml } from "@/modules/threads/safe-html";
import { flattenPages } from "@/queries/pages";
import { publicMessagesQuery, publicThreadQuery } from "@/queries/public";
import { AppLink } from "@/ui/app-link";
import { EmptyState } from "@/ui/feedback";
import { useTitle } from "@/ui/page";
import classes from "./public.module.css";
import { PublicFrame } from "./public-frame";

/** What anybody reads of a thread: what was said in it since it was published. */
export function PublicThreadPage() {
  const { threadId = "" } = useParams({ strict: false });
  const { localize: say } = useLocale();
  const thread = useQuery(publicThreadQuery(threadId));
  return (
    <PublicFrame place={thread.data && say(thread.data.group.name)}>
      <QueryBoundary query={thread} missing={<NoSuchThread />} loading={<Trans>Завантажуємо тему…</Trans>}>
        {(data) => <ThreadSheet thread={data} />}
      </QueryBoundary>
    </PublicFrame>
  );
}

function NoSuchThread() {
  return (
    <EmptyState alone title={<Trans>Такої сторінки немає</Trans>}>
      <Trans>Тему могли сховати від загалу. Якщо ви за столом, увійдіть.</Trans>
    </EmptyState>
  );
}

function ThreadSheet({ thread }: { thread: PublicThreadOut }) {
  const { localize: say } = useLocale();
  useTitle(say(thread.title));
  return (
    <>
      <h1 className={classes.title}>{say(thread.title)}</h1>
      <p className={classes.lead}>
        <Trans>
          Обговорення групи «
          <AppLink className="v-reach" href={pathTo("/public/groups/$groupId", { groupId: thread.group.id })}>
            {say(thread.group.name)}
          </AppLink>
          »
        </Trans>
      </p>
      <ThreadFacts thread={thread} />
      {thread.outcome && (
        <section className={classes.promises}>
          <h2>
            <Trans>До чого дійшли</Trans>
          </h2>
          <p className={classes.said}>{say(thread.outcome)}</p>
        </section>
      )}
      {thread.summary_html && (
        <section className={classes.promises}>
          <h2>
            <Trans>Підсумок розмови</Trans>
          </h2>
          <SafeHtml html={thread.summary_html} />
        </section>
      )}
      <Messages threadId={thread.id} />
      <p className="v-small v-t2">
        <Trans>Тут немає сказаного раніше, файлів, реакцій і того, що автори чи ведучі прибрали.</Trans>
      </p>
    </>
  );
}

function ThreadFacts({ thread }: { thread: PublicThreadOut }) {
  const { i18n } = useLingui();
  const { dates } = useLocale();
  return (
    <dl className={classes.facts}>
      <div>
        <dt>
          <Trans>Для чого</Trans>
        </dt>
        <dd>{i18n._(PURPOSES[thread.purpose])}</dd>
      </div>
      <div>
        <dt>
          <Trans>Стан</Trans>
        </dt>
        <dd>
          <StateWords thread={thread} />
        </dd>
      </div>
      <div>
        <dt>
          <Trans>Публічна з</Trans>
        </dt>
        <dd>{dates.long(thread.public_on)}</dd>
      </div>
    </dl>
  );
}

function StateWords({ thread }: { thread: PublicThreadOut }) {
  const { dates } = useLocale();
  const until = thread.closes_on && dates.long(thread.closes_on);
  const ended = thread.closed_on && dates.long(thread.closed_on);
  if (ended) return <Trans>закрито {ended}</Trans>;
  if (thread.group_state === "suspended") return <Trans>на паузі: групу призупинено</Trans>;
  if (thread.group_state === "dissolved") return <Trans>завершено: групу розпущено</Trans>;
  if (thread.state === "summarising") return <Trans>готують підсумок</Trans>;
  if (thread.closes_on && isPast(thread)) return <DeadlinePassed day={thread.closes_on} />;
  return until ? <Trans>відкрито до {until}</Trans> : <Trans>відкрито</Trans>;
}

function Messages({ threadId }: { threadId: string }) {
  const messages = useInfiniteQuery(publicMessagesQuery(threadId));
  return (
    <section className={classes.promises} aria-labelledby="messages">
      <h2 id="messages">
        <Trans>Розмова</Trans>
      </h2>
      <QueryBoundary query={messages} loading={<Trans>Завантажуємо повідомлення…</Trans>}>
        {(data) =>
          flattenPages(data).length === 0 ? (
            <p className="v-t2">
              <Trans>Відколи тема публічна, тут ще ніхто не писав.</Trans>
            </p>
          ) : (
            <>
              <Conversation messages={flattenPages(data)} />
              <div className={classes.more}>
                <NextPage query={messages} />
              </div>
            </>
          )
        }
      </QueryBoundary>
    </section>
  );
}

function Conversation({ messages }: { messages: PublicMessageOut[] }) {
  const { dates } = useLocale();
  const days = messages.map(({ posted_at }) => dates.day(posted_at));
  return messages.map((message, nth) => (
    <div key={message.key}>
      {days[nth] !== days[nth - 1] && <DayLine>{dates.heading(days[nth] ?? "")}</DayLine>}
      <Message message={message} />
    </div>
  ));
}

function Message({ message }: { message: PublicMessageOut }) {
  const { localize: say, dates } = useLocale();
  const wide = useWide();
  const { t } = useLingui();
  const voice = voiceOf(message, say);
  const { name } = voice;
  return (
    <MessageView
      id={`message-${message.key}`}
      size={wide ? 44 : 36}
      label={t`Повідомлення: ${name}`}
      voice={voice}
      at={message.posted_at}
      time={dates.time(message.posted_at)}
      changed={message.edited && <Trans>змінено</Trans>}
      quote={
        <>
          <Post author={message.author} />
          <Answered message={message} />
        </>
      }
    >
      <SafeHtml html={message.html} />
    </MessageView>
  );
}

/** In which post somebody speaks, and where: a stranger knows nobody here. */
function Post({ author }: { author: PublicMessageOut["author"] }) {
  const { localize: say } = useLocale();
  const { position, organisation } = author;
  if (!organisation) return null;
  return (
    <p className="v-small v-t2">
      {[position && say(position), say(organisation.name)].filter(Boolean).join(", ")}
    </p>
  );
}

/** What a message answers, or repeats, of what anybody reads. */
function Answered({ message }: { message: PublicMessageOut }) {
  const { localize: say } = useLocale();
  const { quote, reply_to: parent } = message;
  if (quote) {
    return (
      <blockquote className={classes.quote}>
        <a className="v-reach" href={`#message-${quote.key}`}>
          {say(quote.name)}
        </a>
        {quote.text ? (
          <p>{quote.text}</p>
        ) : (
          <p className="v-t2">
            <Trans>Ці слова змінено</Trans>
          </p>
        )}
      </blockquote>
    );
  }
  if (parent === null) return null;
  return (
    <p className="v-small">
      <a className="v-reach" href={`#message-${parent}`}>
        <Trans>Відповідь на повідомлення вище</Trans>
      </a>
    </p>
  );
}

function voiceOf({ author }: PublicMessageOut, say: (text: Bilingual) => string): VoiceView {
  const { name, organisation, on_behalf, acting_for } = author;
  return {
    name: say(name),
    sector: organisation?.sector ?? null,
    onBehalfOf: on_behalf && organisation ? say(organisation.on_behalf) : null,
    actingFor: acting_for && say(acting_for),
  };
}
