import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { postRequestTransitions } from "@/api/generated/sdk.gen";
import type { RequestOut, TransitionInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { AccessReason } from "@/modules/access/access-reason";
import { NoSuchPage } from "@/modules/access/no-access";
import { PlainPill } from "@/modules/actions/status";
import { keys } from "@/queries/keys";
import { meQuery } from "@/queries/me";
import { requestQuery } from "@/queries/privacy";
import { Button, ButtonLink } from "@/ui/button";
import { ByLine } from "@/ui/by-line";
import { Card, CardBody } from "@/ui/card";
import { Facts } from "@/ui/facts";
import { HistoryList } from "@/ui/history-list";
import { Page, PageHeader, TwoColumns, useTitle } from "@/ui/page";
import { KINDS, STATES, STEPS, useDueWords } from "./words";

type To = TransitionInRequest["to"];

function isStep(state: RequestOut["state"]): state is To {
  return state in STEPS;
}

/** One request: what was asked, what was answered, and the officer's next step. */
export function RequestPage() {
  const { t, i18n } = useLingui();
  const { requestId = "" } = useParams({ strict: false });
  const request = useQuery(requestQuery(requestId));
  const kind = request.data && i18n._(KINDS[request.data.kind]);
  useTitle(kind ?? t`Запит`);
  return (
    <QueryBoundary query={request} missing={<NoSuchPage />}>
      {(found) => <Shown request={found} />}
    </QueryBoundary>
  );
}

function Shown({ request }: { request: RequestOut }) {
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  const due = useDueWords();
  const step = useDialog<To>();
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: t`Запити`, href: "/subject-requests" }, { label: i18n._(KINDS[request.kind]) }]}
        crumbsLabel={t`Де ви`}
        title={`${i18n._(KINDS[request.kind])} · ${say(request.person.name)}`}
        lead={due(request)}
        actions={request.steps_open.filter(isStep).map((to) => (
          <Button key={to} kind={to === "refused" ? "ghost" : "primary"} onClick={() => step.open(to)}>
            {i18n._(STEPS[to] ?? STATES[to])}
          </Button>
        ))}
      />
      <TwoColumns aside={<Aside request={request} />}>
        <Card title={<Trans>Запит</Trans>} aside={<PlainPill>{i18n._(STATES[request.state])}</PlainPill>}>
          <CardBody>
            <RequestFacts request={request} />
          </CardBody>
        </Card>
        <AccessReason kind="subject-request" id={request.id} />
      </TwoColumns>
      {step.render((to, close) => (
        <StepDialog request={request} to={to} onClose={close} />
      ))}
    </Page>
  );
}

function Aside({ request }: { request: RequestOut }) {
  const { data: me } = useQuery(meQuery);
  return (
    <>
      <History request={request} />
      {me && me.id !== request.person.id && (
        <ButtonLink
          kind="quiet"
          href={pathTo("/people/$personId/access-record", { personId: request.person.id })}
        >
          <Trans>Хто бачив дані людини</Trans>
        </ButtonLink>
      )}
    </>
  );
}

function RequestFacts({ request }: { request: RequestOut }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const { document, document_file: file } = request;
  const paper = document && file ? <a href={`/api/v1/files/${file}/content`}>{document}</a> : document;
  const erasure = request.removes_messages ? t`Прибрати й тексти` : t`Лишити під псевдонімом`;
  return (
    <Facts
      items={[
        [t`Надійшов`, dates.full(request.received_at)],
        [t`Документ`, paper],
        [t`Про що`, request.text],
        [t`Повідомлення`, request.kind === "erasure" && erasure],
        [t`Відповідь`, request.answer],
        [t`Незгода`, request.objection],
      ]}
    />
  );
}

/** What became of it so far, newest first; that it came in is no step. */
function History({ request }: { request: RequestOut }) {
  const { i18n } = useLingui();
  const { localize: say } = useLocale();
  const received = { id: "received", at: request.received_at, after: "received" as const, by: null };
  const steps = request.steps.map((step) => ({ ...step, id: step.at }));
  return (
    <Card title={<Trans>Що відбулося</Trans>}>
      <HistoryList
        exact
        items={[received, ...steps].reverse()}
        tell={({ after, by }) => ({
          title: i18n._(STATES[after]),
          details: <ByLine actor={by && say(by.name)} />,
        })}
      />
    </Card>
  );
}

function StepDialog({ request, to, onClose }: { request: RequestOut; to: To; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const closes = to === "answered" || to === "refused";
  const erases = to === "answered" && request.kind === "erasure";
  const command = useCommand({
    run: ({ note }: { note: string }, { ifMatch }) => {
      const body = closes ? { to, note } : { to };
      return unwrap(postRequestTransitions({ path: { request_id: request.id }, body, headers: ifMatch }));
    },
    version: request.version,
    invalidates: [keys.subjectRequests, keys.today],
    onSuccess: onClose,
  });
  const form = useForm({ initial: { note: "" }, command });
  const name = i18n._(STEPS[to] ?? STATES[to]);
  return (
    <FormDialog
      form={form}
      title={name}
      lead={
        erases && (
          <Trans>
            Стирання має підтвердити ще одна людина: відповідальний за захист даних, координатор або
            адміністратор. Тоді обліковий запис вимкнеться, людина отримає лист із посиланням, яке все
            зупиняє, і за сім днів її буде стерто.
          </Trans>
        )
      }
      submit={erases ? t`Попросити підтвердження` : name}
      submitKind={erases || to === "refused" ? "danger" : "primary"}
      onClose={onClose}
    >
      {closes && (
        <Textarea
          label={to === "refused" ? t`Чому відмовлено` : t`Відповідь людині`}
          rows={4}
          maxLength={4000}
          data-autofocus
          {...form.text("note")}
        />
      )}
    </FormDialog>
  );
}
