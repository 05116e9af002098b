import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { postOutsideBodies } from "@/api/generated/sdk.gen";
import type { OutsideBodyOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormRefusals } from "@/kit/form-errors";
import { useCommand } from "@/kit/use-command";
import { keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { BodyFields, type BodyForm, useBodyForm } from "./external-owner-fields";

interface NewBodyProps {
  groupId: string;
  onAdded: (body: OutsideBodyOut) => void;
}

/** A body that takes something on without an account: what it is called and how it is reached. */
export function NewBody({ groupId, onAdded }: NewBodyProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const command = useCommand({
    run: (body: BodyForm, attempt) =>
      unwrap(postOutsideBodies({ path: { group_id: groupId }, body, headers: attempt.idempotencyKey })),
    success: t`Виконавця додано`,
    onSuccess: (body) => {
      // It has to be among the choices before it is chosen.
      client.setQueryData(keys.outsideBodies(groupId), (known: OutsideBodyOut[] = []) => [...known, body]);
      onAdded(body);
    },
    invalidates: [keys.outsideBodies(groupId)],
  });
  const form = useBodyForm(command);
  return (
    <fieldset className="v-stack">
      <legend className="v-small v-t2">
        <Trans>Виконавець без облікового запису. Його контакти бачать лише ті, хто створює доручення.</Trans>
      </legend>
      <BodyFields form={form} />
      <FormRefusals refusals={form.refusals} />
      <Button kind="quiet" busy={form.busy} onClick={() => form.submit()}>
        <Trans>Додати виконавця</Trans>
      </Button>
    </fieldset>
  );
}
