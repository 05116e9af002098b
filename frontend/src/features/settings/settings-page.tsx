import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Me } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { FactorsCard } from "@/modules/factors/factors-card";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import { mandatesQuery, meQuery } from "@/queries/me";
import { myOfficesQuery } from "@/queries/registers";
import { ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { Page, PageHeader, TwoColumns, useTitle } from "@/ui/page";
import { CalendarCard } from "./calendar-card";
import { DeliveriesCard } from "./deliveries-card";
import { DevicesCard } from "./devices-card";
import { EmailCard } from "./email-card";
import { IdentitiesCard } from "./identities-card";
import { MandatesCard } from "./mandates-card";
import { NotificationsCard } from "./notifications-card";
import { OrganisationsCard } from "./organisations-card";
import { PasswordCard } from "./password-card";
import { PreferencesCard } from "./preferences-card";
import { SessionsCard } from "./sessions-card";
import classes from "./settings.module.css";
import { TokensCard } from "./tokens-card";

/** What this person has chosen, where they are signed in, and whom they have let in. */
export function SettingsPage() {
  const { t } = useLingui();
  useTitle(t`Налаштування`);
  const { data: me } = useQuery(meQuery);
  if (!me) return null;
  return (
    <Page>
      <PageHeader
        title={t`Налаштування`}
        actions={
          <ButtonLink kind="quiet" href="/settings/my-data">
            <Trans>Мої дані</Trans>
          </ButtonLink>
        }
      >
        <Governing administers={me.is_administrator} />
      </PageHeader>
      <TwoColumns aside={<Who me={me} />}>
        <MandatesCard gender={me.gender} />
        <OrganisationsCard />
        <PreferencesCard me={me} />
        <NotificationsCard />
        <DevicesCard personId={me.id} />
        <DeliveriesCard />
        <CalendarCard />
        <EmailCard me={me} />
        <FactorsCard />
        <IdentitiesCard />
        <SessionsCard />
        {me.has_password && <PasswordCard />}
        <TokensCard />
      </TwoColumns>
    </Page>
  );
}

function Who({ me }: { me: Me }) {
  const { localize: say } = useLocale();
  const { data: mandates = [] } = useQuery(mandatesQuery);
  return (
    <Card padded label={say(me.name)}>
      <div className={classes.who}>
        <PersonAvatar name={say(me.name)} sector={mandates[0]?.organisation.sector ?? null} />
        <div>
          <b>{say(me.name)}</b>
          <p className="v-small v-t2">{me.email}</p>
        </div>
      </div>
    </Card>
  );
}

/** The pages of whoever runs the system, coordinates, or oversees personal data: first, as they come for those. */
function Governing({ administers }: { administers: boolean }) {
  const { t } = useLingui();
  const { data: offices = [] } = useQuery(myOfficesQuery);
  const oversees = offices.some((one) => one.kind === "data_protection_officer");
  const pages: [string, string, boolean][] = [
    ["/people", t`Облікові записи`, administers],
    ["/identity-providers", t`Входи організацій`, administers],
    ["/subject-requests", t`Запити про дані`, oversees],
    ["/access-records", t`Журнали доступу`, oversees],
    ["/break-glass", t`Екстрений доступ`, administers || offices.length > 0],
    ["/approvals", t`Рішення вдвох`, administers || offices.length > 0],
    ["/offices", t`Ролі поза групами`, administers],
    ["/territories", t`Території`, administers],
    ["/system", t`Стан системи`, administers],
  ];
  const mine = pages.filter(([, , open]) => open);
  if (mine.length === 0) return null;
  return (
    <nav className={classes.governing} aria-label={t`Сторінки ваших ролей`}>
      {mine.map(([href, label]) => (
        <ButtonLink key={href} kind="quiet" href={href}>
          {label}
        </ButtonLink>
      ))}
    </nav>
  );
}
