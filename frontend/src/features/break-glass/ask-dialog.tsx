import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { postRequests } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { thingAt } from "@/modules/access/emergency-words";
import { keys } from "@/queries/keys";

const NOTHING = { address: "", reason: "" };

/** Asks to read one thing: its address and the reason. Somebody else answers. */
export function AskDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const router = useRouter();
  const command = useCommand({
    run: ({ address, reason }: typeof NOTHING, { idempotencyKey }) => {
      const thing = thingAt(address);
      if (!thing) throw new Error("the form lets no other address through");
      return unwrap(postRequests({ body: { ...thing, reason }, headers: idempotencyKey }));
    },
    invalidates: [keys.emergencies],
    onSuccess: (made) =>
      void router.navigate({ to: "/break-glass/$breakGlassId", params: { breakGlassId: made.id } }),
  });
  const form = useForm({
    initial: NOTHING,
    command,
    required: { reason: t`Напишіть причину` },
    validate: ({ address }) => ({ address: !thingAt(address) && t`Це не адреса теми чи доручення` }),
    pointers: { address: ["/container_id", "/container_type"] },
  });
  return (
    <FormDialog
      form={form}
      title={t`Попросити екстрений доступ`}
      lead={
        <Trans>
          Лише тоді, коли йдеться про загрозу людям. Відповість хтось інший; якщо погодить, про це одразу
          дізнаються всі, кого це стосується.
        </Trans>
      }
      submit={t`Попросити`}
      onClose={onClose}
    >
      <TextInput
        label={t`Адреса теми або доручення`}
        description={t`Скопіюйте її з рядка адреси або з листа`}
        data-autofocus
        {...form.text("address")}
      />
      <Textarea
        label={t`Чому це потрібно зараз`}
        description={t`Причину побачать усі, кого це стосується`}
        rows={3}
        maxLength={1000}
        {...form.text("reason")}
      />
    </FormDialog>
  );
}
