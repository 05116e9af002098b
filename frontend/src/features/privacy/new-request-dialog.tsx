import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useId, useRef } from "react";
import { postRegister } from "@/api/generated/sdk.gen";
import type { RegisterInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { uploadFile } from "@/api/upload";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { KINDS } from "./words";

const OFFERED: RegisterInRequest["kind"][] = ["access", "rectification", "erasure", "objection", "other"];
const NOTHING = {
  email: "",
  kind: "access" as RegisterInRequest["kind"],
  document: "",
  scan: null as File | null,
  text: "",
  removes_messages: false,
};

/** Send a scan once, also when what it belongs to is sent again. */
function useScanUpload() {
  const sent = useRef<{ scan: File; id: string } | null>(null);
  return async (scan: File | null) => {
    if (!scan) return undefined;
    if (sent.current?.scan !== scan) {
      const { signal } = new AbortController();
      const { id } = await uploadFile(scan, { onProgress: () => undefined, signal });
      sent.current = { scan, id };
    }
    return sent.current.id;
  };
}

/** A request that came on paper is entered for the person who wrote it. */
export function NewRequestDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const router = useRouter();
  const upload = useScanUpload();
  const command = useCommand({
    run: async ({ scan, ...facts }: typeof NOTHING, { idempotencyKey }) => {
      const body = { ...facts, document_file: await upload(scan) };
      return unwrap(postRegister({ body, headers: idempotencyKey }));
    },
    invalidates: [keys.subjectRequests],
    onSuccess: (request) =>
      void router.navigate({ to: "/subject-requests/$requestId", params: { requestId: request.id } }),
  });
  const form = useForm({ initial: NOTHING, command, pointers: { scan: ["/document_file"] } });
  return (
    <FormDialog
      form={form}
      title={t`Письмовий запит`}
      lead={
        <Trans>Назвіть документ номером і датою, без імен: він лишиться в реєстрі й після стирання.</Trans>
      }
      submit={t`Внести`}
      onClose={onClose}
    >
      <TextInput label={t`Пошта людини в системі`} type="email" data-autofocus {...form.text("email")} />
      <Select
        label={t`Про що`}
        data={OFFERED.map((value) => ({ value, label: i18n._(KINDS[value]) }))}
        {...form.choice("kind")}
      />
      <TextInput
        label={t`Документ`}
        description={t`Наприклад: лист № 12 від 01.11.2026`}
        maxLength={300}
        {...form.text("document")}
      />
      <ScanField {...form.value("scan")} />
      <Textarea label={t`Суть запиту (необов’язково)`} rows={2} maxLength={4000} {...form.text("text")} />
      {form.values.kind === "erasure" && (
        <Checkbox
          label={t`Людина просить прибрати й тексти своїх повідомлень`}
          {...form.check("removes_messages")}
        />
      )}
    </FormDialog>
  );
}

interface ScanFieldProps {
  value: File | null;
  error: ReactNode;
  onChange: (scan: File) => void;
}

/** The document itself, scanned. A request for erasure cannot be entered without it. */
function ScanField({ value: scan, error, onChange }: ScanFieldProps) {
  const { t } = useLingui();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div>
      <Button kind="quiet" aria-describedby={id} onClick={() => input.current?.click()}>
        {scan ? t`Вибрати інший скан` : t`Додати скан документа`}
      </Button>
      <p id={id} className="v-small v-t2">
        {scan ? scan.name : <Trans>Для стирання обов’язково</Trans>}
      </p>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t`Скан документа`}
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          if (chosen) onChange(chosen);
        }}
      />
      {error && <div role="alert">{error}</div>}
    </div>
  );
}
