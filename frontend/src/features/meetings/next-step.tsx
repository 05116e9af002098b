import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { postMeetingTransitions } from "@/api/generated/sdk.gen";
import type { MoveMeetingInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useConfirm } from "@/kit/use-confirm";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import {
  type MeetingDialogProps,
  type MeetingProps,
  useMeetingCommand,
} from "@/modules/meetings/use-meeting-command";
import { charterQuery } from "@/queries/decisions";
import { Button } from "@/ui/button";
import { Card, CardBody } from "@/ui/card";

interface StepOptions<In> {
  success: string;
  anyway?: string;
  reasonOf?: (input: In) => string;
  onSuccess?: () => void;
}

/** Move a meeting to another state, with a reason where one is needed. */
export function useStep<In = void>(
  meeting: MeetingProps["meeting"],
  to: MoveMeetingInRequest["to"],
  { reasonOf, ...options }: StepOptions<In>,
) {
  return useMeetingCommand<In>(meeting, {
    ...options,
    run: (input, { ifMatch, idempotencyKey, confirmed }) => {
      const reason = reasonOf?.(input);
      const body = { to, ...(reason ? { reason } : {}), ...(confirmed ? { confirmed } : {}) };
      const headers = { ...ifMatch, ...idempotencyKey };
      return unwrap(postMeetingTransitions({ path: { meeting_id: meeting.id }, body, headers }));
    },
  });
}

interface Reasoned {
  reason: string;
}
const reasonOf = ({ reason }: Reasoned) => reason;

/** What comes next for who leads: convene it, then begin. */
export function NextStep({ meeting }: MeetingProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const convening = useDialog();
  const begin = useConfirm({
    title: t`Почати засідання?`,
    text: <Trans>Відкриємо код на вході й записи. Часу початку вже не змінити.</Trans>,
    submit: t`Почати`,
    command: useStep(meeting, "running", { success: t`Засідання почалося` }),
  });
  const { allowed } = meeting;
  // Before its day that is no main action.
  const isToday = dates.daysUntil(dates.day(meeting.starts_at)) <= 0;
  if (!allowed.includes("convene") && !allowed.includes("start")) return null;
  return (
    <Card title={<Trans>Що далі</Trans>}>
      <CardBody>
        {allowed.includes("convene") && (
          <Button onClick={() => convening.open()}>
            <Trans>Скликати</Trans>
          </Button>
        )}
        {allowed.includes("start") && (
          <Button kind={isToday ? "primary" : "quiet"} onClick={begin.open}>
            <Trans>Почати засідання</Trans>
          </Button>
        )}
      </CardBody>
      {begin.dialog}
      {convening.render((_, close) => (
        <ConveneDialog meeting={meeting} onClose={close} />
      ))}
    </Card>
  );
}

/** Invite everybody; with less notice than the charter demands only with a reason, which all read. */
function ConveneDialog({ meeting, onClose }: MeetingDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const { data: charter } = useQuery(charterQuery(meeting.group.id));
  const days = dates.daysUntil(dates.day(meeting.starts_at));
  const notice = charter?.notice_days ?? 0;
  const isShort = days < notice;
  const command = useStep<Reasoned>(meeting, "convened", {
    success: t`Запрошення розіслано`,
    anyway: t`Усе одно скликати`,
    reasonOf,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { reason: meeting.extraordinary },
    command,
    required: { reason: isShort && t`Напишіть, чому засідання позачергове` },
  });
  return (
    <FormDialog
      form={form}
      title={t`Скликати засідання?`}
      lead={<Trans>Усі з місцем у групі отримають лист із запрошенням і файлом для календаря.</Trans>}
      submit={t`Скликати`}
      onClose={onClose}
    >
      {isShort && (
        <>
          <p>
            <Trans>
              За правилами групи від запрошення до засідання має минути днів: {notice}. Залишилося: {days}.
              Тому це засідання позачергове.
            </Trans>
          </p>
          <Textarea
            label={t`Чому позачергове`}
            description={t`Прочитають усі`}
            rows={3}
            maxLength={1000}
            {...form.text("reason")}
          />
        </>
      )}
    </FormDialog>
  );
}

/** Call it off before it begins. */
export function CancelDialog({ meeting, onClose }: MeetingDialogProps) {
  const { t } = useLingui();
  const command = useStep<Reasoned>(meeting, "cancelled", {
    success: t`Засідання скасовано`,
    anyway: t`Усе одно скасувати`,
    reasonOf,
    onSuccess: onClose,
  });
  const form = useForm({ initial: { reason: "" }, command, required: { reason: t`Напишіть причину` } });
  return (
    <FormDialog
      form={form}
      title={t`Скасувати засідання?`}
      lead={<Trans>Запрошені отримають лист. Причину прочитають усі.</Trans>}
      submit={t`Скасувати засідання`}
      submitKind="danger"
      onClose={onClose}
    >
      <Textarea label={t`Чому`} rows={3} maxLength={1000} {...form.text("reason")} />
    </FormDialog>
  );
}
