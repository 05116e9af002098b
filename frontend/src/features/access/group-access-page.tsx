import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams, useRouter, useSearch } from "@tanstack/react-router";
import type { GroundOut, GroupSight } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { SectionCard } from "@/kit/section-card";
import { useLocale } from "@/lib/locale";
import { NoSuchPage } from "@/modules/access/no-access";
import type { AccessOverviewQuery, EntityRef } from "@/queries/keys";
import { groupSightQuery } from "@/queries/sight";
import { Segments } from "@/ui/choice";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, useTitle } from "@/ui/page";
import classes from "./access.module.css";
import { FormerReaderRow } from "./former-reader-row";
import { ReaderRow } from "./reader-row";

/** Who sees a group and why, and who did: for the data protection officer, who reads nothing of it. */
export function GroupSightPage() {
  const { groupId = "" } = useParams({ strict: false });
  const { when = "now" }: { when?: AccessOverviewQuery["when"] } = useSearch({ strict: false });
  const query = useQuery(groupSightQuery(groupId, when));
  return (
    <Page>
      <QueryBoundary query={query} missing={<NoSuchPage />} loading={<Trans>Завантажуємо перелік…</Trans>}>
        {(sight) => <Sight sight={sight} when={when} />}
      </QueryBoundary>
    </Page>
  );
}

function Sight({ sight: { group }, when }: { sight: GroupSight; when: AccessOverviewQuery["when"] }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const router = useRouter();
  const name = say(group.name);
  const title = t`Хто бачить групу «${name}»`;
  useTitle(title);
  const go = (next: AccessOverviewQuery["when"]) =>
    void router.navigate({
      to: "/groups/$groupId/sight",
      params: { groupId: group.id },
      search: next === "before" ? { when: next } : {},
    });
  return (
    <>
      <PageHeader
        crumbsLabel={t`Де ви`}
        crumbs={[{ label: t`Журнали доступу`, href: "/access-records/groups" }, { label: name }]}
        title={title}
        lead={
          <Trans>
            Біля кожного імені вказано підставу. Ваш перегляд записано, і кожен, кого названо, його бачить.
          </Trans>
        }
      />
      <div className={classes.when}>
        <Segments
          label={t`Коли`}
          segments={[
            { value: "now", label: t`Зараз` },
            { value: "before", label: t`Раніше` },
          ]}
          value={when}
          onChange={go}
        />
      </div>
      <People thing={{ kind: "group", id: group.id }} when={when} />
    </>
  );
}

/** Who coordinates from a wider territory may be in the care of another officer. */
const isInCare = (grounds: GroundOut[]) => grounds.some((one) => one.kind !== "office");

interface PeopleProps {
  thing: EntityRef;
  when: AccessOverviewQuery["when"];
}

function People({ thing, when }: PeopleProps) {
  const { t } = useLingui();
  const now = when === "now";
  const people = useQuery({ ...groupSightQuery(thing.id, when), select: ({ items }) => items });
  return (
    <SectionCard
      label={now ? t`Бачать` : t`Раніше бачили`}
      query={people}
      empty={<EmptyState title={now ? t`Зараз доступу не має ніхто` : t`Нікому доступу не припинено`} />}
    >
      {(reader) =>
        now ? (
          <ReaderRow
            key={reader.person.id}
            reader={reader}
            thing={thing}
            mayEnd={false}
            looksUp={isInCare(reader.grounds)}
          />
        ) : (
          <FormerReaderRow
            key={reader.person.id}
            reader={reader}
            thing={thing}
            looksUp={isInCare([...reader.grounds, ...reader.ended])}
          />
        )
      }
    </SectionCard>
  );
}
