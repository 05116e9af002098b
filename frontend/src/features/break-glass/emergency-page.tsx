import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { EmergencyRequestOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { capital } from "@/lib/text";
import { AccessReason } from "@/modules/access/access-reason";
import {
  CAPACITIES,
  STANDINGS,
  THINGS,
  useLeftWords,
  useMinutesLeft,
} from "@/modules/access/emergency-words";
import { MissingPerson } from "@/modules/access/missing-person";
import { NoSuchPage } from "@/modules/access/no-access";
import { PlainPill } from "@/modules/actions/status";
import { emergencyQuery } from "@/queries/break-glass";
import { AppLink } from "@/ui/app-link";
import { Button, type ButtonKind } from "@/ui/button";
import { Card, CardBody } from "@/ui/card";
import { Facts } from "@/ui/facts";
import { Page, PageHeader, useTitle } from "@/ui/page";
import { AnswerDialog, type Step } from "./answer-dialog";

/** One request for emergency access: who asks and why, and the reader's step. */
export function EmergencyPage() {
  const { t } = useLingui();
  const { breakGlassId = "" } = useParams({ strict: false });
  useTitle(t`Екстрений доступ`);
  const request = useQuery(emergencyQuery(breakGlassId));
  return (
    <QueryBoundary query={request} missing={<NoSuchPage />} loading={<Trans>Завантажуємо запит…</Trans>}>
      {(found) => <Shown request={found} />}
    </QueryBoundary>
  );
}

function useSteps(request: EmergencyRequestOut): { step: Step; label: string; kind: ButtonKind }[] {
  const { t } = useLingui();
  const waits = request.standing === "asked";
  const steps = [
    { step: "approve" as const, label: t`Погодити на годину`, kind: "primary" as const },
    { step: "refuse" as const, label: t`Відмовити`, kind: "ghost" as const },
    { step: "end" as const, label: waits ? t`Відкликати запит` : t`Завершити зараз`, kind: "quiet" as const },
  ];
  return steps.filter(({ step }) => request.allowed.includes(step));
}

function Shown({ request }: { request: EmergencyRequestOut }) {
  const { t, i18n } = useLingui();
  const { localize: say } = useLocale();
  const steps = useSteps(request);
  const left = useMinutesLeft(request.standing === "active" ? request.until : null);
  const leftWords = useLeftWords();
  const answer = useDialog<Step>();
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: t`Екстрений доступ`, href: "/break-glass" }, { label: say(request.group.name) }]}
        crumbsLabel={t`Де ви`}
        title={say(request.asked_by.name)}
        lead={left > 0 ? capital(leftWords(left)) : i18n._(STANDINGS[request.standing])}
        actions={steps.map(({ step: one, label, kind }) => (
          <Button key={one} kind={kind} onClick={() => answer.open(one)}>
            {label}
          </Button>
        ))}
      />
      <Card title={<Trans>Запит</Trans>} aside={<PlainPill>{i18n._(STANDINGS[request.standing])}</PlainPill>}>
        <CardBody>
          <RequestFacts request={request} />
          <Missing request={request} />
          <AccessReason kind="break-glass" id={request.id} />
        </CardBody>
      </Card>
      {answer.render((step, close) => (
        <AnswerDialog request={request} step={step} onClose={close} />
      ))}
    </Page>
  );
}

function Missing({ request }: { request: EmergencyRequestOut }) {
  const { t } = useLingui();
  if (!request.missing) return null;
  const command = `./viche manage approve_break_glass ${request.id} "${t`причина`}"`;
  return <MissingPerson who={request.missing} command={command} />;
}

function RequestFacts({ request }: { request: EmergencyRequestOut }) {
  const { t, i18n } = useLingui();
  const { localize: say, dates } = useLocale();
  const as = (capacity: EmergencyRequestOut["asked_as"]) => i18n._(CAPACITIES[capacity]);
  const asker = `${say(request.asked_by.name)} (${as(request.asked_as)}), ${dates.full(request.asked_at)}`;
  const answerer =
    request.answered_by && request.answered_as
      ? `${say(request.answered_by.name)} (${as(request.answered_as)})`
      : t`команда на сервері`;
  const ender = request.ended_by ? `, ${say(request.ended_by.name)}` : "";
  const { url, title } = request;
  const what = url && title && <AppLink href={givenPath(url)}>{say(title)}</AppLink>;
  return (
    <Facts
      items={[
        [t`Що саме`, what || i18n._(THINGS[request.container_type])],
        [t`Хто просить`, asker],
        [t`Причина`, request.reason],
        [t`Група`, say(request.group.name)],
        [t`Відповісти до`, request.standing === "asked" && dates.full(request.expires_at)],
        [t`Хто відповів`, request.since && `${answerer}, ${dates.full(request.since)}`],
        [t`Що сказано`, request.note],
        [t`Діє до`, request.until && dates.full(request.until)],
        [t`Завершено`, request.ended_at && `${dates.full(request.ended_at)}${ender}`],
      ]}
    />
  );
}
