import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { GroupOut } from "@/api/generated/types.gen";
import { ResourceListPage } from "@/kit/resource-list-page";
import { useLocale } from "@/lib/locale";
import { Count } from "@/modules/actions/status";
import { groupPath } from "@/modules/entities/paths";
import { usePeopleWords } from "@/modules/groups/people-count";
import { GROUP_STATES, useNewCount } from "@/modules/groups/words";
import { SectorShape } from "@/modules/organisations/sector";
import { coordinatedQuery, groupsQuery } from "@/queries/groups";
import { AppLink } from "@/ui/app-link";
import { ButtonLink } from "@/ui/button";
import { Disclosure } from "@/ui/disclosure";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { MetaItem } from "@/ui/meta-item";
import classes from "./groups.module.css";
import { MyRequestsCard } from "./my-requests-card";

/** The groups in which this person takes part. */
export function GroupsPage() {
  const { t } = useLingui();
  const groups = useQuery(groupsQuery);
  const { data: coordinated = [] } = useQuery(coordinatedQuery);
  const founds = coordinated.some((place) => place.allowed.includes("found_group"));
  return (
    <ResourceListPage
      title={t`Групи`}
      lead={t`Де ви домовляєтеся з іншими.`}
      create={
        <>
          {founds && (
            <ButtonLink href="/groups/new">
              <Icon of={IconPlus} />
              <Trans>Нова група</Trans>
            </ButtonLink>
          )}
          <ButtonLink kind="quiet" href="/groups/directory">
            <Trans>Усі групи</Trans>
          </ButtonLink>
          <ButtonLink kind="quiet" href="/organisations">
            <Trans>Організації</Trans>
          </ButtonLink>
        </>
      }
      intro={<MyRequestsCard />}
      label={t`Групи`}
      query={groups}
      loading={<Trans>Завантажуємо групи…</Trans>}
      empty={
        <EmptyState title={<Trans>Ви ще не в жодній групі</Trans>}>
          <Trans>Місце за столом дає координатор громади за повноваженням від вашої організації.</Trans>
        </EmptyState>
      }
      loose
      list={(list) => <Cards groups={list} />}
    />
  );
}

/** The groups at work, and behind a link those that were dissolved. */
function Cards({ groups }: { groups: GroupOut[] }) {
  const dissolved = groups.filter(({ state }) => state === "dissolved");
  const working = groups.filter((group) => !dissolved.includes(group));
  const grid = (list: GroupOut[]) => (
    <ul className={classes.grid}>
      {list.map((group) => (
        <GroupCard key={group.id} group={group} />
      ))}
    </ul>
  );
  return (
    <>
      {working.length > 0 && grid(working)}
      {dissolved.length > 0 && (
        <Disclosure label={<Trans>Розпущені групи</Trans>} opened={working.length === 0}>
          {grid(dissolved)}
        </Disclosure>
      )}
    </>
  );
}

function GroupCard({ group }: { group: GroupOut }) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  const newCount = useNewCount();
  const peopleWords = usePeopleWords();
  return (
    <li className={classes.group}>
      <div className={classes.top}>
        <h2>
          <AppLink href={groupPath(group.id)}>{say(group.name)}</AppLink>
        </h2>
        {group.unread > 0 && (
          <Count value={group.unread} label={newCount(group.unread).replace(/^\d+\s/, "")} />
        )}
      </div>
      <p className="v-small v-t2">{say(group.purpose)}</p>
      <p className="v-meta">
        <MetaItem icon={IconUsers}>
          {peopleWords({ members: group.member_count, observers: group.observer_count })}
        </MetaItem>
        <span>{say(group.territory.name)}</span>
        {group.state !== "active" && <span>{i18n._(GROUP_STATES[group.state])}</span>}
      </p>
      <p className={classes.sectors}>
        {group.sectors.map((row) => (
          <SectorShape key={row.sector} sector={row.sector} size={18} empty={row.seated === 0} named />
        ))}
      </p>
    </li>
  );
}
