import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { postMyRequestAppeal, postMyRequests } from "@/api/generated/sdk.gen";
import type { FileRequestInRequest, RequestOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { SectionCard } from "@/kit/section-card";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { PlainPill } from "@/modules/actions/status";
import { keys } from "@/queries/keys";
import { myRequestsQuery } from "@/queries/privacy";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { ListRow } from "@/ui/list-row";
import classes from "./privacy.module.css";
import { KINDS, STATES, useDueWords } from "./words";

const OFFERED: FileRequestInRequest["kind"][] = ["access", "rectification", "objection", "other"];

/** What the reader has asked the officer for, and what became of it. */
export function RequestsCard() {
  const requests = useInfiniteQuery(myRequestsQuery);
  const ask = useDialog();
  const appeal = useDialog<RequestOut>();
  return (
    <SectionCard
      title={<Trans>Мої запити</Trans>}
      query={requests}
      loading={<Trans>Завантажуємо запити…</Trans>}
      empty={<None />}
      older
      add={
        <Button kind="quiet" onClick={() => ask.open()}>
          <Trans>Подати запит</Trans>
        </Button>
      }
      dialogs={
        <>
          {ask.render((_, close) => (
            <AskDialog onClose={close} />
          ))}
          {appeal.render((request, close) => (
            <AppealDialog request={request} onClose={close} />
          ))}
        </>
      }
    >
      {(one) => <Row key={one.id} request={one} onAppeal={() => appeal.open(one)} />}
    </SectionCard>
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
    <ListRow
      title={i18n._(KINDS[request.kind])}
      meta={due(request)}
      status={<PlainPill>{i18n._(STATES[request.state])}</PlainPill>}
    >
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
    </ListRow>
  );
}

function AskDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const command = useCommand({
    run: (body: FileRequestInRequest, { idempotencyKey }) =>
      unwrap(postMyRequests({ body, headers: idempotencyKey })),
    success: t`Запит надіслано відповідальній особі`,
    invalidates: [keys.myData],
    onSuccess: onClose,
  });
  const initial: Pick<FileRequestInRequest, "kind"> & { text: string } = { kind: "access", text: "" };
  const form = useForm({ initial, command });
  return (
    <FormDialog
      form={form}
      title={t`Запит щодо моїх даних`}
      lead={<Trans>Його прочитає відповідальна особа із захисту даних вашої території.</Trans>}
      submit={t`Надіслати`}
      onClose={onClose}
    >
      <Select
        label={t`Про що`}
        data={OFFERED.map((value) => ({ value, label: i18n._(KINDS[value]) }))}
        {...form.choice("kind")}
      />
      <Textarea label={t`Що саме`} rows={4} maxLength={4000} data-autofocus {...form.text("text")} />
    </FormDialog>
  );
}

function AppealDialog({ request, onClose }: { request: RequestOut; onClose: () => void }) {
  const { t } = useLingui();
  const command = useCommand({
    run: (body: { note: string }, { idempotencyKey }) =>
      unwrap(postMyRequestAppeal({ path: { request_id: request.id }, body, headers: idempotencyKey })),
    success: t`Запит розглянуть ще раз`,
    invalidates: [keys.myData],
    onSuccess: onClose,
  });
  const form = useForm({ initial: { note: "" }, command, required: { note: t`Поясніть причину` } });
  return (
    <FormDialog
      form={form}
      title={t`Не погодитися з відповіддю`}
      lead={
        <Trans>
          Запит розглянуть ще раз протягом 30 днів. Звернутися можна й до Уповноваженого Верховної Ради з прав
          людини або до суду.
        </Trans>
      }
      submit={t`Надіслати`}
      onClose={onClose}
    >
      <Textarea
        label={t`З чим не погоджуєтеся`}
        rows={3}
        maxLength={4000}
        data-autofocus
        {...form.text("note")}
      />
    </FormDialog>
  );
}
