import { Trans, useLingui } from "@lingui/react/macro";
import { patchOneOutsideBody } from "@/api/generated/sdk.gen";
import type { OutsideBodyOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormRefusals } from "@/kit/form-errors";
import { useCommand } from "@/kit/use-command";
import { invalidateExternalOwner } from "@/queries/keys";
import { Button } from "@/ui/button";
import { BodyFields, type BodyForm, useBodyForm } from "./external-owner-fields";

interface EditBodyProps {
  groupId: string;
  body: OutsideBodyOut;
  onDone: () => void;
}

/** What is known of a body without an account, changed for all of its items. */
export function useEditBody({ groupId, body, onDone }: EditBodyProps) {
  const { t } = useLingui();
  const command = useCommand({
    version: body.version,
    run: (changes: BodyForm, attempt) =>
      unwrap(
        patchOneOutsideBody({
          path: { group_id: groupId, outside_body_id: body.id },
          body: changes,
          headers: attempt.ifMatch,
        }),
      ),
    success: t`Дані виконавця змінено`,
    onSuccess: onDone,
    invalidates: (client) => invalidateExternalOwner(client, groupId),
  });
  return useBodyForm(command, body);
}

/** The same where a form is open already, whose fields these are not. */
export function EditBody(props: EditBodyProps) {
  const form = useEditBody(props);
  return (
    <fieldset className="v-stack">
      <legend className="v-small v-t2">
        <Trans>Зміни діють для всіх доручень цього виконавця.</Trans>
      </legend>
      <BodyFields form={form} />
      <FormRefusals refusals={form.refusals} />
      <Button kind="quiet" busy={form.busy} onClick={() => form.submit()}>
        <Trans>Зберегти дані виконавця</Trans>
      </Button>
    </fieldset>
  );
}
