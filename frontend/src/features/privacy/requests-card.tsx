import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { postMyRequestAppeal, postMyRequests } from "@/api/generated/sdk.gen";
import type { FileRequestInRequest, RequestOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { PagedList } from "@/kit/paged-list";
import { ReasonDialog } from "@/kit/reason-dialog";
import { useCommand } from "@/kit/use-change";
import { PlainPill } from "@/modules/actions/status";
import { keys } from "@/queries/keys";
import { myRequestsQuery } from "@/queries/privacy";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { EmptyState } from "@/ui/feedback";
import { fieldError } from "@/ui/field-error";
import classes from "./privacy.module.css";
import { KINDS, STATES, useDueWords } from "./words";

const OFFERED: FileRequestInRequest["kind"][] = ["access", "rectification", "objection", "other"];

/** What the reader has asked the officer for, and what became of it. */
export function RequestsCard() {
  const requests = useInfiniteQuery(myRequestsQuery);
  const [asking, setAsking] = useState(false);
  const [appealing, setAppealing] = useState<RequestOut | null>(null);
  return (
    <Card title={<Trans>Мої запити</Trans>}>
      <PagedList
        query={requests}
        loading={<Trans>Завантажуємо запити…</Trans>}
        empty={<None />}
        older
        actions={
          <Button kind="quiet" onClick={() => setAsking(true)}>
            <Trans>Подати запит</Trans>
          </Button>
        }
      >
        {(one) => <Row key={one.id} request={one} onAppeal={() => setAppealing(one)} />}
      </PagedList>
      {asking && <AskDialog onClose={() => setAsking(false)} />}
      {appealing && <AppealDialog request={appealing} onClose={() => setAppealing(null)} />}
    </Card>
  );
}

function None() {
  return (
    <EmptyState title={<Trans>Запитів немає</Trans>}>
      <Trans>
        Попросіть виправити дані, поясніть, проти чого заперечуєте, або запитайте. Відповідь — протягом 30
        днів.
      </Trans>
    </EmptyState>
  );
}

function Row({ request, onAppeal }: { request: RequestOut; onAppeal: () => void }) {
  const { i18n } = useLingui();
  const due = useDueWords();
  return (
    <li className={classes.row}>
      <div>
        <b>{i18n._(KINDS[request.kind])}</b>
        <p className="v-tiny v-t2">{due(request)}</p>
        {request.text && <p className={`v-small ${classes.words}`}>{request.text}</p>}
        {request.answer && (
          <p className={`v-small ${classes.words}`}>
            <b>
              <Trans>Відповідь:</Trans>
            </b>{" "}
            {request.answer}
          </p>
        )}
        {request.allowed.includes("appeal") && (
          <Button kind="ghost" onClick={onAppeal}>
            <Trans>Не погодитися</Trans>
          </Button>
        )}
      </div>
      <PlainPill>{i18n._(STATES[request.state])}</PlainPill>
    </li>
  );
}

function useSending<In>(ask: (input: In) => Promise<unknown>, said: string, onDone: () => void) {
  return useCommand({
    ask,
    said,
    onDone,
    forget: (client) => client.invalidateQueries({ queryKey: keys.myData }),
  });
}

function AskDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const [kind, setKind] = useState<FileRequestInRequest["kind"]>("access");
  const [text, setText] = useState("");
  const sending = useSending(
    (body: FileRequestInRequest) => unwrap(postMyRequests({ body, headers: idempotencyKey() })),
    t`Запит надіслано відповідальній особі`,
    onClose,
  );
  return (
    <Dialog
      opened
      title={t`Запит щодо моїх даних`}
      lead={<Trans>Його прочитає відповідальна особа із захисту даних вашої території.</Trans>}
      submit={t`Надіслати`}
      busy={sending.isPending}
      onClose={onClose}
      onSubmit={() => sending.mutate({ kind, text })}
    >
      <Select
        label={t`Про що`}
        data={OFFERED.map((value) => ({ value, label: i18n._(KINDS[value]) }))}
        value={kind}
        onChange={(value) => setKind(OFFERED.find((one) => one === value) ?? kind)}
      />
      <Textarea
        label={t`Що саме`}
        rows={4}
        maxLength={4000}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={fieldError(fieldErrorAt(sending.error, "/text"))}
      />
      <FormErrors error={sending.error} />
    </Dialog>
  );
}

function AppealDialog({ request, onClose }: { request: RequestOut; onClose: () => void }) {
  const { t } = useLingui();
  const sending = useSending(
    (note: string) =>
      unwrap(
        postMyRequestAppeal({ path: { request_id: request.id }, body: { note }, headers: idempotencyKey() }),
      ),
    t`Запит розглянуть ще раз`,
    onClose,
  );
  return (
    <ReasonDialog
      title={t`Не погодитися з відповіддю`}
      lead={
        <Trans>
          Запит розглянуть ще раз протягом 30 днів. Звернутися можна й до Уповноваженого Верховної Ради з прав
          людини або до суду.
        </Trans>
      }
      label={t`З чим не погоджуєтеся`}
      missing={t`Поясніть причину`}
      most={4000}
      submit={t`Надіслати`}
      busy={sending.isPending}
      problem={sending.error}
      pointer="/note"
      onClose={onClose}
      onSubmit={(note) => sending.mutate(note)}
    />
  );
}
