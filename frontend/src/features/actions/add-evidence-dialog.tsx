import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Select, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { answered } from "@/api/answered";
import { postActionItemEvidence, postFiles } from "@/api/generated/sdk.gen";
import type { ActionOut, AddEvidenceInRequest } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { ApiProblem } from "@/api/problem";
import { keys } from "@/data/keys";
import { Dialog } from "@/design/dialog";
import fieldClasses from "@/design/field.module.css";
import { fieldError } from "@/design/field-error";
import { toast } from "@/design/toast";
import { useFailureToast } from "@/widgets/failure-toast";
import classes from "./action.module.css";

interface Form {
  by: "file" | "link";
  title: string;
  note: string;
  url: string;
  file: File | null;
  criterion: string | null;
}

const EMPTY: Form = { by: "file", title: "", note: "", url: "", file: null, criterion: null };
const POINTERS = ["/title", "/note", "/url", "/file", "/criterion"];

function kindOf(form: Form): AddEvidenceInRequest["kind"] {
  if (form.by === "link") return "link";
  return form.file?.type.startsWith("image/") ? "photo" : "file";
}

/** The file first, then the evidence that holds it: a file alone belongs to nobody. */
async function add(action: ActionOut, form: Form): Promise<void> {
  const file =
    form.by === "file" && form.file ? await answered(postFiles({ body: { file: form.file } })) : null;
  await answered(
    postActionItemEvidence({
      path: { action_id: action.id },
      body: {
        kind: kindOf(form),
        title: form.title.trim(),
        ...(form.note.trim() ? { note: form.note.trim() } : {}),
        ...(file ? { file: file.id } : {}),
        ...(form.by === "link" ? { url: form.url.trim() } : {}),
        ...(form.criterion ? { criterion: form.criterion } : {}),
      },
      headers: once(),
    }),
  );
}

function useAdding(action: ActionOut, onClose: () => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: (form: Form) => add(action, form),
    onSuccess: () => {
      for (const queryKey of [keys.evidence(action.id), keys.action(action.id), keys.history(action.id)]) {
        void client.invalidateQueries({ queryKey });
      }
      toast(t`Доказ додано`);
      onClose();
    },
    onError: (error) => {
      const shown = error instanceof ApiProblem && POINTERS.some((pointer) => error.field(pointer));
      if (!shown) failed(error);
    },
  });
}

/** Something by which others can see that the work is done. */
export function AddEvidenceDialog({ action, onClose }: { action: ActionOut; onClose: () => void }) {
  const { t } = useLingui();
  const [form, setForm] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const adding = useAdding(action, onClose);
  const change = (part: Partial<Form>) => setForm((now) => ({ ...now, ...part }));
  const refused = (pointer: string) =>
    adding.error instanceof ApiProblem ? adding.error.field(pointer) : undefined;
  const missing = {
    title: form.title.trim() ? undefined : t`Назвіть доказ`,
    file: form.by === "file" && !form.file ? t`Виберіть файл` : undefined,
    url: form.by === "link" && !form.url.trim() ? t`Вставте адресу сторінки` : undefined,
  };
  const submit = () => {
    setTried(true);
    if (!missing.title && !missing.file && !missing.url) adding.mutate(form);
  };
  const problem = (own: string | undefined, pointer: string) =>
    fieldError((tried && own) || refused(pointer));
  return (
    <Dialog
      opened
      title={t`Додати доказ`}
      submit={t`Додати`}
      busy={adding.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <Radio.Group
        label={t`Що це`}
        value={form.by}
        onChange={(by) => change({ by: by === "link" ? "link" : "file" })}
      >
        <div className="v-row v-wrap">
          <Radio value="file" label={<Trans>Файл або фото</Trans>} />
          <Radio value="link" label={<Trans>Посилання</Trans>} />
        </div>
      </Radio.Group>
      {form.by === "file" ? (
        <FileField
          onFile={(file) => change({ file, title: form.title || (file?.name.replace(/\.[^.]+$/, "") ?? "") })}
          error={(tried && missing.file) || refused("/file")}
        />
      ) : (
        <TextInput
          label={t`Адреса`}
          type="url"
          inputMode="url"
          placeholder="https://"
          value={form.url}
          onChange={(event) => change({ url: event.currentTarget.value })}
          error={problem(missing.url, "/url")}
        />
      )}
      <TextInput
        label={t`Назва`}
        value={form.title}
        maxLength={200}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={problem(missing.title, "/title")}
      />
      {action.criteria.length > 0 && (
        <Select
          label={t`Яку умову доводить`}
          placeholder={t`Доручення загалом`}
          clearable
          data={action.criteria.map(({ id, text }) => ({ value: id, label: text }))}
          value={form.criterion}
          onChange={(criterion) => change({ criterion })}
          error={fieldError(refused("/criterion"))}
        />
      )}
      <Textarea
        label={t`Пояснення (необов’язково)`}
        rows={2}
        value={form.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        error={fieldError(refused("/note"))}
      />
    </Dialog>
  );
}

function FileField({ onFile, error }: { onFile: (file: File | null) => void; error: string | undefined }) {
  const { t } = useLingui();
  const id = useId();
  return (
    <div className={classes.file}>
      <label className={fieldClasses.label} htmlFor={id}>
        {t`Файл`}
      </label>
      <input
        id={id}
        type="file"
        aria-describedby={`${id}-hint`}
        aria-invalid={Boolean(error)}
        onChange={(event) => onFile(event.currentTarget.files?.[0] ?? null)}
      />
      <p id={`${id}-hint`} className={error ? fieldClasses.error : fieldClasses.hint}>
        {error ? fieldError(error) : t`Зображення, PDF або документ до 20 МБ`}
      </p>
    </div>
  );
}
