import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { RequestOut } from "@/api/generated/types.gen";
import { ResourceListPage } from "@/kit/resource-list-page";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { DOT } from "@/lib/text";
import { PlainPill } from "@/modules/actions/status";
import { registerQuery } from "@/queries/privacy";
import { AppLink } from "@/ui/app-link";
import { Button, ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { ListRow } from "@/ui/list-row";
import { NewRequestDialog } from "./new-request-dialog";
import { KINDS, STATES, useDueWords } from "./words";

/** The register of the data protection officer: what waits for an answer, and by when. */
export function RegisterPage() {
  const { t } = useLingui();
  const { state = "open" }: { state?: "open" | "closed" } = useSearch({ strict: false });
  const register = useInfiniteQuery(registerQuery(state));
  const enter = useDialog();
  return (
    <>
      <ResourceListPage
        title={t`Запити про персональні дані`}
        lead={t`На кожен слід відповісти протягом 30 календарних днів.`}
        create={
          <>
            <Button kind="quiet" onClick={() => enter.open()}>
              <Trans>Внести письмовий запит</Trans>
            </Button>
            <ButtonLink kind="quiet" href="/access-records">
              <Trans>Журнали доступу</Trans>
            </ButtonLink>
          </>
        }
        tabsLabel={t`Які запити`}
        tabs={[
          { label: t`Відкриті`, href: "/subject-requests", current: state === "open" },
          {
            label: t`Закриті`,
            href: pathTo("/subject-requests", {}, { state: "closed" }),
            current: state === "closed",
          },
        ]}
        forbidden={<NotYours />}
        label={t`Запити`}
        query={register}
        loading={<Trans>Завантажуємо запити…</Trans>}
        empty={<EmptyState title={<Trans>Запитів немає</Trans>} />}
        older
      >
        {(one) => <Row key={one.id} request={one} />}
      </ResourceListPage>
      {enter.render((_, close) => (
        <NewRequestDialog onClose={close} />
      ))}
    </>
  );
}

function Row({ request }: { request: RequestOut }) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  const due = useDueWords();
  return (
    <ListRow
      href={pathTo("/subject-requests/$requestId", { requestId: request.id })}
      title={[i18n._(KINDS[request.kind]), say(request.person.name)].join(DOT)}
      meta={due(request)}
      status={<PlainPill>{i18n._(STATES[request.state])}</PlainPill>}
    />
  );
}

function NotYours() {
  return (
    <EmptyState alone title={<Trans>Реєстр веде відповідальна особа із захисту даних</Trans>}>
      <AppLink href="/settings/my-data">
        <Trans>Ваші запити — на сторінці «Мої дані»</Trans>
      </AppLink>
    </EmptyState>
  );
}
