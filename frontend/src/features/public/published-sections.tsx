import { Trans, useLingui } from "@lingui/react/macro";
import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { PublicDecisionOut, PublicMinutes } from "@/api/generated/types.gen";
import { NextPage } from "@/kit/paged-list";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { stateWords } from "@/modules/decisions/words";
import { publicMinutesQuery } from "@/queries/minutes";
import { flattenPages } from "@/queries/pages";
import { publicDecisionsQuery } from "@/queries/public";
import classes from "./public.module.css";

/** Decisions and minutes that the group published. */
export function PublishedSections({ groupId }: { groupId: string }) {
  return (
    <>
      <PublishedDecisions groupId={groupId} />
      <PublishedMinutes groupId={groupId} />
    </>
  );
}

/** What the group decided and chose to tell, each in words of its own. */
function PublishedDecisions({ groupId }: { groupId: string }) {
  return (
    <Published
      id="decisions"
      title={<Trans>Що ухвалила група</Trans>}
      query={useInfiniteQuery(publicDecisionsQuery(groupId))}
    >
      {(one) => <Decision key={one.id} decision={one} />}
    </Published>
  );
}

function Decision({ decision }: { decision: PublicDecisionOut }) {
  const { i18n } = useLingui();
  const { localize, dates } = useLocale();
  const { number, title, text, state, closed_at } = decision;
  const facts = [
    i18n._(stateWords({ state, rule: decision })),
    closed_at && dates.long(dates.day(closed_at)),
  ];
  return (
    <li>
      <b>
        <Trans>№ {number}</Trans> {localize(title)}
      </b>
      <p className={classes.said}>{localize(text)}</p>
      <p className="v-small v-t2">{facts.filter(Boolean).join(DOT)}</p>
    </li>
  );
}

/** Signed minutes that the group published, as papers in both languages. */
function PublishedMinutes({ groupId }: { groupId: string }) {
  return (
    <Published
      id="minutes"
      title={<Trans>Протоколи засідань</Trans>}
      query={useInfiniteQuery(publicMinutesQuery(groupId))}
    >
      {(one) => <Minutes key={one.id} minutes={one} />}
    </Published>
  );
}

function Minutes({ minutes }: { minutes: PublicMinutes }) {
  const { localize, dates } = useLocale();
  const { id, number, held_at, corrections } = minutes;
  const day = dates.long(dates.day(held_at));
  const address = `/api/v1/public/minutes/${id}`;
  const paper = (language: string) => `${address}/pdf?language=${language}`;
  const annex = (language: string) => `${address}/corrections/pdf?language=${language}`;
  return (
    <li>
      <b>
        <Trans>
          Протокол № {number}, {day}
        </Trans>
      </b>
      {corrections.map((text) => (
        <p key={text.uk} className={classes.said}>
          <Trans>Виправлення:</Trans> {localize(text)}
        </p>
      ))}
      <p className={classes.papers}>
        <a className="v-reach" href={paper("uk")} download>
          <Trans>PDF українською</Trans>
        </a>
        <a className="v-reach" href={paper("en")} download>
          <Trans>PDF англійською</Trans>
        </a>
        {corrections.length > 0 && (
          <>
            <a className="v-reach" href={annex("uk")} download>
              <Trans>Виправлення: PDF українською</Trans>
            </a>
            <a className="v-reach" href={annex("en")} download>
              <Trans>Виправлення: PDF англійською</Trans>
            </a>
          </>
        )}
      </p>
    </li>
  );
}

interface PublishedProps<T> {
  id: string;
  title: ReactNode;
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
  children: (one: T) => ReactNode;
}

/** A list of what is published; a group that published nothing shows no empty place. */
function Published<T>({ id, title, query, children }: PublishedProps<T>) {
  const rows = query.data ? flattenPages(query.data) : [];
  if (rows.length === 0) return null;
  return (
    <section className={classes.promises} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul>{rows.map(children)}</ul>
      <div className={classes.more}>
        <NextPage query={query} older />
      </div>
    </section>
  );
}
