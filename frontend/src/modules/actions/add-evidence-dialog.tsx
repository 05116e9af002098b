import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { LARGEST_FILE } from "@/api/upload";
import { FormDialog } from "@/kit/form-dialog";
import { type Form, type FormCommand, useForm } from "@/kit/use-form";
import { titleFrom } from "@/lib/file-kind";
import type { Place } from "@/modules/mandates/use-voices";
import { VoiceField } from "@/modules/mandates/voice-field";
import { Segments } from "@/ui/choice";
import { ClearableSelect } from "@/ui/clearable-select";
import { FileField } from "./file-field";
import { type EvidenceDraft, useAddEvidence } from "./use-add-evidence";

const EMPTY: EvidenceDraft = {
  shown: "file",
  title: "",
  note: "",
  url: "",
  file: null,
  criterion: null,
  mandateId: null,
};

function useEvidenceForm(command: FormCommand<EvidenceDraft>) {
  const { t } = useLingui();
  const fileProblem = (file: File | null) => {
    if (!file) return t`Виберіть файл`;
    return file.size > LARGEST_FILE && t`Файл завеликий: можна до 20 МБ. Виберіть менший`;
  };
  return useForm<EvidenceDraft>({
    initial: EMPTY,
    command,
    required: { title: t`Назвіть доказ, щоб його впізнали` },
    validate: ({ shown, file, url, note }) => ({
      file: shown === "file" && fileProblem(file),
      url: shown === "link" && !ADDRESS.test(url) && t`Впишіть повну адресу, що починається з https://`,
      note: shown === "indicator" && !note && t`Впишіть значення і звідки воно`,
    }),
    pointers: { mandateId: ["/on_behalf_of"] },
  });
}

const ADDRESS = /^https?:\/\/\S+\.\S+/;

interface AddEvidenceDialogProps {
  action: ActionOut;
  /** Why evidence is needed; left out where the reader opened the dialog themselves. */
  why?: ReactNode;
  onClose: () => void;
  /** Called when the evidence is saved. */
  onAdded?: () => void;
}

/** Add evidence: a file, an address or a number, and the criteria that it proves. */
export function AddEvidenceDialog({ action, why, onClose, onAdded = onClose }: AddEvidenceDialogProps) {
  const { t } = useLingui();
  return (
    <EvidenceDialog
      {...useAddEvidence(action.id, onAdded)}
      lead={
        <>
          {why}{" "}
          <Trans>Доказ побачать усі, хто бачить доручення. Відкликати його можна впродовж 15 хвилин.</Trans>
        </>
      }
      place={{ groupId: action.group.id, organisationId: action.owner.id }}
      onClose={onClose}
    >
      {(form) =>
        action.criteria.length > 0 && (
          <ClearableSelect
            label={t`Яку умову він підтверджує`}
            placeholder={t`Доручення загалом`}
            data={action.criteria.map(({ id, text }) => ({ value: id, label: text }))}
            {...form.value("criterion")}
          />
        )
      }
    </EvidenceDialog>
  );
}

interface EvidenceDialogProps {
  adding: FormCommand<EvidenceDraft>;
  progress: number | null;
  lead: ReactNode;
  /** Where it is added, and for which organisation where it is asked of one. */
  place: Place;
  onClose: () => void;
  /** Further fields. */
  children?: (form: Form<EvidenceDraft>) => ReactNode;
}

/** The form of a piece of evidence, whatever it is evidence of. */
export function EvidenceDialog({ adding, progress, lead, place, onClose, children }: EvidenceDialogProps) {
  const { t } = useLingui();
  const form = useEvidenceForm(adding);
  return (
    <FormDialog form={form} title={t`Додати доказ`} lead={lead} submit={t`Додати доказ`} onClose={onClose}>
      <EvidenceFields form={form} progress={progress} />
      {children?.(form)}
      <VoiceField {...place} {...form.value("mandateId")} />
    </FormDialog>
  );
}

function EvidenceFields({ form, progress }: { form: Form<EvidenceDraft>; progress: number | null }) {
  const { t } = useLingui();
  const { shown, title } = form.values;
  return (
    <>
      <Segments
        label={t`Що це`}
        value={shown}
        onChange={(chosen) => form.change({ shown: chosen })}
        segments={[
          { value: "file", label: t`Файл, фото` },
          { value: "link", label: t`Посилання` },
          { value: "indicator", label: t`Показник` },
        ]}
      />
      {shown === "file" && (
        <FileField
          file={form.values.file}
          progress={progress}
          error={form.value("file").error}
          onChange={(file) => form.change({ file, ...(title ? {} : { title: titleFrom(file) }) })}
        />
      )}
      {shown === "link" && (
        <TextInput
          label={t`Адреса`}
          type="url"
          inputMode="url"
          placeholder="https://"
          maxLength={1000}
          {...form.text("url")}
        />
      )}
      <TextInput
        label={t({ message: "Назва", context: "evidence" })}
        maxLength={200}
        {...form.text("title")}
      />
      <Textarea
        label={shown === "indicator" ? t`Значення і джерело` : t`Пояснення (необов’язково)`}
        rows={2}
        maxLength={2000}
        {...form.text("note")}
      />
    </>
  );
}
