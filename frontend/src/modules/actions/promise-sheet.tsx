import { Trans, useLingui } from "@lingui/react/macro";
import { IconArrowRight, IconX } from "@tabler/icons-react";
import type { PublicPromiseOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { Icon } from "@/ui/icon";
import classes from "./promise-sheet.module.css";
import { type State, StatusPill } from "./status";

type PublicState = PublicPromiseOut["state"];

/** The sign of an action item's state that says the same more coarsely. */
const SIGNS: Record<PublicState, State> = { in_work: "in_progress", done: "verified", dropped: "cancelled" };

/** What people asked for and what became of it, side by side: what a stranger reads, and nothing more. */
export function PromiseSheet({ promise }: { promise: PublicPromiseOut }) {
  const { localize: say } = useLocale();
  const dropped = promise.state === "dropped";
  return (
    <article className={classes.frame}>
      <div className={classes.sheet}>
        <div className={classes.said}>
          <h3 className={classes.head}>
            <Trans>Ви сказали</Trans>
          </h3>
          <p className={classes.words}>{say(promise.asked)}</p>
          {promise.place && (
            <p className="v-small v-t2">
              <Trans>Де: {say(promise.place)}</Trans>
            </p>
          )}
        </div>
        <div className={classes.between} aria-hidden="true">
          <Icon of={dropped ? IconX : IconArrowRight} size={32} />
        </div>
        <div className={classes.done}>
          <div className={classes.row}>
            <h3 className={classes.head}>
              <AnswerHead state={promise.state} />
            </h3>
            <StatusPill state={SIGNS[promise.state]}>
              <StateWords state={promise.state} />
            </StatusPill>
          </div>
          {promise.answer ? (
            <p className={classes.answer}>{say(promise.answer)}</p>
          ) : (
            <p className="v-t2">
              <Trans>Стан змінився. Відповідь групи ще пишуть.</Trans>
            </p>
          )}
          <p className={`v-small v-t2 ${classes.facts}`}>
            <Days promise={promise} />
            {promise.done_by.length > 0 && (
              <>
                <br />
                <Who promise={promise} />
              </>
            )}
          </p>
        </div>
      </div>
    </article>
  );
}

function AnswerHead({ state }: { state: PublicState }) {
  if (state === "dropped") return <Trans>Чому ні</Trans>;
  return state === "done" ? <Trans>Ми зробили</Trans> : <Trans>Що робимо</Trans>;
}

function StateWords({ state }: { state: PublicState }) {
  if (state === "dropped") return <Trans>Не виконуватимемо</Trans>;
  return state === "done" ? <Trans>Зроблено й перевірено</Trans> : <Trans>У роботі</Trans>;
}

/** By when it was promised, or when it was over; and when the group told of it. */
function Days({ promise }: { promise: PublicPromiseOut }) {
  const { dates } = useLocale();
  const { t } = useLingui();
  const told = dates.long(promise.published_on);
  return (
    <>
      {useDayWords(promise)}
      {DOT}
      {t`опубліковано ${told}`}
    </>
  );
}

function useDayWords({ state, due_on, first_due_on, settled_on }: PublicPromiseOut): string {
  const { t } = useLingui();
  const { dates } = useLocale();
  const due = dates.long(due_on);
  const first = dates.long(first_due_on);
  if (settled_on) {
    const settled = dates.long(settled_on);
    return state === "done" ? t`Перевірено ${settled}` : t`Вирішено ${settled}`;
  }
  if (due_on < dates.today()) return t`Строк минув ${due}`;
  return due_on === first_due_on ? t`Строк: ${due}` : t`Строк: ${due}, спершу ${first}`;
}

function Who({ promise }: { promise: PublicPromiseOut }) {
  const { localize: say } = useLocale();
  const names = promise.done_by.map(say).join(", ");
  if (promise.state === "dropped") return <Trans>За ким було: {names}</Trans>;
  return promise.state === "done" ? <Trans>Хто робив: {names}</Trans> : <Trans>Хто робить: {names}</Trans>;
}
