import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconMail, IconMailForward } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { deleteMyEmailChange, postMyEmailChange } from "@/api/generated/sdk.gen";
import type { EmailChangeOut, Me } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { keys } from "@/queries/keys";
import { emailChangeQuery } from "@/queries/me";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { ListRow } from "@/ui/list-row";

/** Has a letter sent to an address that is to take the place of the present one. */
function useAsking(success: string, tellsErrors?: boolean, onAsked?: () => void) {
  return useCommand({
    run: (body: { email: string }) => unwrap(postMyEmailChange({ body })),
    success,
    onSuccess: (asked, _, client) => {
      client.setQueryData(keys.emailChange, asked.pending);
      onAsked?.();
    },
    tellsErrors,
  });
}

/** The address with which the reader signs in, and the one that waits to take its place. */
export function EmailCard({ me }: { me: Me }) {
  const { t } = useLingui();
  const { data: pending } = useQuery(emailChangeQuery);
  const change = useDialog();
  return (
    <Card title={<Trans>Електронна пошта</Trans>}>
      <CardList>
        <ListRow
          icon={IconMail}
          title={me.email}
          meta={t`З нею ви входите, туди йдуть листи.`}
          actions={
            <Button kind="quiet" aria-label={t`Змінити електронну пошту`} onClick={() => change.open()}>
              <Trans>Змінити</Trans>
            </Button>
          }
        />
        {pending && <PendingRow pending={pending} />}
      </CardList>
      {change.render((_, close) => (
        <EmailDialog onClose={close} />
      ))}
    </Card>
  );
}

function PendingRow({ pending }: { pending: EmailChangeOut }) {
  const { t } = useLingui();
  const again = useAsking(t`Надсилаємо новий лист`, true);
  const cancelling = useCommand({
    run: () => unwrap(deleteMyEmailChange()),
    success: t`Адреса лишається, як була`,
    invalidates: [keys.emailChange],
    tellsErrors: true,
  });
  return (
    <ListRow
      icon={IconMailForward}
      title={pending.email}
      actions={
        <>
          <Button kind="quiet" busy={again.isPending} onClick={() => again.mutate({ email: pending.email })}>
            <Trans>Надіслати ще раз</Trans>
          </Button>
          <Button
            kind="ghost"
            aria-label={t`Скасувати зміну адреси`}
            busy={cancelling.isPending}
            onClick={() => cancelling.mutate()}
          >
            <Trans>Скасувати</Trans>
          </Button>
        </>
      }
    >
      <p className="v-tiny v-t2" role="status">
        <LetterState pending={pending} />
      </p>
    </ListRow>
  );
}

function LetterState({ pending }: { pending: EmailChangeOut }) {
  const { dates } = useLocale();
  if (pending.state === "failed") return <Trans>Лист не вдалося надіслати. Перевірте адресу.</Trans>;
  if (pending.state === "waiting" || !pending.expires_at) return <Trans>Лист ось-ось вирушить.</Trans>;
  const until = dates.full(pending.expires_at);
  return <Trans>Чекає підтвердження: відкрийте посилання з листа до {until}.</Trans>;
}

function EmailDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const form = useForm({
    initial: { email: "" },
    command: useAsking(t`Лист уже в дорозі. Відкрийте посилання з нього`, undefined, onClose),
    required: { email: t`Впишіть адресу` },
  });
  return (
    <FormDialog
      form={form}
      title={t`Змінити електронну пошту`}
      lead={<Trans>Надішлемо лист на нову адресу. Доки не підтвердите її, усе лишається, як є.</Trans>}
      submit={t`Надіслати лист`}
      onClose={onClose}
    >
      <TextInput
        label={t`Нова адреса`}
        type="email"
        autoComplete="email"
        maxLength={254}
        data-autofocus
        {...form.text("email")}
      />
    </FormDialog>
  );
}
