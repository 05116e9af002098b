import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { postOutsideBodies } from "@/api/generated/sdk.gen";
import type { OutsideBodyOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
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
  const writing = useBodyForm();
  const adding = useCommand({
    run: (body: BodyForm) =>
      unwrap(postOutsideBodies({ path: { group_id: groupId }, body, headers: idempotencyKey() })),
    success: t`Виконавця додано`,
    onSuccess: (body) => {
      // It has to be among the choices before it is chosen.
      client.setQueryData(keys.outsideBodies(groupId), (known: OutsideBodyOut[] = []) => [...known, body]);
      onAdded(body);
    },
    invalidates: () => client.invalidateQueries({ queryKey: keys.outsideBodies(groupId) }),
  });
  return (
    <fieldset className="v-stack">
      <legend className="v-small v-t2">
        <Trans>Виконавець без облікового запису. Його контакти бачать лише ті, хто створює доручення.</Trans>
      </legend>
      <BodyFields of={writing} error={adding.error} />
      <Button
        kind="quiet"
        busy={adding.isPending}
        onClick={() => writing.complete() && adding.mutate(writing.form)}
      >
        <Trans>Додати виконавця</Trans>
      </Button>
    </fieldset>
  );
}
