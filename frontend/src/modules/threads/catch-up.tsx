import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { CatchUpOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { useItemNumber } from "@/modules/actions/item-number";
import { StatusPill } from "@/modules/actions/status";
import { actionPath, threadPath } from "@/modules/entities/paths";
import { AppLink } from "@/ui/app-link";
import { Card } from "@/ui/card";
import classes from "./catch-up.module.css";
import { paceOf } from "./slow-mode-options";

/** As many new messages can be read; of more one wants to know first what they are. */
const MANY = 20;
const LONG_AWAY_DAYS = 3;

type Happening = CatchUpOut["happenings"][number];

/** What the talk came to: it stands before what became of the thread itself. */
const CAME_OUT = new Set<Happening["what"]>(["closed", "answered", "point", "summed_up"]);

const WHAT: Record<Happening["what"], MessageDescriptor> = {
  opened: msg`Нова тема`,
  summarising: msg`Підсумовують`,
  closed: msg`Закрито`,
  reopened: msg`Відкрито знову`,
  pinned: msg`Закріплено`,
  moved: msg`Перенесено з іншої групи`,
  merged: msg`Об’єднано з іншою темою`,
  joined: msg`Тут продовжено іншу тему`,
  taken_out: msg`Частину повідомлень винесено в іншу тему`,
  summed_up: msg`Оновлено підсумок`,
  answered: msg`Є відповідь`,
  point: msg`Суть`,
  round_ended: msg`Коло завершено`,
  handed_over: msg`Тепер веде інша людина`,
  locked: msg`Обговорення поставлено на паузу`,
  unlocked: msg`Обговорення продовжено`,
  slowed: msg`Повільний режим`,
  published: msg`Опубліковано для всіх`,
  taken_back: msg`Більше не публічна`,
};

/** Whether what somebody has read is so old that they would look for what changed. */
export function useLongAway(): (since: string | null) => boolean {
  const { dates } = useLocale();
  return (since) => since !== null && -dates.daysUntil(dates.day(since)) >= LONG_AWAY_DAYS;
}

export const isMany = (messages: number) => messages > MANY;

interface CatchUpProps {
  told: CatchUpOut;
  /** In a thread its own title is not repeated. */
  ofThread?: boolean;
}

/** What changed since what the reader has read: who spoke, what must be read, what became of it. */
export function CatchUp({ told, ofThread = false }: CatchUpProps) {
  const { since, messages, speakers, must_reads, happenings, actions } = told;
  const { dates } = useLocale();
  // What is new may be hidden, taken back or the reader's own.
  if (messages + happenings.length + actions.length === 0) return null;
  const day = since && dates.long(dates.day(since));
  return (
    <Card
      padded
      title={day ? <Trans>Що нового від останнього прочитаного ({day})</Trans> : <Trans>Що тут було</Trans>}
    >
      <dl className={classes.list}>
        {speakers.length > 0 && <Speakers speakers={speakers} more={told.more_speakers} />}
        {must_reads.length > 0 && <MustReads messages={must_reads} />}
        <Happenings
          label={<Trans>До чого дійшли</Trans>}
          happenings={happenings.filter(({ what }) => CAME_OUT.has(what))}
          ofThread={ofThread}
        />
        <Happenings
          label={ofThread ? <Trans>Тема</Trans> : <Trans>Теми</Trans>}
          happenings={happenings.filter(({ what }) => !CAME_OUT.has(what))}
          ofThread={ofThread}
        />
        {actions.length > 0 && <Actions actions={actions} />}
      </dl>
    </Card>
  );
}

function Speakers({ speakers, more }: Pick<CatchUpOut, "speakers"> & { more: number }) {
  const { localize: say } = useLocale();
  return (
    <div>
      <dt>
        <Trans>Писали</Trans>
      </dt>
      {speakers.map(({ person, organisation, messages }) => (
        <dd key={`${person.id} ${organisation?.id}`}>
          {say(person.name)}
          {organisation && <span className="v-t2"> ({say(organisation.short_name)})</span>}
          {": "}
          {messages}
        </dd>
      ))}
      {more > 0 && (
        <dd className="v-t2">
          <Trans>та ще {more}</Trans>
        </dd>
      )}
    </div>
  );
}

function MustReads({ messages }: { messages: CatchUpOut["must_reads"] }) {
  const { localize: say } = useLocale();
  const numbered = useItemNumber();
  return (
    <div>
      <dt>
        <Trans>Обов’язково прочитати</Trans>
      </dt>
      {messages.map(({ thread_id, number, title }) => (
        <dd key={`${thread_id} ${number}`}>
          <AppLink href={threadPath(thread_id, number)}>
            {numbered(number)} {say(title)}
          </AppLink>
        </dd>
      ))}
    </div>
  );
}

interface HappeningsProps {
  label: ReactNode;
  happenings: Happening[];
  ofThread: boolean;
}

function Happenings({ label, happenings, ofThread }: HappeningsProps) {
  if (happenings.length === 0) return null;
  return (
    <div>
      <dt>{label}</dt>
      {happenings.map((one, nth) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: several may happen in one thread at one moment
        <dd key={nth}>
          <Became happening={one} ofThread={ofThread} />
        </dd>
      ))}
    </div>
  );
}

/** Since when people wait between two messages, and how long; or no longer. */
function usePaceWords(): (seconds: number | null) => string | null {
  const { t, i18n } = useLingui();
  return (seconds) => {
    if (seconds === null) return null;
    const often = i18n._(paceOf(seconds)?.often ?? { id: "" });
    return seconds === 0 ? t`вимкнено` : t`не частіше ніж ${often}`;
  };
}

/** «Закрито, 02.12: Укриття. Обстежити всі» */
function Became({ happening, ofThread }: { happening: Happening; ofThread: boolean }) {
  const { i18n } = useLingui();
  const { localize: say, dates } = useLocale();
  const numbered = useItemNumber();
  const pace = usePaceWords();
  const { thread_id, title, what, at, words, answer, number, person, seconds } = happening;
  const said = [person && say(person.name), words && say(words), answer, pace(seconds)].filter(Boolean);
  return (
    <>
      {i18n._(WHAT[what])}, {dates.dayAndMonth(dates.day(at))}
      {!ofThread && (
        <>
          {": "}
          <AppLink href={threadPath(thread_id)}>{say(title)}</AppLink>
        </>
      )}
      {said.length > 0 && `: ${said.join(" — ")}`}
      {number !== null && (
        <>
          {" "}
          <AppLink href={threadPath(thread_id, number)}>{numbered(number)}</AppLink>
        </>
      )}
    </>
  );
}

function Actions({ actions }: Pick<CatchUpOut, "actions">) {
  const { localize: say } = useLocale();
  const numbered = useItemNumber();
  return (
    <div>
      <dt>
        <Trans>Доручення</Trans>
      </dt>
      {actions.map(({ id, number, title, state, fresh }) => (
        <dd key={id} className={classes.action}>
          <AppLink href={actionPath(id)}>
            {numbered(number)} {say(title)}
          </AppLink>
          {fresh && (
            <span className="v-t2">
              <Trans>нове</Trans>
            </span>
          )}
          <StatusPill state={state} />
        </dd>
      ))}
    </div>
  );
}
