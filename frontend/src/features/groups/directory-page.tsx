import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { GroupCard } from "@/api/generated/types.gen";
import { directoryQuery } from "@/data/groups";
import { AppLink } from "@/design/app-link";
import { Button } from "@/design/button";
import { Card } from "@/design/card";
import { Page, PageHeader, useTitle } from "@/design/page";
import { SectorShape } from "@/design/sector";
import { EmptyState } from "@/design/states";
import { useReader } from "@/lib/reader";
import { QueryGate } from "@/widgets/query-gate";
import { GROUP_STATES } from "@/widgets/words";
import { AskDialog } from "./ask-dialog";
import classes from "./groups.module.css";

const TAKES_IN = new Set<GroupCard["state"]>(["proposed", "active"]);

/** Groups that show that they are there. */
export function DirectoryPage() {
  const { t } = useLingui();
  useTitle(t`Усі групи`);
  const directory = useQuery(directoryQuery);
  return (
    <Page>
      <PageHeader
        crumbsLabel={t`Де ви`}
        crumbs={[{ label: t`Групи`, href: "/groups" }]}
        title={t`Усі групи`}
        lead={t`Групи, які не приховують себе: хто вже за столом і кого чекають.`}
      />
      <QueryGate query={directory} loading={<Trans>Завантажуємо групи…</Trans>}>
        {(list) =>
          list.length === 0 ? (
            <Card label={t`Усі групи`}>
              <EmptyState title={<Trans>Тут ще нікого</Trans>}>
                <Trans>Групи з’являться, коли їх заснує координатор.</Trans>
              </EmptyState>
            </Card>
          ) : (
            <ul className={classes.grid}>
              {list.map((group) => (
                <Entry key={group.id} group={group} />
              ))}
            </ul>
          )
        }
      </QueryGate>
    </Page>
  );
}

function Entry({ group }: { group: GroupCard }) {
  const [asking, setAsking] = useState(false);
  const { t, i18n } = useLingui();
  const { say } = useReader();
  const name = say(group.name);
  return (
    <li className={classes.group}>
      <h2>{group.reads ? <AppLink href={`/groups/${group.id}`}>{name}</AppLink> : name}</h2>
      <p className="v-small v-t2">{say(group.purpose)}</p>
      <p className="v-meta">
        <span>{say(group.territory.name)}</span>
        <span>{i18n._(GROUP_STATES[group.state])}</span>
        {!group.reads && (
          <span>
            <Trans>ви не в цій групі</Trans>
          </span>
        )}
      </p>
      <p className={classes.sectors}>
        {group.sectors.map((sector) => (
          <SectorShape key={sector} sector={sector} size={18} named />
        ))}
        {group.missing
          .filter((sector) => !group.sectors.includes(sector))
          .map((sector) => (
            <SectorShape key={sector} sector={sector} size={18} empty named />
          ))}
      </p>
      {!group.role && TAKES_IN.has(group.state) && (
        <div className={classes.ask}>
          <Button kind="quiet" aria-label={t`Попросити місце: ${name}`} onClick={() => setAsking(true)}>
            <Trans>Попросити місце</Trans>
          </Button>
        </div>
      )}
      {asking && <AskDialog groupId={group.id} name={name} onClose={() => setAsking(false)} />}
    </li>
  );
}
