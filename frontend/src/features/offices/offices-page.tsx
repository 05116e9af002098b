import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { meQuery } from "@/data/me";
import { officesQuery } from "@/data/registers";
import { Button } from "@/design/button";
import { Card } from "@/design/card";
import { Page, PageHeader, useTitle } from "@/design/page";
import { EmptyState } from "@/design/states";
import { NoSuchPage } from "@/widgets/no-access";
import { PersonalInvitations } from "@/widgets/personal-invitations";
import { GiveOfficeDialog } from "@/widgets/registers/give-office-dialog";
import { OfficeList } from "@/widgets/registers/offices-card";

/** Who coordinates and who oversees personal data, everywhere: for administrators, who give and end it. */
export function OfficesPage() {
  const { t } = useLingui();
  const { data: me } = useQuery(meQuery);
  useTitle(t`Ролі поза групами`);
  return <Page>{me?.is_administrator ? <Offices /> : <NoSuchPage />}</Page>;
}

function Offices() {
  const { t } = useLingui();
  const offices = useInfiniteQuery(officesQuery());
  const [giving, setGiving] = useState(false);
  return (
    <>
      <PageHeader
        title={t`Ролі поза групами`}
        lead={t`Координатори засновують групи й вносять організації. Відповідальні за захист даних відповідають на запити людей.`}
        actions={
          <Button onClick={() => setGiving(true)}>
            <Trans>Надати роль</Trans>
          </Button>
        }
      />
      <Card label={t`Ролі`}>
        <OfficeList
          query={offices}
          loading={<Trans>Завантажуємо ролі…</Trans>}
          empty={
            <EmptyState title={<Trans>Ролей ще не надано</Trans>}>
              <Trans>Почніть із координатора громади: без нього групу не заснувати.</Trans>
            </EmptyState>
          }
          withPlace
        />
      </Card>
      <PersonalInvitations offered="office" />
      {giving && <GiveOfficeDialog onClose={() => setGiving(false)} />}
    </>
  );
}
