import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { NoSuchPage } from "@/modules/access/no-access";
import { DutyPlace } from "@/modules/duties/duty-place";
import { meQuery } from "@/queries/me";
import { Page } from "@/ui/page";
import { PLACE } from "./manifest";

/** The start page of an administrator: their duties, and links to all pages of the role. */
export function AdministrationPage() {
  const { t } = useLingui();
  const { data: me } = useQuery(meQuery);
  if (!me?.is_administrator) {
    return (
      <Page>
        <NoSuchPage />
      </Page>
    );
  }
  return (
    <DutyPlace
      place={PLACE}
      title={t`Адміністрування`}
      lead={t`Хто може ввійти, хто за що відповідає і чи все працює. Змісту розмов тут немає.`}
      pages={[
        { href: "/people", title: t`Облікові записи`, about: t`Хто може ввійти` },
        {
          href: "/offices",
          title: t`Ролі поза групами`,
          about: t`Координатори й відповідальні за захист даних`,
        },
        {
          href: "/organisations",
          title: t`Організації`,
          about: t`Установи, від імені яких люди сідають за стіл`,
        },
        { href: "/territories", title: t`Території`, about: t`Області, громади й населені пункти` },
        {
          href: "/identity-providers",
          title: t`Входи організацій`,
          about: t`Службовий обліковий запис замість пароля`,
        },
        { href: "/approvals", title: t`Рішення вдвох`, about: t`Одна людина просить, інша підтверджує` },
        { href: "/break-glass", title: t`Екстрений доступ`, about: t`Дві людини, причина й одна година` },
        { href: "/system", title: t`Стан системи`, about: t`Черги, процеси й вимоги до входу` },
      ]}
    />
  );
}
