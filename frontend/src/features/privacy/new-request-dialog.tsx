import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useId, useRef, useState } from "react";
import { postRegister } from "@/api/generated/sdk.gen";
import type { RegisterInRequest } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt, isValidationError } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { uploadFile } from "@/api/upload";
import { useFailureToast } from "@/kit/failure-toast";
import { FormErrors } from "@/kit/form-errors";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { KINDS } from "./words";

const OFFERED: RegisterInRequest["kind"][] = ["access", "rectification", "erasure", "objection", "other"];
const NOTHING: RegisterInRequest = {
  email: "",
  kind: "access",
  document: "",
  text: "",
  removes_messages: false,
};

/** A request that came on paper is entered for the person who wrote it. */
export function NewRequestDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const router = useRouter();
  const failed = useFailureToast();
  const [facts, setFacts] = useState(NOTHING);
  const [scan, setScan] = useState<File | null>(null);
  const change = (part: Partial<RegisterInRequest>) => setFacts((known) => ({ ...known, ...part }));
  const entering = useMutation({
    mutationFn: async () => {
      const { signal } = new AbortController();
      const file = scan && (await uploadFile(scan, { onProgress: () => undefined, signal }));
      return unwrap(postRegister({ body: { ...facts, document_file: file?.id }, headers: idempotencyKey() }));
    },
    onSuccess: (request) => {
      void client.invalidateQueries({ queryKey: keys.subjectRequests });
      void router.navigate({ href: `/subject-requests/${request.id}` });
    },
    onError: (error) => {
      if (!isValidationError(error)) failed(error);
    },
  });
  const refused = (pointer: string) => fieldError(fieldErrorAt(entering.error, pointer));
  return (
    <Dialog
      opened
      title={t`Письмовий запит`}
      lead={
        <Trans>Назвіть документ номером і датою, без імен: він лишиться в реєстрі й після стирання.</Trans>
      }
      submit={t`Внести`}
      busy={entering.isPending}
      onClose={onClose}
      onSubmit={() => entering.mutate()}
    >
      <TextInput
        label={t`Пошта людини в системі`}
        type="email"
        data-autofocus
        value={facts.email}
        onChange={(event) => change({ email: event.currentTarget.value })}
        error={refused("/email")}
      />
      <Select
        label={t`Про що`}
        data={OFFERED.map((value) => ({ value, label: i18n._(KINDS[value]) }))}
        value={facts.kind}
        onChange={(value) => change({ kind: OFFERED.find((one) => one === value) ?? facts.kind })}
      />
      <TextInput
        label={t`Документ`}
        description={t`Наприклад: лист № 12 від 01.11.2026`}
        maxLength={300}
        value={facts.document}
        onChange={(event) => change({ document: event.currentTarget.value })}
        error={refused("/document")}
      />
      <ScanField scan={scan} onChange={setScan} error={refused("/document_file")} />
      <Textarea
        label={t`Суть запиту (необов’язково)`}
        rows={2}
        maxLength={4000}
        value={facts.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        error={refused("/text")}
      />
      {facts.kind === "erasure" && (
        <Checkbox
          label={t`Людина просить прибрати й тексти своїх повідомлень`}
          checked={facts.removes_messages}
          onChange={(event) => change({ removes_messages: event.currentTarget.checked })}
        />
      )}
      <FormErrors error={entering.error} />
    </Dialog>
  );
}

interface ScanFieldProps {
  scan: File | null;
  error: ReactNode;
  onChange: (scan: File) => void;
}

/** The document itself, scanned. A request for erasure cannot be entered without it. */
function ScanField({ scan, error, onChange }: ScanFieldProps) {
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
