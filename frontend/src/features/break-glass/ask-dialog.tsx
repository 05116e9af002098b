import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { postRequests } from "@/api/generated/sdk.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt, isValidationError } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { FormErrors } from "@/kit/form-errors";
import { thingAt } from "@/modules/access/emergency-words";
import { keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";

/** Asks to read one thing: its address and the reason. Somebody else answers. */
export function AskDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const router = useRouter();
  const failed = useFailureToast();
  const [address, setAddress] = useState("");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const asking = useMutation({
    mutationFn: (thing: NonNullable<ReturnType<typeof thingAt>>) =>
      unwrap(postRequests({ body: { ...thing, reason }, headers: idempotencyKey() })),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: keys.emergencies });
      void router.navigate({ href: `/break-glass/${made.id}` });
    },
    onError: (error) => {
      if (!isValidationError(error)) failed(error);
    },
  });
  const refused = (pointer: string) => fieldErrorAt(asking.error, pointer);
  const thing = thingAt(address);
  const ask = () => {
    setTried(true);
    if (thing && reason.trim()) asking.mutate(thing);
  };
  return (
    <Dialog
      opened
      title={t`Попросити екстрений доступ`}
      lead={
        <Trans>
          Лише тоді, коли йдеться про загрозу людям. Відповість хтось інший; якщо погодить, про це одразу
          дізнаються всі, кого це стосується.
        </Trans>
      }
      submit={t`Попросити`}
      busy={asking.isPending}
      onClose={onClose}
      onSubmit={ask}
    >
      <TextInput
        label={t`Адреса теми або доручення`}
        description={t`Скопіюйте її з рядка адреси або з листа`}
        data-autofocus
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        error={fieldError(
          (tried && !thing && t`Це не адреса теми чи доручення`) ||
            (refused("/container_id") ?? refused("/container_type")),
        )}
      />
      <Textarea
        label={t`Чому це потрібно зараз`}
        description={t`Причину побачать усі, кого це стосується`}
        rows={3}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError((tried && !reason.trim() && t`Напишіть причину`) || refused("/reason"))}
      />
      <FormErrors error={asking.error} />
    </Dialog>
  );
}
