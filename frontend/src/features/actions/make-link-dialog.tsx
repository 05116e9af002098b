import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { useState } from "react";
import { postActionItemLink } from "@/api/generated/sdk.gen";
import type { ActionOut, OutsideBodyOut } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useCommand } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { keys } from "@/queries/keys";
import { DateField } from "@/ui/date-field";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";

interface MakeLinkDialogProps {
  action: ActionOut;
  body: OutsideBodyOut;
  onMade: (path: string) => void;
  onClose: () => void;
}

/** Until when the link holds, whether a letter goes out with one, and, of what few see, that the owner may. */
export function MakeLinkDialog({ action, body, onMade, onClose }: MakeLinkDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const restricted = action.audience === "thread";
  const [until, setUntil] = useState("");
  const [send, setSend] = useState(body.email !== "" && !body.letters_stop);
  const [shows, setShows] = useState(false);
  const making = useCommand({
    run: () =>
      unwrap(
        postActionItemLink({
          path: { action_id: action.id },
          body: { send, ...(until ? { until } : {}), ...(restricted ? { shows_restricted: shows } : {}) },
        }),
      ),
    success: send ? t`Посилання створено, лист піде за кілька секунд` : t`Посилання створено`,
    onSuccess: ({ path }) => {
      onMade(path);
      onClose();
    },
    invalidates: (client) => client.invalidateQueries({ queryKey: keys.link(action.id) }),
  });
  const { email } = body;
  return (
    <Dialog
      opened
      title={t`Посилання для виконавця`}
      lead={<Trans>Попереднє посилання, якщо воно є, перестане діяти.</Trans>}
      submit={t`Створити посилання`}
      busy={making.isPending}
      onClose={onClose}
      onSubmit={() => making.mutate()}
    >
      <DateField
        label={t`Діє до`}
        description={<Trans>Якщо не вказати, то 30 днів; найбільше 89</Trans>}
        value={until}
        min={dates.today()}
        onChange={setUntil}
        error={fieldError(fieldErrorAt(making.error, "/until"))}
      />
      {email && !body.letters_stop ? (
        <Checkbox
          label={t`Надіслати листа на ${email}`}
          checked={send}
          onChange={(event) => setSend(event.currentTarget.checked)}
          error={fieldErrorAt(making.error, "/send")}
        />
      ) : (
        <p className="v-small v-t2">
          {email ? (
            <Trans>На цю адресу листи не надсилаємо: скопіюйте посилання і передайте самі.</Trans>
          ) : (
            <Trans>Пошти виконавця немає: скопіюйте посилання і передайте самі.</Trans>
          )}
        </p>
      )}
      {restricted && (
        <Checkbox
          label={t`Показати виконавцеві, хоча бачить не вся група`}
          checked={shows}
          onChange={(event) => setShows(event.currentTarget.checked)}
          error={fieldErrorAt(making.error, "/shows_restricted")}
        />
      )}
      <FormErrors error={making.error} />
    </Dialog>
  );
}
