import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useDialog } from "@/kit/use-dialog";
import { NoSuchPage } from "@/modules/access/no-access";
import { PersonalInvitations } from "@/modules/invitations/personal-invitations";
import { GiveOfficeDialog } from "@/modules/registers/give-office-dialog";
import { OfficeList } from "@/modules/registers/offices-card";
import { meQuery } from "@/queries/me";
import { officesQuery } from "@/queries/registers";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, useTitle } from "@/ui/page";

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
  const giving = useDialog();
  return (
    <>
      <PageHeader
        title={t`Ролі поза групами`}
        lead={t`Координатори засновують групи й вносять організації. Відповідальні за захист даних відповідають на запити людей.`}
        actions={
          <Button onClick={() => giving.open()}>
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
      {giving.render((_, close) => (
        <GiveOfficeDialog onClose={close} />
      ))}
    </>
  );
}
