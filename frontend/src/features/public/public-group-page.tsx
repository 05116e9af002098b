import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Suspense } from "react";
import type { PublicGroup } from "@/api/generated/types.gen";
import { lazyCards } from "@/kit/lazy-cards";
import { NextPage } from "@/kit/paged-list";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { PromiseSheet } from "@/modules/actions/promise-sheet";
import { GROUP_STATES } from "@/modules/groups/words";
import { SECTOR_LABELS, SectorShape } from "@/modules/organisations/sector";
import { flattenPages } from "@/queries/pages";
import { publicGroupQuery, publicPromisesQuery, publicThreadsQuery } from "@/queries/public";
import { AppLink } from "@/ui/app-link";
import { EmptyState } from "@/ui/feedback";
import { useTitle } from "@/ui/page";
import classes from "./public.module.css";
import { PublicFrame } from "./public-frame";

/** Apart: the words of decisions would come with every page that shares code with this one. */
const PublishedSections = lazyCards(
  "public",
  async () => (await import("./published-sections")).PublishedSections,
);

/** What a group shows to everybody: what it is for and which sectors sit at its table. */
export function PublicGroupPage() {
  const { groupId = "" } = useParams({ strict: false });
  const { localize: say } = useLocale();
  const group = useQuery(publicGroupQuery(groupId));
  return (
    <PublicFrame
      place={group.data && say(group.data.territory.name)}
      next={pathTo("/groups/$groupId", { groupId })}
    >
      <QueryBoundary query={group} missing={<NoSuchGroup />} loading={<Trans>Завантажуємо групу…</Trans>}>
        {(data) => <GroupSheet group={data} />}
      </QueryBoundary>
    </PublicFrame>
  );
}

function NoSuchGroup() {
  return (
    <EmptyState alone title={<Trans>Такої сторінки немає</Trans>}>
      <Trans>Група могла її закрити. Якщо ви за столом, увійдіть.</Trans>
    </EmptyState>
  );
}

function GroupSheet({ group }: { group: PublicGroup }) {
  const { i18n } = useLingui();
  const { localize: say, dates } = useLocale();
  useTitle(say(group.name));
  const since = dates.long(group.founded_on);
  return (
    <>
      <h1 className={classes.title}>{say(group.name)}</h1>
      <p className={classes.lead}>{say(group.purpose)}</p>
      <dl className={classes.facts}>
        <div>
          <dt>
            <Trans>Стан</Trans>
          </dt>
          <dd>{i18n._(GROUP_STATES[group.state])}</dd>
        </div>
        <div>
          <dt>
            <Trans>Заснована</Trans>
          </dt>
          <dd>{since}</dd>
        </div>
        {say(group.cadence) && (
          <div>
            <dt>
              <Trans>Засідання</Trans>
            </dt>
            <dd>{say(group.cadence)}</dd>
          </div>
        )}
      </dl>
      <Promises groupId={group.id} />
      <Suspense>
        <PublishedSections groupId={group.id} />
      </Suspense>
      <Threads groupId={group.id} />
      <SectorsAtTable group={group} />
      <p className="v-small v-t2">
        <Trans>Імен учасників на цій сторінці немає, а з обговорень видно лише публічні теми.</Trans>
      </p>
    </>
  );
}

function SectorsAtTable({ group }: { group: PublicGroup }) {
  const { i18n } = useLingui();
  const missing = group.missing.filter((sector) => !group.sectors.includes(sector));
  return (
    <>
      <h2>
        <Trans>Хто за столом</Trans>
      </h2>
      <ul className={classes.table}>
        {group.sectors.map((sector) => (
          <li key={sector}>
            <SectorShape sector={sector} size={24} />
            {i18n._(SECTOR_LABELS[sector])}
          </li>
        ))}
        {missing.map((sector) => (
          <li key={sector} className="v-t2">
            <SectorShape sector={sector} size={24} empty />
            {i18n._(SECTOR_LABELS[sector])} <Trans>(чекаємо)</Trans>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The public threads of a group; a group without any shows no empty place. */
function Threads({ groupId }: { groupId: string }) {
  const { localize: say, dates } = useLocale();
  const threads = useInfiniteQuery(publicThreadsQuery(groupId));
  return (
    <QueryBoundary query={threads} loading={<Trans>Завантажуємо публічні теми…</Trans>}>
      {(data) =>
        flattenPages(data).length > 0 && (
          <section className={classes.promises} aria-labelledby="threads">
            <h2 id="threads">
              <Trans>Публічні теми</Trans>
            </h2>
            <p className="v-t2">
              <Trans>Що група обговорює відкрито. Читати можна без входу.</Trans>
            </p>
            <ul className={classes.threads}>
              {flattenPages(data).map((one) => (
                <li key={one.id}>
                  <AppLink
                    className="v-reach"
                    href={pathTo("/public/threads/$threadId", { threadId: one.id })}
                  >
                    {say(one.title)}
                  </AppLink>
                  <p className="v-small v-t2">
                    <Since day={dates.long(one.public_on)} closed={one.state === "closed"} />
                  </p>
                </li>
              ))}
            </ul>
            <div className={classes.more}>
              <NextPage query={threads} older />
            </div>
          </section>
        )
      }
    </QueryBoundary>
  );
}

function Since({ day, closed }: { day: string; closed: boolean }) {
  return closed ? <Trans>Публічна з {day}, закрита</Trans> : <Trans>Публічна з {day}</Trans>;
}

/** What the group chose to tell of its work; a group that told nothing yet shows no empty place. */
function Promises({ groupId }: { groupId: string }) {
  const promises = useInfiniteQuery(publicPromisesQuery(groupId));
  return (
    <QueryBoundary query={promises} loading={<Trans>Завантажуємо, що зроблено…</Trans>}>
      {(data) =>
        flattenPages(data).length > 0 && (
          <section className={classes.promises} aria-labelledby="promises">
            <h2 id="promises">
              <Trans>Ви сказали — ми зробили</Trans>
            </h2>
            <p className="v-t2">
              <Trans>Про що просили люди і що з того вийшло. Виконане перевіряє не той, хто робив.</Trans>
            </p>
            <ul>
              {flattenPages(data).map((one) => (
                <li key={one.id}>
                  <PromiseSheet promise={one} />
                </li>
              ))}
            </ul>
            <div className={classes.more}>
              <NextPage query={promises} older />
            </div>
          </section>
        )
      }
    </QueryBoundary>
  );
}
