import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { HoldingOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { meQuery } from "@/queries/me";
import { myDataQuery } from "@/queries/privacy";
import { ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { Facts } from "@/ui/facts";
import { Page, PageHeader, TwoColumns, useTitle } from "@/ui/page";
import { ErasureCard } from "./erasure-card";
import { ExportCard } from "./export-card";
import classes from "./privacy.module.css";
import { RequestsCard } from "./requests-card";

/** What the system knows about the reader, and what they may do about it. */
export function MyDataPage() {
  const { t } = useLingui();
  useTitle(t`Мої дані`);
  const data = useQuery(myDataQuery);
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: t`Безпека`, href: "/settings/security" }, { label: t`Мої дані` }]}
        crumbsLabel={t`Де ви`}
        title={t`Мої дані`}
        lead={t`Що система зберігає про вас, навіщо й хто це отримує.`}
        actions={
          data.data?.is_officer && (
            <ButtonLink kind="quiet" href="/data-protection">
              <Trans>Захист даних</Trans>
            </ButtonLink>
          )
        }
      />
      <QueryBoundary query={data} loading={<Trans>Завантажуємо…</Trans>}>
        {(facts) => (
          <TwoColumns aside={<Holdings list={facts.holdings} />}>
            <ExportCard last={facts.export} />
            <SeenCard />
            <RequestsCard />
            <ErasureCard data={facts} />
          </TwoColumns>
        )}
      </QueryBoundary>
    </Page>
  );
}

function SeenCard() {
  const { data: me } = useQuery(meQuery);
  return (
    <Card title={<Trans>Хто бачив ваші дані</Trans>} padded>
      <p className="v-t2">
        <Trans>Кожен перегляд персонального та обмеженого записано: хто, коли й на якій підставі.</Trans>
      </p>
      <div className={`v-row v-wrap ${classes.seen}`}>
        <ButtonLink kind="quiet" href="/settings/my-data/seen">
          <Trans>Переглянути журнал</Trans>
        </ButtonLink>
        {me && (
          <ButtonLink kind="quiet" href={pathTo("/people/$personId/sight", { personId: me.id })}>
            <Trans>Що бачите ви й чому</Trans>
          </ButtonLink>
        )}
      </div>
    </Card>
  );
}

function Holdings({ list }: { list: HoldingOut[] }) {
  const { localize: say } = useLocale();
  return (
    <Card title={<Trans>Що зберігається</Trans>} padded>
      <div className="v-small">
        <Facts
          stacked
          items={list.map(({ title, purpose, recipients }) => [
            say(title),
            <>
              <p className="v-t2">{say(purpose)}</p>
              <p className="v-tiny v-t2">
                <Trans>Хто отримує: {say(recipients)}</Trans>
              </p>
            </>,
          ])}
        />
      </div>
    </Card>
  );
}
