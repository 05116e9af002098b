import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { postActionItemLink } from "@/api/generated/sdk.gen";
import type { ActionOut, OutsideBodyOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { keys } from "@/queries/keys";
import { DateField } from "@/ui/date-field";
import { toast } from "@/ui/toast";

interface LinkWords {
  until: string;
  send: boolean;
  shows_restricted: boolean;
}

interface MakeLinkDialogProps {
  action: ActionOut;
  body: OutsideBodyOut;
  onMade: (path: string) => void;
  onClose: () => void;
}

function useMakeLinkForm({ action, body, onMade, onClose }: MakeLinkDialogProps) {
  const { t } = useLingui();
  const restricted = action.audience === "thread";
  const command = useCommand({
    run: ({ send, until, shows_restricted }: LinkWords) =>
      unwrap(
        postActionItemLink({
          path: { action_id: action.id },
          body: { send, ...(until ? { until } : {}), ...(restricted ? { shows_restricted } : {}) },
        }),
      ),
    onSuccess: ({ path }, { send }) => {
      toast(send ? t`Посилання створено, лист піде за кілька секунд` : t`Посилання створено`);
      onMade(path);
      onClose();
    },
    invalidates: [keys.link(action.id)],
  });
  return useForm<LinkWords>({
    initial: { until: "", send: body.email !== "" && !body.letters_stop, shows_restricted: false },
    command,
  });
}

/** The dialog for a new link of an owner: its last day, the letter, and consent to show a restricted item. */
export function MakeLinkDialog(props: MakeLinkDialogProps) {
  const { action, body, onClose } = props;
  const { t } = useLingui();
  const { dates } = useLocale();
  const form = useMakeLinkForm(props);
  const { email } = body;
  return (
    <FormDialog
      form={form}
      title={t`Посилання для виконавця`}
      lead={<Trans>Попереднє посилання, якщо воно є, перестане діяти.</Trans>}
      submit={t`Створити посилання`}
      onClose={onClose}
    >
      <DateField
        label={t`Діє до`}
        description={<Trans>Якщо не вказати, то 30 днів; найбільше 89</Trans>}
        min={dates.today()}
        {...form.value("until")}
      />
      {email && !body.letters_stop ? (
        <Checkbox label={t`Надіслати листа на ${email}`} {...form.check("send")} />
      ) : (
        <p className="v-small v-t2">
          {email ? (
            <Trans>На цю адресу листи не надсилаємо: скопіюйте посилання і передайте самі.</Trans>
          ) : (
            <Trans>Пошти виконавця немає: скопіюйте посилання і передайте самі.</Trans>
          )}
        </p>
      )}
      {action.audience === "thread" && (
        <Checkbox
          label={t`Показати виконавцеві, хоча бачить не вся група`}
          {...form.check("shows_restricted")}
        />
      )}
    </FormDialog>
  );
}
