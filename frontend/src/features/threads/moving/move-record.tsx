import { plural } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ThreadMergeOut, ThreadMoveOut, ThreadSplitOut } from "@/api/generated/types.gen";
import { NextPage } from "@/kit/paged-list";
import { useLocale } from "@/lib/locale";
import { threadPath } from "@/modules/entities/paths";
import { mergesQuery, movesQuery, splitsQuery } from "@/queries/moves";
import { flattenPages } from "@/queries/pages";
import { AppLink } from "@/ui/app-link";
import classes from "../floor/floor.module.css";

interface RecordProps<T> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
  /** Those that stand in it. */
  has?: (row: T) => boolean;
  children: (row: T) => ReactNode;
}

/** The latest first, page by page; nothing where there are none. */
function Record<T extends { id: string }>({ query, has = () => true, children }: RecordProps<T>) {
  const rows = query.data ? flattenPages(query.data).filter(has) : [];
  if (rows.length === 0) return null;
  return (
    <>
      <ul className={classes.record}>
        {rows.map((row) => (
          <li key={row.id}>{children(row)}</li>
        ))}
      </ul>
      <NextPage query={query} older />
    </>
  );
}

/** For everybody who reads the thread: from where it came, who took it here, and why. */
export function MoveRecord({ threadId }: { threadId: string }) {
  const moves = useInfiniteQuery(movesQuery(threadId));
  return <Record query={moves}>{(move) => <Move move={move} />}</Record>;
}

function Move({ move }: { move: ThreadMoveOut }) {
  const { localize: say, dates } = useLocale();
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

/** For everybody who reads the thread: what was taken out of it, or out of which it came. */
export function SplitRecord({ threadId }: { threadId: string }) {
  const splits = useInfiniteQuery(splitsQuery(threadId));
  return <Record query={splits}>{(split) => <Split split={split} threadId={threadId} />}</Record>;
}

function Split({ split, threadId }: { split: ThreadSplitOut; threadId: string }) {
  const { localize: say, dates } = useLocale();
  const { reason } = split;
  const who = split.actor ? say(split.actor.person.name) : "";
  const when = `${dates.long(dates.day(split.at))}, ${dates.time(split.at)}`;
  const began = split.into?.id === threadId;
  const other = began ? split.source : split.into;
  const many = plural(split.count, {
    one: "# повідомлення",
    few: "# повідомлення",
    many: "# повідомлень",
    other: "# повідомлення",
  });
  return (
    <>
      {began ? (
        <Trans>Тему відкрито, щоб перенести сюди {many} з іншої.</Trans>
      ) : (
        <Trans>До іншої теми перенесено {many}.</Trans>
      )}{" "}
      {other && (
        <AppLink className="v-reach" href={threadPath(other.id)}>
          {say(other.title)}
        </AppLink>
      )}{" "}
      <Trans>Причина: {reason}</Trans>
      <div className="v-small v-t2">{[who, when].filter(Boolean).join(", ")}</div>
    </>
  );
}

/** For everybody who reads the thread: where it went on, or which went on in it. */
export function MergeRecord({ threadId }: { threadId: string }) {
  const merges = useInfiniteQuery(mergesQuery(threadId));
  // What came by way of another thread stands in the record of that one.
  const isOwn = ({ source, into }: ThreadMergeOut) => [source?.id, into?.id].includes(threadId);
  return (
    <Record query={merges} has={isOwn}>
      {(merge) => <Merge merge={merge} threadId={threadId} />}
    </Record>
  );
}

function Merge({ merge, threadId }: { merge: ThreadMergeOut; threadId: string }) {
  const { localize: say, dates } = useLocale();
  const { reason } = merge;
  const who = merge.actor ? say(merge.actor.person.name) : "";
  const when = `${dates.long(dates.day(merge.at))}, ${dates.time(merge.at)}`;
  const cameHere = merge.into?.id === threadId;
  const other = cameHere ? merge.source : merge.into;
  return (
    <>
      {cameHere ? <Trans>Сюди приєднано іншу тему.</Trans> : <Trans>Тему об’єднано з іншою.</Trans>}{" "}
      {other && (
        <AppLink className="v-reach" href={threadPath(other.id)}>
          {say(other.title)}
        </AppLink>
      )}{" "}
      <Trans>Причина: {reason}</Trans>
      <div className="v-small v-t2">{[who, when].filter(Boolean).join(", ")}</div>
    </>
  );
}
