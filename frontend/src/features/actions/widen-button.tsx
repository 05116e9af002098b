import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { IconUsersGroup } from "@tabler/icons-react";
import { patchActionItemDetail } from "@/api/generated/sdk.gen";
import type { ActionPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { invalidateAction, keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import classes from "./action.module.css";

/** For who leads: what only some see of an item, the whole group is to see. */
export function WidenButton({ action }: { action: ActionPageOut }) {
  const asking = useDialog();
  return (
    <>
      <Button kind="quiet" onClick={() => asking.open()}>
        <Icon of={IconUsersGroup} />
        <Trans>Показати всій групі</Trans>
      </Button>
      {asking.render((_, close) => (
        <WidenDialog action={action} onClose={close} />
      ))}
    </>
  );
}

function useWidening(action: ActionPageOut, onClose: () => void) {
  const { t } = useLingui();
  const command = useCommand({
    version: action.version,
    run: (_: { knows: boolean }, attempt) =>
      unwrap(
        patchActionItemDetail({
          path: { action_id: action.id },
          body: { audience: "group" },
          headers: attempt.ifMatch,
        }),
      ),
    success: t`Тепер доручення бачить уся група`,
    onSuccess: onClose,
    invalidates: (client) => {
      invalidateAction(client, action.id);
      return client.invalidateQueries({ queryKey: keys.access({ kind: "action", id: action.id }) });
    },
  });
  const form = useForm({
    initial: { knows: false },
    command,
    validate: ({ knows }) => ({ knows: !knows && t`Підтвердьте, що група може це прочитати` }),
  });
  return { command, form };
}

/** Who will read what, said before it is done: what people have read cannot be hidden from them again. */
function WidenDialog({ action, onClose }: { action: ActionPageOut; onClose: () => void }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { command, form } = useWidening(action, onClose);
  // Whoever is told that it has changed meanwhile confirms what stands there now.
  const send = (values: { knows: boolean }) => command.mutate(values, { onError: form.reset });
  return (
    <FormDialog
      form={form}
      title={t`Показати всій групі`}
      lead={
        <Trans>
          Доручення побачать усі, хто бере участь у групі «{say(action.group.name)}», і ті, хто долучиться
          пізніше. Сховати його знову не можна.
        </Trans>
      }
      submit={t`Показати всій групі`}
      onClose={onClose}
      onSubmit={() => form.submit(send)}
    >
      <WhatIsSeen hasDiscussion={action.discussion !== null} />
      <Checkbox label={t`Розумію: усе це прочитає вся група`} {...form.check("knows")} />
    </FormDialog>
  );
}

function WhatIsSeen({ hasDiscussion }: { hasDiscussion: boolean }) {
  return (
    <>
      <div>
        <h3>
          <Trans>Побачить уся група</Trans>
        </h3>
        <ul className={classes.seen}>
          <li>
            <Trans>назву, опис, місце, умови виконання й перелік робіт</Trans>
          </li>
          <li>
            <Trans>усю історію від першого дня, з поясненнями</Trans>
          </li>
          <li>
            <Trans>усі докази разом із файлами</Trans>
          </li>
        </ul>
      </div>
      <div>
        <h3>
          <Trans>Лишиться закритим</Trans>
        </h3>
        <ul className={classes.seen}>
          <li>
            <Trans>тема, з якої виникло доручення: група знатиме лише, що вона є</Trans>
          </li>
          {hasDiscussion && (
            <li>
              <Trans>обговорення доручення</Trans>
            </li>
          )}
        </ul>
      </div>
    </>
  );
}
