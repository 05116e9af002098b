import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Stack, Textarea } from "@mantine/core";
import { postDossierLetters, postDossierReplies } from "@/api/generated/sdk.gen";
import type { ControlOut } from "@/api/generated/types.gen";
import type { PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { type Form, useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { VoiceField } from "@/modules/mandates/voice-field";
import { DateField } from "@/ui/date-field";
import type { ControlDialogProps } from "./edit-dialog";
import { EvidenceField } from "./evidence-field";
import { useControlCommand } from "./use-control-command";

interface ReplyForm {
  kind: "answered" | "refused" | "";
  text: string;
  evidence: string;
  received: string;
  mandateId: string | null;
}

/** What was recorded of the letter that is corrected; of none, nothing but today. */
function recordedOf({ replies }: ControlOut, today: string): ReplyForm {
  const last = replies.at(-1);
  if (last?.way !== "letter") return { ...EMPTY, received: today };
  const { kind, text, evidence, received_on } = last;
  return {
    ...EMPTY,
    kind: kind === "silent" ? "" : kind,
    text: text ?? "",
    evidence: evidence?.present ? evidence.id : "",
    received: received_on,
  };
}

const EMPTY: ReplyForm = { kind: "", text: "", evidence: "", received: "", mandateId: null };

/** What both ways send: nothing of what was left empty. */
const shared = ({ kind, mandateId }: ReplyForm, confirmed: PersonalDataKind[] | undefined) => ({
  kind: kind as "answered" | "refused",
  ...(mandateId ? { on_behalf_of: mandateId } : {}),
  ...(confirmed ? { confirmed } : {}),
});

function useReplyForm({ dossier, onClose }: ControlDialogProps) {
  const { t } = useLingui();
  const command = useControlCommand<ReplyForm>(dossier, {
    run: (form, { confirmed, ifMatch, idempotencyKey }) =>
      unwrap(
        postDossierReplies({
          path: { dossier_id: dossier.id },
          body: {
            ...shared(form, confirmed),
            text: form.text,
            ...(form.evidence ? { evidence: form.evidence } : {}),
          },
          headers: { ...ifMatch, ...idempotencyKey },
        }),
      ),
    success: t`Відповідь надіслано`,
    anyway: t`Усе одно надіслати`,
    onSuccess: onClose,
  });
  return useForm<ReplyForm>({
    initial: EMPTY,
    // A file that is added here changes the version, too.
    command: { ...command, begin: () => undefined },
    required: { kind: t`Виберіть відповідь`, text: t`Напишіть відповідь` },
    pointers: { mandateId: ["/on_behalf_of"] },
  });
}

/** The authority replies to the report through its account. */
export function ReplyDialog(props: ControlDialogProps) {
  const { dossier, control, onClose } = props;
  const { t } = useLingui();
  const { localize, dates } = useLocale();
  const form = useReplyForm(props);
  const day = control.reply_due_on && dates.long(control.reply_due_on);
  return (
    <FormDialog
      form={form}
      title={t`Відповідь на звіт`}
      lead={
        <Trans>Її побачать усі, хто бачить справу. На рекомендації відповідають окремо. Строк: {day}.</Trans>
      }
      submit={t`Надіслати відповідь`}
      onClose={onClose}
    >
      <KindField form={form} label={t`Ваша відповідь`} />
      <Textarea label={t`Текст`} rows={5} maxLength={5000} {...form.text("text")} />
      {dossier.allowed.includes("add_evidence") && (
        <EvidenceField dossier={dossier} label={t`Файл (необов’язково)`} {...form.value("evidence")} />
      )}
      <VoiceField
        groupId={dossier.group.id}
        organisationId={control.authority.id}
        {...form.value("mandateId")}
      />
      <p className="v-small v-t2">{localize(control.rules.label)}</p>
    </FormDialog>
  );
}

function useLetterForm({ dossier, control, onClose }: ControlDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const today = dates.today();
  const command = useControlCommand<ReplyForm>(dossier, {
    run: (form, { confirmed, ifMatch, idempotencyKey }) =>
      unwrap(
        postDossierLetters({
          path: { dossier_id: dossier.id },
          body: {
            ...shared(form, confirmed),
            received_on: form.received,
            evidence: form.evidence,
            ...(form.text ? { text: form.text } : {}),
          },
          headers: { ...ifMatch, ...idempotencyKey },
        }),
      ),
    success: t`Лист записано`,
    anyway: t`Усе одно записати`,
    onSuccess: onClose,
  });
  return useForm<ReplyForm>({
    initial: recordedOf(control, today),
    command: { ...command, begin: () => undefined },
    required: { kind: t`Виберіть, що в листі`, received: t`Впишіть день`, evidence: t`Додайте скан листа` },
    validate: ({ received }) => ({
      received:
        (received > today || received < (control.sent_on ?? "")) &&
        t`Лист приходить після звіту й не пізніше, ніж сьогодні`,
    }),
    pointers: { received: ["/received_on"], mandateId: ["/on_behalf_of"] },
  });
}

/** Who leads records a reply that came by letter, with its scan. */
export function LetterDialog(props: ControlDialogProps) {
  const { dossier, control, onClose } = props;
  const { t } = useLingui();
  const form = useLetterForm(props);
  const corrects = control.replies.at(-1)?.way === "letter";
  return (
    <FormDialog
      form={form}
      title={corrects ? t`Виправити запис листа` : t`Записати лист органу`}
      lead={corrects && <Trans>Попередній запис залишиться видимим, чинним стане новий.</Trans>}
      submit={t`Записати лист`}
      onClose={onClose}
    >
      <KindField form={form} label={t`Що в листі`} />
      <DateField label={t`Коли надійшов`} {...form.value("received")} />
      <EvidenceField dossier={dossier} label={t`Скан листа`} {...form.value("evidence")} />
      <Textarea
        label={t`Коротко про зміст (необов’язково)`}
        rows={3}
        maxLength={5000}
        {...form.text("text")}
      />
      <VoiceField groupId={dossier.group.id} {...form.value("mandateId")} />
    </FormDialog>
  );
}

function KindField({ form, label }: { form: Form<ReplyForm>; label: string }) {
  const { t } = useLingui();
  return (
    <Radio.Group label={label} {...form.choice("kind")}>
      <Stack gap={4} mt={8}>
        <Radio value="answered" label={t`Відповідь по суті`} />
        <Radio value="refused" label={t`Відмова відповідати`} />
      </Stack>
    </Radio.Group>
  );
}
