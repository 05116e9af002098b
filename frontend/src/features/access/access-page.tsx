import { Trans, useLingui } from "@lingui/react/macro";
import { IconUserPlus, IconWorld } from "@tabler/icons-react";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { GroundOut, GroupRef } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { SectionCard } from "@/kit/section-card";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import type { Bilingual } from "@/lib/text";
import { AccessLost, NoSuchPage } from "@/modules/access/no-access";
import { Count } from "@/modules/actions/status";
import { ENTITIES } from "@/modules/entities/entities";
import { groupPath } from "@/modules/entities/paths";
import { useEntityTitle } from "@/modules/entities/use-entity-title";
import { PersonalInvitations } from "@/modules/invitations/personal-invitations";
import { accessQuery, myAccessQuery, type Shareable } from "@/queries/access";
import { actionQuery } from "@/queries/actions";
import { dossierQuery } from "@/queries/dossiers";
import { groupQuery } from "@/queries/groups";
import type { EntityRef } from "@/queries/keys";
import { meQuery } from "@/queries/me";
import { threadQuery } from "@/queries/threads";
import { useTopic } from "@/realtime/realtime-provider";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { type Crumb, Page, PageHeader, useTitle } from "@/ui/page";
import classes from "./access.module.css";
import { AccessReasonLine } from "./access-reason-line";
import { BeforeCard } from "./before-card";
import { ReaderRow } from "./reader-row";
import { ShareDialog } from "./share-dialog";

interface Shown {
  name: Bilingual;
  allowed: string[];
  number?: number | null;
  /** Where it stands. */
  group?: GroupRef;
  /** From which message on anybody reads it. */
  first?: number;
}

/** Who sees a group, and why. */
export function GroupAccessPage() {
  const { groupId = "" } = useParams({ strict: false });
  return <ThingPage thing={{ kind: "group", id: groupId }} query={useQuery(groupQuery(groupId))} />;
}

/** Who sees a thread, and why. */
export function ThreadAccessPage() {
  const { threadId = "" } = useParams({ strict: false });
  const query = useQuery({
    ...threadQuery(threadId),
    select: ({ title, allowed, group, public: told }): Shown => ({
      name: title,
      allowed,
      group,
      first: told?.first,
    }),
  });
  return <ThingPage thing={{ kind: "thread", id: threadId }} query={query} />;
}

/** Who sees an action item, and why. */
export function ActionAccessPage() {
  const { actionId = "" } = useParams({ strict: false });
  const query = useQuery({
    ...actionQuery(actionId),
    select: ({ title, allowed, number, group }): Shown => ({ name: title, allowed, number, group }),
  });
  return <ThingPage thing={{ kind: "action", id: actionId }} query={query} />;
}

/** Who sees a dossier, and why. */
export function DossierAccessPage() {
  const { dossierId = "" } = useParams({ strict: false });
  const query = useQuery({
    ...dossierQuery(dossierId),
    select: ({ title, allowed, number, group }): Shown => ({ name: title, allowed, number, group }),
  });
  return <ThingPage thing={{ kind: "dossier", id: dossierId }} query={query} />;
}

function ThingPage({ thing, query }: { thing: EntityRef; query: UseQueryResult<Shown> }) {
  const lost = useTopic(`${thing.kind}:${thing.id}`);
  if (lost) {
    return (
      <Page>
        <AccessLost title={<Trans>Ви більше цього не бачите</Trans>} />
      </Page>
    );
  }
  return (
    <Page>
      <QueryBoundary query={query} missing={<NoSuchPage />}>
        {(shown) => <Access key={thing.id} thing={thing} shown={shown} />}
      </QueryBoundary>
    </Page>
  );
}

function useCrumbs({ kind, id }: EntityRef, shown: Shown): Crumb[] {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  const title = useEntityTitle();
  const { group } = shown;
  // Threads are found in their group.
  const { many, list } = ENTITIES[kind === "thread" ? "group" : kind];
  return [
    { label: i18n._(many), href: list },
    ...(group && kind === "thread" ? [{ label: say(group.name), href: groupPath(group.id) }] : []),
    { label: title(shown), href: ENTITIES[kind].href(id) },
  ];
}

