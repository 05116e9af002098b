import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import type { FactorDemandOut, FactorsOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { TimeZoneProvider, useLocale } from "@/lib/locale";
import { FactorsCard } from "@/modules/factors/factors-card";
import { SkipLink } from "@/modules/layout/app-layout";
import { useSignOut } from "@/modules/session/sign-out";
import { useAccountLanguage } from "@/modules/session/use-account-language";
import { factorsQuery } from "@/queries/factors";
import { meQuery } from "@/queries/me";
import { Button } from "@/ui/button";
import { Wordmark } from "@/ui/logo";
import { Page, PageHeader, useTitle } from "@/ui/page";
import classes from "./second-factor.module.css";

/** What a role needs before anything else opens: which factor, since when, and the card where it is set up. */
export function SecondFactorPage() {
  const { t } = useLingui();
  useTitle(t`Другий спосіб підтвердження`);
  const { data: me } = useQuery(meQuery);
  const factors = useQuery(factorsQuery);
  useAccountLanguage(me);
  if (!me) return null;
  return (
    <TimeZoneProvider timeZone={me.time_zone}>
      <SkipLink />
      <header className={classes.top}>
        <Wordmark height={30} />
        <SignOut />
      </header>
      <Page>
        <div className={classes.narrow}>
          <PageHeader title={t`Другий спосіб підтвердження`} />
          <QueryBoundary query={factors}>{(found) => <State factors={found} />}</QueryBoundary>
          <FactorsCard />
        </div>
      </Page>
    </TimeZoneProvider>
  );
}

function State({ factors }: { factors: FactorsOut }) {
  const { next = "/" } = useSearch({ from: "/signed-in/second-factor" });
  const router = useRouter();
  const client = useQueryClient();
  const goOn = async () => {
    // The pages ask by what is kept of the person whether they may open.
    await client.refetchQueries({ queryKey: meQuery.queryKey });
    await router.navigate({ href: next, replace: true });
  };
  if (factors.demands.length > 0) {
    return (
      <ul className={classes.demands}>
        {factors.demands.map((demand) => (
          <Demand key={demand.role.uk} demand={demand} />
        ))}
      </ul>
    );
  }
  return (
    <div className={classes.ready} role="status">
      <p>
        <Trans>Готово: усе, чого потребує ваша роль, налаштовано.</Trans>
      </p>
      <Button kind="call" onClick={() => void goOn()}>
        <Trans>Продовжити</Trans>
      </Button>
    </div>
  );
}

function Demand({ demand }: { demand: FactorDemandOut }) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const role = say(demand.role);
  const since = dates.long(dates.day(demand.since));
  const what =
    demand.demand === "passkey"
      ? t`ключ доступу`
      : demand.demand === "both"
        ? t`і ключ доступу, і коди із застосунку`
        : t`ключ доступу або коди із застосунку`;
  return (
    <li>
      <Trans>
        Роль «{role}» потребує: <b>{what}</b>, з {since}.
      </Trans>
    </li>
  );
}

function SignOut() {
  const { start, dialog } = useSignOut();
  return (
    <>
      <button type="button" className={classes.leave} onClick={start}>
        <Trans>Вийти</Trans>
      </button>
      {dialog}
    </>
  );
}
