import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { patchMeetingAgendaItem, postAgendaPapers, postMeetingAgenda } from "@/api/generated/sdk.gen";
import type { AgendaItemOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { uploadFile } from "@/api/upload";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { FileField } from "@/modules/actions/file-field";
import { WholeNumberField } from "@/ui/whole-number-field";
import { type MeetingDialogProps, useMeetingCommand } from "./use-meeting-command";
import { ITEM_KINDS } from "./words";

interface ItemForm {
  title: string;
  kind: AgendaItemOut["kind"];
  minutes: number;
}

interface ItemDialogProps extends MeetingDialogProps {
  item: AgendaItemOut;
}

/** Propose what to talk about; of who leads it stands on the agenda at once. */
export function ProposeItemDialog({ meeting, onClose }: MeetingDialogProps) {
  const { t, i18n } = useLingui();
  const leads = meeting.allowed.includes("order_agenda");
  const command = useMeetingCommand<ItemForm>(meeting, {
    run: ({ title, kind, minutes }, { idempotencyKey: headers, confirmed }) => {
      const body = { title, kind, minutes: minutes || null, ...(confirmed ? { confirmed } : {}) };
      return unwrap(postMeetingAgenda({ path: { meeting_id: meeting.id }, body, headers }));
    },
    success: leads ? t`Питання додано` : t`Питання запропоновано`,
    anyway: t`Усе одно запропонувати`,
    onSuccess: onClose,
  });
  const form = useForm<ItemForm>({
    initial: { title: "", kind: "other", minutes: 0 },
    command,
    required: { title: t`Напишіть, про що говорити` },
  });
  const kinds = Object.entries(ITEM_KINDS).map(([value, label]) => ({ value, label: i18n._(label) }));
  return (
    <FormDialog
      form={form}
      title={t`Запропонувати питання`}
      lead={!leads && <Trans>До порядку денного його поставить той, хто веде групу.</Trans>}
      submit={t`Запропонувати`}
      onClose={onClose}
    >
      <TextInput label={t`Про що`} maxLength={300} data-autofocus {...form.text("title")} />
      <Select label={t`Що це`} data={kinds} {...form.choice("kind")} />
      <WholeNumberField label={t`Скільки хвилин (необов’язково)`} maxLength={3} {...form.value("minutes")} />
    </FormDialog>
  );
}

export function EditItemDialog({ meeting, item: opened, onClose }: ItemDialogProps) {
  const { t } = useLingui();
  const [first] = useState(opened);
  const item = meeting.agenda.find(({ id }) => id === first.id) ?? first;
  const command = useMeetingCommand<Omit<ItemForm, "kind">>(meeting, {
    version: item.version,
    run: ({ title, minutes }, { ifMatch: headers, confirmed }) => {
      const path = { meeting_id: meeting.id, item_id: item.id };
      const body = { title, minutes: minutes || null, ...(confirmed ? { confirmed } : {}) };
      return unwrap(patchMeetingAgendaItem({ path, body, headers }));
    },
    anyway: t`Усе одно зберегти`,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { title: item.title ?? "", minutes: item.minutes ?? 0 },
    command,
    required: { title: t`Напишіть, про що говорити` },
  });
  const { title, minutes } = item;
  const { own } = form;
  const isOvertaken =
    (own.title !== undefined && title !== first.title) ||
    (own.minutes !== undefined && minutes !== first.minutes);
  const stored = minutes ? t`«${title}», ${minutes} хв` : t`«${title}»`;
  return (
    <FormDialog form={form} title={t`Змінити питання`} submit={t`Зберегти`} onClose={onClose}>
      <TextInput label={t`Про що`} maxLength={300} data-autofocus {...form.text("title")} />
      <p role="status" className="v-small">
        {isOvertaken && <Trans>Хтось уже змінив це питання. Тепер там: {stored}</Trans>}
      </p>
      <WholeNumberField label={t`Скільки хвилин (необов’язково)`} maxLength={3} {...form.value("minutes")} />
    </FormDialog>
  );
}

/** A file that people read before the item. */
export function PaperDialog({ meeting, item, onClose }: ItemDialogProps) {
  const { t } = useLingui();
  const [progress, setProgress] = useState<number | null>(null);
  const command = useMeetingCommand<{ file: File | null }>(meeting, {
    run: async ({ file }, { idempotencyKey: headers }) => {
      const signal = new AbortController().signal;
      const stored = await uploadFile(file as File, { onProgress: setProgress, signal });
      const path = { meeting_id: meeting.id, item_id: item.id };
      return unwrap(postAgendaPapers({ path, body: { file_id: stored.id }, headers }));
    },
    success: t`Матеріал додано`,
    onSuccess: onClose,
  });
  const form = useForm<{ file: File | null }>({
    initial: { file: null },
    command,
    required: { file: t`Виберіть файл` },
    pointers: { file: ["/file_id"] },
  });
  const { value, onChange, error } = form.value("file");
  return (
    <FormDialog form={form} title={t`Матеріал до питання`} submit={t`Додати`} onClose={onClose}>
      <FileField
        file={value}
        progress={command.isPending ? progress : null}
        error={error}
        onChange={onChange}
      />
    </FormDialog>
  );
}
