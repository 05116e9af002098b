import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { RequestOut } from "@/api/generated/types.gen";
import { isForbidden } from "@/api/problem";
import { PagedList } from "@/kit/paged-list";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { PlainPill } from "@/modules/actions/status";
import { registerQuery } from "@/queries/privacy";
import { AppLink } from "@/ui/app-link";
import { Button, ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, Tabs, useTitle } from "@/ui/page";
import { NewRequestDialog } from "./new-request-dialog";
import classes from "./privacy.module.css";
import { KINDS, STATES, useDueWords } from "./words";

/** The register of the data protection officer: what waits for an answer, and by when. */
export function RegisterPage() {
  const { t } = useLingui();
  useTitle(t`Запити про персональні дані`);
  const { state = "open" }: { state?: "open" | "closed" } = useSearch({ strict: false });
  const register = useInfiniteQuery(registerQuery(state));
  const enter = useDialog();
  if (isForbidden(register.error)) return <NotYours />;
  return (
    <Page>
      <PageHeader
        title={t`Запити про персональні дані`}
        lead={t`На кожен слід відповісти протягом 30 календарних днів.`}
        actions={
          <>
            <Button kind="quiet" onClick={() => enter.open()}>
              <Trans>Внести письмовий запит</Trans>
            </Button>
            <ButtonLink kind="quiet" href="/access-records">
              <Trans>Журнали доступу</Trans>
            </ButtonLink>
          </>
        }
      >
        <Tabs
          label={t`Які запити`}
          tabs={[
            { label: t`Відкриті`, href: "/subject-requests", current: state === "open" },
            { label: t`Закриті`, href: "/subject-requests?state=closed", current: state === "closed" },
          ]}
        />
      </PageHeader>
      <Card label={t`Запити`}>
        <PagedList
          query={register}
          loading={<Trans>Завантажуємо запити…</Trans>}
          empty={<EmptyState title={<Trans>Запитів немає</Trans>} />}
          older
        >
          {(one) => <Row key={one.id} request={one} />}
        </PagedList>
      </Card>
      {enter.render((_, close) => (
        <NewRequestDialog onClose={close} />
      ))}
    </Page>
  );
}

function Row({ request }: { request: RequestOut }) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  const due = useDueWords();
  return (
    <li className={classes.row}>
      <div>
        <AppLink href={`/subject-requests/${request.id}`}>
          {i18n._(KINDS[request.kind])}&nbsp;· {say(request.person.name)}
        </AppLink>
        <p className="v-tiny v-t2">{due(request)}</p>
      </div>
      <PlainPill>{i18n._(STATES[request.state])}</PlainPill>
    </li>
  );
}

function NotYours() {
  return (
    <Page>
      <EmptyState alone title={<Trans>Реєстр веде відповідальна особа із захисту даних</Trans>}>
        <AppLink href="/settings/my-data">
          <Trans>Ваші запити — на сторінці «Мої дані»</Trans>
        </AppLink>
      </EmptyState>
    </Page>
  );
}
