import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { RoundOut, ThreadOut } from "@/api/generated/types.gen";
import { NextPage } from "@/kit/paged-list";
import { useLocale } from "@/lib/locale";
import { roundsQuery } from "@/queries/floor";
import { flattenPages } from "@/queries/pages";
import classes from "./floor.module.css";
import { Sectors } from "./round-card";

/** The rounds that are over: which sectors spoke, with a way to what they said, and which did not. */
export function RoundRecords({ thread }: { thread: ThreadOut }) {
  const rounds = useInfiniteQuery(roundsQuery(thread.id));
  const over = rounds.data ? flattenPages(rounds.data).filter((one) => one.over_at) : [];
  if (over.length === 0) return null;
  return (
    <section>
      <h2>
        <Trans>Кола</Trans>
      </h2>
      {over.map((round) => (
        <Record key={round.id} round={round} threadId={thread.id} />
      ))}
      <NextPage query={rounds} older />
    </section>
  );
}

function Record({ round, threadId }: { round: RoundOut; threadId: string }) {
  const { dates } = useLocale();
  const day = dates.long(dates.day(round.over_at ?? round.ends_at));
  const [spoke, all] = [round.turns.length, round.sectors.length];
  return (
    <div className={classes.past}>
      <p className={classes.question}>{round.question}</p>
      <p className="v-small v-t2">
        {round.early ? (
          <Trans>
            Завершено раніше строку, {day}. Висловилися сектори: {spoke} з {all}.
          </Trans>
        ) : (
          <Trans>
            Завершилося {day}. Висловилися сектори: {spoke} з {all}.
          </Trans>
        )}
      </p>
      <Sectors round={round} threadId={threadId} />
    </div>
  );
}
