import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { DutyOut } from "@/api/generated/types.gen";
import type { PlaceSpec } from "@/kit/manifest";
import { QueryBoundary } from "@/kit/query-boundary";
import type { Path } from "@/lib/paths";
import { Count } from "@/modules/actions/status";
import { todayQuery } from "@/queries/actions";
import { ActivityList } from "@/ui/activity-list";
import { Card, CardList } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { ListRow } from "@/ui/list-row";
import { Page, PageHeader, TwoColumns, useTitle } from "@/ui/page";
import { dutiesAt } from "./duties-at";
import { DutyEntry } from "./duty-entry";

export interface PlaceLink {
  href: Path;
  title: string;
  /** A short description. */
  about: string;
}

interface DutyPlaceProps {
  place: PlaceSpec;
  title: string;
  lead: string;
  pages: PlaceLink[];
}

/** The start page of a role: the duties of its holder, and links to the pages of the role. */
export function DutyPlace({ place, title, lead, pages }: DutyPlaceProps) {
  const { t } = useLingui();
  const today = useQuery(todayQuery);
  useTitle(title);
  return (
    <Page>
      <PageHeader title={title} lead={lead} />
      <TwoColumns aside={<Pages pages={pages} />}>
        <QueryBoundary query={today}>
          {({ duties }) => <Waiting label={t`Чекають на вас`} duties={dutiesAt(place, duties)} />}
        </QueryBoundary>
      </TwoColumns>
    </Page>
  );
}

const termOf = ({ due_at }: DutyOut) => (due_at ? Date.parse(due_at) : Number.MAX_VALUE);

function Waiting({ label, duties }: { label: string; duties: DutyOut[] }) {
  if (duties.length === 0) {
    return (
      <Card label={label}>
        <EmptyState title={<Trans>Нічого не чекає</Trans>}>
          <Trans>Щойно щось чекатиме на вас, воно з’явиться тут.</Trans>
        </EmptyState>
      </Card>
    );
  }
  // The nearest term first; duties without a term come last.
  const byTerm = duties.toSorted((one, other) => termOf(one) - termOf(other));
  return (
    <Card title={label} count={<Count value={duties.length} />}>
      <ActivityList>
        {byTerm.map((duty, place) => (
          <DutyEntry key={`${duty.kind} ${duty.id}`} duty={duty} first={place === 0} />
        ))}
      </ActivityList>
    </Card>
  );
}

function Pages({ pages }: { pages: PlaceLink[] }) {
  return (
    <Card title={<Trans>Розділи</Trans>}>
      <CardList>
        {pages.map(({ href, title, about }) => (
          <ListRow key={href} href={href} title={title} meta={about} />
        ))}
      </CardList>
    </Card>
  );
}
