import { Trans, useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { GroupCard, GroupOut } from "@/api/generated/types.gen";
import { NextPage } from "@/kit/paged-list";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { groupPath } from "@/modules/entities/paths";
import { GROUP_STATES } from "@/modules/groups/words";
import { subgroupsQuery } from "@/queries/groups";
import { flattenPages } from "@/queries/pages";
import { AppLink } from "@/ui/app-link";
import { ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { Disclosure } from "@/ui/disclosure";
import { Icon } from "@/ui/icon";
import classes from "./groups.module.css";

/** The groups one level down, and where a new one is founded. */
export function SubgroupsCard({ group }: { group: GroupOut }) {
  const founds = group.allowed.includes("found_subgroup");
  const founding = pathTo("/groups/new", {}, { parent: group.id });
  const below = useInfiniteQuery(subgroupsQuery(group.id));
  const former = useInfiniteQuery(subgroupsQuery(group.id, true));
  const subgroups = below.data ? flattenPages(below.data) : [];
  const dissolved = former.data ? flattenPages(former.data) : [];
  if (subgroups.length === 0 && dissolved.length === 0 && !founds) return null;
  return (
    <Card padded title={<Trans>Підгрупи</Trans>}>
      {subgroups.length === 0 && founds && (
        <p className="v-small v-t2">
          <Trans>Для окремої справи можна заснувати підгрупу зі своїм складом і темами.</Trans>
        </p>
      )}
      <SubgroupList groups={subgroups} />
      <NextPage query={below} />
      {dissolved.length > 0 && (
        <Disclosure label={<Trans>Розпущені підгрупи</Trans>} opened={false}>
          <SubgroupList groups={dissolved} />
          <NextPage query={former} />
        </Disclosure>
      )}
      {founds && (
        <ButtonLink kind="ghost" className={classes.more} href={founding}>
          <Icon of={IconPlus} />
          <Trans>Нова підгрупа</Trans>
        </ButtonLink>
      )}
    </Card>
  );
}

function SubgroupList({ groups }: { groups: GroupCard[] }) {
  const { i18n } = useLingui();
  const { localize } = useLocale();
  return (
    <ul className={classes.brief}>
      {groups.map(({ id, name, reads, state }) => (
        <li key={id}>
          {reads ? (
            <AppLink className="v-reach" href={groupPath(id)}>
              {localize(name)}
            </AppLink>
          ) : (
            <b>{localize(name)}</b>
          )}
          <p>
            <span className="v-tiny v-t2">{i18n._(GROUP_STATES[state])}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
