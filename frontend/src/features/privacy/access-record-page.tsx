import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { QueryBoundary } from "@/kit/query-boundary";
import { SectionCard } from "@/kit/section-card";
import { pathTo } from "@/lib/paths";
import { NoSuchPage } from "@/modules/access/no-access";
import { accessRecordQuery } from "@/queries/access-record";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { type Crumb, Page, PageHeader, useTitle } from "@/ui/page";
import classes from "./privacy.module.css";
import { SeenList } from "./seen-list";
import { linesOf } from "./seen-words";

/** Who saw the reader's own data. */
export function MyAccessRecordPage() {
  const { t } = useLingui();
  const crumbs: Crumb[] = [
    { label: t`Мої дані`, href: "/settings/my-data" },
    { label: t`Хто бачив мої дані` },
  ];
  return (
    <Record
      personId={null}
      title={t`Хто бачив мої дані`}
      crumbs={crumbs}
      lead={
        <Trans>
          Хто бачив ваші персональні дані, а також ваші слова там, де доступ обмежено: що саме, коли й на якій
          підставі. Те, що бачить уся група, сюди не входить.
        </Trans>
      }
    />
  );
}

/** The same of a person in the officer's care; that the officer looked stands in it, too. */
export function PersonAccessRecordPage() {
  const { t } = useLingui();
  const { personId = "" } = useParams({ strict: false });
  const crumbs: Crumb[] = [
    { label: t`Захист даних`, href: "/data-protection" },
    { label: t`Журнали доступу`, href: "/access-records" },
  ];
  return (
    <Record
      personId={personId}
      title={t`Журнал доступу`}
      crumbs={crumbs}
      lead={
        <Trans>
          Хто бачив персональні дані цієї людини. Ваш перегляд теж записано, і людина його бачить.
        </Trans>
      }
    />
  );
}

interface RecordProps {
  personId: string | null;
  title: string;
  crumbs: Crumb[];
  lead: ReactNode;
}

function Record({ personId, title, crumbs, lead }: RecordProps) {
  const { t } = useLingui();
  useTitle(title);
  const record = useInfiniteQuery(accessRecordQuery(personId));
  return (
    <Page>
      <QueryBoundary query={record} missing={<NoSuchPage />} loading={<Trans>Завантажуємо журнал…</Trans>}>
        {() => (
          <>
            <PageHeader
              crumbs={crumbs}
              crumbsLabel={t`Де ви`}
              title={title}
              lead={lead}
              actions={
                personId && (
                  <ButtonLink kind="quiet" href={pathTo("/people/$personId/sight", { personId })}>
                    <Trans>Що бачить ця людина</Trans>
                  </ButtonLink>
                )
              }
            />
            <SectionCard
              label={title}
              query={record}
              empty={<EmptyState title={<Trans>Записів немає</Trans>} />}
              older
              list={(entries) => <SeenList lines={linesOf(entries)} />}
            />
            <p className={`v-small v-t2 ${classes.below}`}>
              <Trans>
                У рядку — хто, що й о котрій годині бачив. Рядків за одну годину може бути кілька: якщо
                дивилися різними способами або змінився доступ. Змінити чи вилучити рядок не може ніхто;
                записи зберігаються до кінця наступного року.
              </Trans>
            </p>
          </>
        )}
      </QueryBoundary>
    </Page>
  );
}
