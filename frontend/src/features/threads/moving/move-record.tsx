import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ThreadMoveOut } from "@/api/generated/types.gen";
import { movesQuery } from "@/data/moves";
import { useReader } from "@/lib/reader";
import classes from "../floor/floor.module.css";

/** For everybody who reads the thread: from where it came, who took it here, and why. */
export function MoveRecord({ threadId }: { threadId: string }) {
  const { data: moves = [] } = useQuery(movesQuery(threadId));
  if (moves.length === 0) return null;
  return (
    <ul className={classes.record}>
      {moves.map((move) => (
        <li key={move.id}>
          <Move move={move} />
        </li>
      ))}
    </ul>
  );
}

function Move({ move }: { move: ThreadMoveOut }) {
  const { say, dates } = useReader();
  const { reason } = move;
  const who = move.actor ? say(move.actor.person.name) : "";
  const when = `${dates.long(dates.day(move.at))}, ${dates.time(move.at)}`;
  const before = move.before && say(move.before.name);
  return (
    <>
      {before ? (
        <Trans>Тему перенесено з групи «{before}».</Trans>
      ) : (
        <Trans>Тему перенесено з групи, якої ви не бачите.</Trans>
      )}{" "}
      <Trans>Причина: {reason}</Trans>
      <div className="v-small v-t2">{[who, when].filter(Boolean).join(", ")}</div>
    </>
  );
}