function Access({ thing, shown }: { thing: EntityRef; shown: Shown }) {
  const { t } = useLingui();
  const crumbs = useCrumbs(thing, shown);
  const share = useDialog<Shareable>();
  const shareable = isShareable(thing) && shown.allowed.includes("share") ? thing : null;
  // Of a thread that went on in another, guests are put out and none are let in.
  const ends = shareable !== null || (thing.kind === "thread" && shown.allowed.includes("set_audience"));
  useTitle(t`Хто це бачить`);
  return (
    <>
      <PageHeader
        crumbsLabel={t`Де ви`}
        crumbs={crumbs}
        title={<Trans>Хто це бачить</Trans>}
        lead={
          shown.allowed.includes("see_access") ? (
            <Trans>
              Хто має доступ зараз і хто мав раніше. Біля кожного імені вказано підставу: щойно не лишиться
              жодної, доступ закриється.
            </Trans>
          ) : (
            <Trans>Ви матимете доступ, доки лишається хоч одна підстава.</Trans>
          )
        }
        actions={
          shareable && (
            <Button onClick={() => share.open(shareable)}>
              <Icon of={IconUserPlus} />
              <Trans>Поділитися з гостем</Trans>
            </Button>
          )
        }
      />
      {shown.first !== undefined && <ForAll threadId={thing.id} first={shown.first} />}
      <div className={classes.cards}>
        <Mine thing={thing} />
        {shown.allowed.includes("see_access") && <Everybody thing={thing} shown={shown} mayEnd={ends} />}
        {ends && <PersonalInvitations about={thing.id} />}
      </div>
      {shareable && share.render((about, close) => <ShareDialog thing={about} onClose={close} />)}
    </>
  );
}

/** Beside those who are named below. */
function ForAll({ threadId, first }: { threadId: string; first: number }) {
  return (
    <p className="v-small">
      <Icon of={IconWorld} size={16} />{" "}
      <Trans>
        Повідомлення від № {first} читає і будь-хто в інтернеті:{" "}
        <AppLink className="v-reach" href={pathTo("/public/threads/$threadId", { threadId })}>
          публічна сторінка теми
        </AppLink>
      </Trans>
    </p>
  );
}

function isShareable(thing: EntityRef): thing is Shareable {
  return thing.kind !== "group";
}

/** The reader's own reasons: everybody may know theirs. */
function Mine({ thing }: { thing: EntityRef }) {
  const query = useQuery(myAccessQuery(thing));
  const { data: me } = useQuery(meQuery);
  return (
    <Card title={<Trans>Чому це бачите ви</Trans>} padded>
      <QueryBoundary query={query} missing={<NoSuchPage />}>
        {(grounds: GroundOut[]) => (
          <ul className={classes.grounds}>
            {grounds.map((ground) => (
              <li key={ground.id}>
                <AccessReasonLine ground={ground} gender={me?.gender ?? ""} />
              </li>
            ))}
          </ul>
        )}
      </QueryBoundary>
    </Card>
  );
}

interface EverybodyProps {
  thing: EntityRef;
  shown: Shown;
  mayEnd: boolean;
}

/** Who sees it, and who did. */
function Everybody({ thing, shown, mayEnd }: EverybodyProps) {
  // Who leads the group where it stands, or which it is, may look up what its people see.
  const { data: group } = useQuery(groupQuery(shown.group?.id ?? thing.id));
  const looksUp = group?.allowed.includes("see_sight") ?? false;
  const query = useQuery(accessQuery(thing));
  return (
    <>
      <SectionCard
        title={<Trans>Бачать</Trans>}
        count={query.data && <Count quiet value={query.data.length} />}
        query={query}
        loading={<Trans>Завантажуємо перелік…</Trans>}
        empty={null}
      >
        {(reader) => (
          <ReaderRow key={reader.person.id} reader={reader} thing={thing} mayEnd={mayEnd} looksUp={looksUp} />
        )}
      </SectionCard>
      <BeforeCard thing={thing} looksUp={looksUp} />
    </>
  );
}
