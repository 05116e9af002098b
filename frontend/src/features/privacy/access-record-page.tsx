import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { accessRecordQuery } from "@/data/access-record";
import { Card, CardFoot } from "@/design/card";
import { type Crumb, Page, PageHeader, useTitle } from "@/design/page";
import { EmptyState } from "@/design/states";
import { NoSuchPage } from "@/widgets/no-access";
import { NextPage } from "@/widgets/paged-list";
import { QueryGate } from "@/widgets/query-gate";
import classes from "./privacy.module.css";
import { SeenList } from "./seen-list";
import { linesOf } from "./seen-words";

/** Who saw the reader's own data. */
export function MyAccessRecordPage() {
  const { t } = useLingui();
  const crumbs = [{ label: t`Мої дані`, href: "/settings/my-data" }, { label: t`Хто бачив мої дані` }];
  return (
    <Record
      personId={null}
      title={t`Хто бачив мої дані`}
      crumbs={crumbs}
      lead={
        <Trans>
          Хто відкривав теми й доручення з обмеженим доступом, де є ваші слова, ваш обліковий запис і ваші
          запити. Те, що бачить уся група, сюди не входить.
        </Trans>
      }
    />
  );
}

/** The same of a person in the officer's care; that the officer looked stands in it, too. */
export function PersonAccessRecordPage() {
  const { t } = useLingui();
  const { personId = "" } = useParams({ strict: false });
  const crumbs = [
    { label: t`Запити`, href: "/subject-requests" },
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
      <QueryGate query={record} missing={<NoSuchPage />} loading={<Trans>Завантажуємо журнал…</Trans>}>
        {({ pages }) => {
          const lines = linesOf(pages.flatMap((page) => page.items));
          return (
            <>
              <PageHeader crumbs={crumbs} crumbsLabel={t`Де ви`} title={title} lead={lead} />
              <Card label={title}>
                {lines.length > 0 ? (
                  <SeenList lines={lines} />
                ) : (
                  <EmptyState title={<Trans>Записів немає</Trans>} />
                )}
                {record.hasNextPage && (
                  <CardFoot>
                    <NextPage query={record} older />
                  </CardFoot>
                )}
              </Card>
              <p className={`v-small v-t2 ${classes.below}`}>
                <Trans>
                  Рядок — одна людина, одна річ і одна година. Змінити або вилучити його не може ніхто; записи
                  зберігаються до кінця наступного року.
                </Trans>
              </p>
            </>
          );
        }}
      </QueryGate>
    </Page>
  );
}
