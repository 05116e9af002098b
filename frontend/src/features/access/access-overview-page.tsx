import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams, useRouter, useSearch } from "@tanstack/react-router";
import type { SightPage as Sight } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { SectionCard } from "@/kit/section-card";
import { useLocale } from "@/lib/locale";
import { type Path, pathTo } from "@/lib/paths";
import { NoSuchPage } from "@/modules/access/no-access";
import type { AccessOverviewQuery } from "@/queries/keys";
import { meQuery } from "@/queries/me";
import { sightQuery } from "@/queries/sight";
import { AppLink } from "@/ui/app-link";
import { CardList } from "@/ui/card";
import { Segments } from "@/ui/choice";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, Tabs, useTitle } from "@/ui/page";
import classes from "./access.module.css";
import { AccessibleItem } from "./accessible-item";

const KINDS: Record<AccessOverviewQuery["kind"], MessageDescriptor> = {
  group: msg`Групи`,
  thread: msg`Теми`,
  action: msg`Доручення`,
  dossier: msg`Справи`,
};

const NONE: Record<AccessOverviewQuery["when"], MessageDescriptor> = {
  now: msg`Зараз доступу немає`,
  before: msg`Припиненого доступу немає`,
};

/** The same page of somebody asked for something else, and not for one thing alone. */
function elsewhere(personId: string, asked: AccessOverviewQuery, change: Partial<AccessOverviewQuery>): Path {
  const { kind, when, only } = { ...asked, only: undefined, ...change };
  return pathTo("/people/$personId/sight", { personId }, { kind, ...(when === "before" && { when }), only });
}

/** What a person sees and why, and what they saw once: for themselves and those who may look it up. */
export function SightPage() {
  const { i18n } = useLingui();
  const { personId = "" } = useParams({ strict: false });
  const { kind = "group", when = "now", only }: Partial<AccessOverviewQuery> = useSearch({ strict: false });
  const asked: AccessOverviewQuery = { kind, when, only };
  const query = useInfiniteQuery(sightQuery(personId, asked));
  return (
    <Page>
      <QueryBoundary query={query} missing={<NoSuchPage />} loading={<Trans>Завантажуємо перелік…</Trans>}>
        {({ pages }) => {
          const [first] = pages;
          if (!first) return null;
          return (
            <>
              <Head sight={first} asked={asked} />
              <SectionCard
                label={i18n._(KINDS[kind])}
                query={query}
                empty={<EmptyState title={i18n._(NONE[when])} />}
                older
                list={(things) => <Things sight={first} things={things} />}
              />
            </>
          );
        }}
      </QueryBoundary>
    </Page>
  );
}

interface HeadProps {
  sight: Sight;
  asked: AccessOverviewQuery;
}

function Head({ sight, asked }: HeadProps) {
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  const { data: me } = useQuery(meQuery);
  const { person } = sight;
  const own = me?.id === person.id;
  const name = say(person.name);
  const title = own ? t`Що ви бачите й чому` : t`Що бачить ${name}`;
  useTitle(title);
  return (
    <>
      <PageHeader
        crumbsLabel={t`Де ви`}
        crumbs={own ? [{ label: t`Мої дані`, href: "/settings/my-data" }, { label: title }] : undefined}
        title={title}
        lead={
          own ? (
            <Trans>Для кожного рядка вказано підставу. Щойно не лишиться жодної, доступ закриється.</Trans>
          ) : (
            <Trans>Для кожного рядка вказано підставу. Ваш перегляд записано, і ця людина його бачить.</Trans>
          )
        }
      >
        <Tabs
          label={t`Що показати`}
          tabs={(["group", "thread", "action", "dossier"] as const).map((kind) => ({
            label: i18n._(KINDS[kind]),
            href: elsewhere(person.id, asked, { kind }),
            current: asked.kind === kind,
          }))}
        />
      </PageHeader>
      <When sight={sight} asked={asked} />
    </>
  );
}

/** The way from one thing to all, or between now and before; and that a closed account sees nothing. */
function When({ sight, asked }: HeadProps) {
  const { t } = useLingui();
  const router = useRouter();
  const go = (change: Partial<AccessOverviewQuery>) => elsewhere(sight.person.id, asked, change);
  return (
    <>
      <div className={classes.when}>
        {asked.only ? (
          <AppLink href={go({})}>
            <Trans>Показати все</Trans>
          </AppLink>
        ) : (
          <Segments
            label={t`Коли`}
            segments={[
              { value: "now", label: t`Зараз` },
              { value: "before", label: t`Раніше` },
            ]}
            value={asked.when}
            onChange={(when) => void router.navigate({ href: go({ when }) })}
          />
        )}
      </div>
      {!sight.is_active && (
        <p className={classes.when}>
          <Trans>Обліковий запис вимкнено: зараз ця людина нічого не бачить.</Trans>
        </p>
      )}
    </>
  );
}

interface ThingsProps {
  sight: Sight;
  things: Sight["items"];
}

function Things({ sight, things }: ThingsProps) {
  return (
    <CardList>
      {things.map((thing, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what is hidden from the reader has nothing that names it
        <AccessibleItem key={place} thing={thing} gender={sight.person.gender} active={sight.is_active} />
      ))}
    </CardList>
  );
}
