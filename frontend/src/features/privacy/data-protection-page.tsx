import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryBoundary } from "@/kit/query-boundary";
import { NoSuchPage } from "@/modules/access/no-access";
import { DutyPlace } from "@/modules/duties/duty-place";
import { myOfficesQuery } from "@/queries/registers";
import { Page } from "@/ui/page";
import { PLACE } from "./manifest";

/** The start page of a data protection officer: their duties, and links to all pages of the role. */
export function DataProtectionPage() {
  const offices = useQuery(myOfficesQuery);
  const isOfficer = offices.data?.some(({ kind }) => kind === "data_protection_officer");
  if (isOfficer) return <Place />;
  return (
    <Page>
      <QueryBoundary query={offices} loading={<Trans>Завантажуємо…</Trans>}>
        {() => <NoSuchPage />}
      </QueryBoundary>
    </Page>
  );
}

function Place() {
  const { t } = useLingui();
  return (
    <DutyPlace
      place={PLACE}
      title={t`Захист даних`}
      lead={t`Запити людей про їхні дані, і хто що бачив.`}
      pages={[
        {
          href: "/subject-requests",
          title: t`Запити про дані`,
          about: t`Відкриті й закриті, зі строком відповіді`,
        },
        {
          href: "/access-records",
          title: t`Журнали доступу`,
          about: t`Хто бачив дані людини чи групи й на якій підставі`,
        },
        { href: "/approvals", title: t`Рішення вдвох`, about: t`Стирання даних підтверджує друга людина` },
        { href: "/break-glass", title: t`Екстрений доступ`, about: t`Дві людини, причина й одна година` },
      ]}
    />
  );
}
