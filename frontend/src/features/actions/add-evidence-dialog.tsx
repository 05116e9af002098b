import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { LARGEST_FILE } from "@/api/upload";
import { FormErrors } from "@/kit/form-errors";
import { VoiceField } from "@/modules/mandates/voice-field";
import { Segments } from "@/ui/choice";
import { ClearableSelect } from "@/ui/clearable-select";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
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

type Problems = Partial<Record<"file" | "url" | "note" | "title", string>>;

function useProblems(piece: EvidenceDraft): Problems {
  const { t } = useLingui();
  const problems: Problems = {};
  if (!piece.title.trim()) problems.title = t`Назвіть доказ, щоб його впізнали`;
  if (piece.shown === "file" && !piece.file) problems.file = t`Виберіть файл`;
  if (piece.shown === "file" && piece.file && piece.file.size > LARGEST_FILE) {
    problems.file = t`Файл завеликий: можна до 20 МБ. Виберіть менший`;
  }
  if (piece.shown === "link" && !/^https?:\/\/\S+\.\S+/.test(piece.url.trim())) {
    problems.url = t`Впишіть повну адресу, що починається з https://`;
  }
  if (piece.shown === "indicator" && !piece.note.trim()) problems.note = t`Впишіть значення і звідки воно`;
  return problems;
}

/** A file without a name of its own is called as it is called on the disk. */
function titleFrom(file: File): string {
  return file.name.replace(/\.[a-z0-9]{1,5}$/i, "").replaceAll("_", " ");
}

interface AddEvidenceDialogProps {
  action: ActionOut;
  /** Why it is asked for; left out where the reader has asked. */
  why?: ReactNode;
  onClose: () => void;
  /** What follows when it is there, if anything does. */
  onAdded?: () => void;
}

/** How we know: a file, an address or a number, and which of the criteria it is about. */
export function AddEvidenceDialog({ action, why, onClose, onAdded = onClose }: AddEvidenceDialogProps) {
  const { t } = useLingui();
  const [piece, setPiece] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const { adding, progress } = useAddEvidence(action.id, onAdded);
  const problems = useProblems(piece);
  const change = (part: Partial<EvidenceDraft>) => setPiece((now) => ({ ...now, ...part }));
  const submit = () => {
    setTried(true);
    if (Object.keys(problems).length === 0) adding.mutate(piece);
  };
  const refused = (pointer: string) => fieldErrorAt(adding.error, pointer);
  const error = (name: keyof Problems) => fieldError((tried && problems[name]) || refused(`/${name}`));
  return (
    <Dialog
      opened
      title={t`Додати доказ`}
      lead={
        <>
          {why}{" "}
          <Trans>Доказ побачать усі, хто бачить доручення. Відкликати його можна впродовж 15 хвилин.</Trans>
        </>
      }
      submit={t`Додати доказ`}
      busy={adding.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <Segments
        label={t`Що це`}
        value={piece.shown}
        onChange={(shown) => change({ shown })}
        segments={[
          { value: "file", label: t`Файл, фото` },
          { value: "link", label: t`Посилання` },
          { value: "indicator", label: t`Показник` },
        ]}
      />
      {piece.shown === "file" && (
        <FileField
          file={piece.file}
          progress={progress}
          error={error("file")}
          onChange={(file) => change({ file, ...(piece.title ? {} : { title: titleFrom(file) }) })}
        />
      )}
      {piece.shown === "link" && (
        <TextInput
          label={t`Адреса`}
          type="url"
          inputMode="url"
          placeholder="https://"
          maxLength={1000}
          value={piece.url}
          onChange={(event) => change({ url: event.currentTarget.value })}
          error={error("url")}
        />
      )}
      <TextInput
        label={t({ message: "Назва", context: "evidence" })}
        maxLength={200}
        value={piece.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={error("title")}
      />
      <Textarea
        label={piece.shown === "indicator" ? t`Значення і джерело` : t`Пояснення (необов’язково)`}
        rows={2}
        maxLength={2000}
        value={piece.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        error={error("note")}
      />
      {action.criteria.length > 0 && (
        <ClearableSelect
          label={t`Яку умову він підтверджує`}
          placeholder={t`Доручення загалом`}
          data={action.criteria.map(({ id, text }) => ({ value: id, label: text }))}
          value={piece.criterion}
          onChange={(criterion) => change({ criterion })}
        />
      )}
      <VoiceField
        groupId={action.group.id}
        organisationId={action.owner.id}
        value={piece.mandateId}
        onChange={(mandateId) => change({ mandateId })}
        error={refused("/on_behalf_of")}
      />
      <FormErrors error={adding.error} />
    </Dialog>
  );
}
