import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { postGroupJoinRequests } from "@/api/generated/sdk.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt, isValidationError, type PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { FormErrors } from "@/kit/form-errors";
import { PersonalDataGuard } from "@/kit/personal-data/personal-data-guard";
import { PositionFields } from "@/modules/mandates/position-fields";
import { OrganisationField } from "@/modules/registers/organisation-field";
import { RequestReaders } from "@/modules/threads/asking/request-readers";
import { keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { toast } from "@/ui/toast";

const NOTHING = { organisation: "", position: "", position_en: "", words: "" };

function useAsking(groupId: string, onAsked: () => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: (body: typeof NOTHING & { confirmed?: PersonalDataKind[] }) =>
      unwrap(postGroupJoinRequests({ path: { group_id: groupId }, body, headers: idempotencyKey() })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.myJoinRequests });
      toast(t`Прохання надіслано. Відповідь прийде у «Вхідні»`);
      onAsked();
    },
    onError: (error) => {
      if (!isValidationError(error)) failed(error);
    },
  });
}

interface AskDialogProps {
  groupId: string;
  name: string;
  onClose: () => void;
}

/** Asks those who lead a group for a seat. */
export function AskDialog({ groupId, name, onClose }: AskDialogProps) {
  const { t } = useLingui();
  const [form, setForm] = useState(NOTHING);
  const [tried, setTried] = useState(false);
  const asking = useAsking(groupId, onClose);
  const change = (part: Partial<typeof NOTHING>) => setForm((known) => ({ ...known, ...part }));
  const refused = (pointer: string) => fieldErrorAt(asking.error, pointer);
  const submit = () => {
    setTried(true);
    if (form.organisation && form.position.trim()) asking.mutate(form);
  };
  return (
    <PersonalDataGuard
      change={{ ...asking, mutate: (confirmed) => asking.mutate({ ...form, confirmed }) }}
      texts={{ "/words": form.words.trim() }}
      anyway={t`Усе одно надіслати`}
      lead={<RequestReaders />}
    >
      <Dialog
        opened
        title={t`Попросити місце: ${name}`}
        lead={<Trans>Прохання побачать фасилітатор групи й координатор громади.</Trans>}
        submit={t`Надіслати прохання`}
        busy={asking.isPending}
        onClose={onClose}
        onSubmit={submit}
      >
        <OrganisationField
          value={form.organisation}
          onChange={(organisation) => change({ organisation })}
          error={fieldError(
            (tried && !form.organisation && t`Виберіть організацію`) || refused("/organisation"),
          )}
        />
        <PositionFields
          own
          label={t`Посада`}
          value={form}
          onChange={change}
          refused={refused}
          error={fieldError(tried && !form.position.trim() && t`Впишіть посаду`)}
        />
        <Textarea
          label={t`Чому ви хочете долучитися (необов’язково)`}
          rows={2}
          maxLength={2000}
          value={form.words}
          onChange={(event) => change({ words: event.currentTarget.value })}
          error={fieldError(refused("/words"))}
        />
        <FormErrors error={asking.error} />
      </Dialog>
    </PersonalDataGuard>
  );
}
