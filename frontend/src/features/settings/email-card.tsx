import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconMail, IconMailForward } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deleteMyEmailChange, postMyEmailChange } from "@/api/generated/sdk.gen";
import type { EmailChangeOut, Me } from "@/api/generated/types.gen";
import { fieldErrorAt, isValidationError } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { FormErrors } from "@/kit/form-errors";
import type { Confirmed } from "@/kit/reauthentication/confirm-dialog";
import { NotConfirmed, useConfirmation } from "@/kit/reauthentication/confirm-dialog";
import { useLocale } from "@/lib/locale";
import { keys } from "@/queries/keys";
import { emailChangeQuery } from "@/queries/me";
import { Button } from "@/ui/button";
import { Card, CardList } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { toast } from "@/ui/toast";
import classes from "./settings.module.css";

const ICON = { size: 24, stroke: 1.75, "aria-hidden": true } as const;

function useAsking(confirmed: Confirmed, onAsked: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (email: string) => confirmed(() => unwrap(postMyEmailChange({ body: { email } }))),
    onSuccess: (asked) => {
      client.setQueryData(keys.emailChange, asked.pending);
      onAsked();
    },
  });
}

/** The address with which the reader signs in, and the one that waits to take its place. */
export function EmailCard({ me }: { me: Me }) {
  const { t } = useLingui();
  const { data: pending } = useQuery(emailChangeQuery);
  const { confirmed, dialog } = useConfirmation();
  const [asking, setAsking] = useState(false);
  return (
    <Card title={<Trans>Електронна пошта</Trans>}>
      <CardList>
        <li className={classes.session}>
          <IconMail {...ICON} />
          <div>
            <b className={classes.address}>{me.email}</b>
            <p className="v-tiny v-t2">
              <Trans>З нею ви входите, туди йдуть листи.</Trans>
            </p>
          </div>
          <Button kind="quiet" aria-label={t`Змінити електронну пошту`} onClick={() => setAsking(true)}>
            <Trans>Змінити</Trans>
          </Button>
        </li>
        {pending && <PendingRow pending={pending} confirmed={confirmed} />}
      </CardList>
      {asking && <EmailDialog confirmed={confirmed} onClose={() => setAsking(false)} />}
      {dialog}
    </Card>
  );
}

function PendingRow({ pending, confirmed }: { pending: EmailChangeOut; confirmed: Confirmed }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  const again = useAsking(confirmed, () => toast(t`Надсилаємо новий лист`));
  const cancelling = useMutation({
    mutationFn: () => unwrap(deleteMyEmailChange()),
    onSuccess: () => toast(t`Адреса лишається, як була`),
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: keys.emailChange }),
  });
  const send = () =>
    again.mutate(pending.email, {
      onError: (error) => !(error instanceof NotConfirmed) && failed(error),
    });
  return (
    <li className={`${classes.session} ${classes.pending}`}>
      <IconMailForward {...ICON} />
      <div>
        <b className={classes.address}>{pending.email}</b>
        <p className="v-tiny v-t2" role="status">
          <LetterState pending={pending} />
        </p>
      </div>
      <div className={classes.pendingButtons}>
        <Button kind="quiet" busy={again.isPending} onClick={send}>
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
      </div>
    </li>
  );
}

function LetterState({ pending }: { pending: EmailChangeOut }) {
  const { dates } = useLocale();
  if (pending.state === "failed") return <Trans>Лист не вдалося надіслати. Перевірте адресу.</Trans>;
  if (pending.state === "waiting" || !pending.expires_at) return <Trans>Лист ось-ось вирушить.</Trans>;
  const until = dates.full(pending.expires_at);
  return <Trans>Чекає підтвердження: відкрийте посилання з листа до {until}.</Trans>;
}

function EmailDialog({ confirmed, onClose }: { confirmed: Confirmed; onClose: () => void }) {
  const { t } = useLingui();
  const failed = useFailureToast();
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const asking = useAsking(confirmed, () => {
    toast(t`Лист уже в дорозі. Відкрийте посилання з нього`);
    onClose();
  });
  const refused = fieldErrorAt(asking.error, "/email");
  const submit = () => {
    setTried(true);
    if (!email.trim()) return;
    asking.mutate(email.trim(), {
      onError: (error) => {
        const shown = isValidationError(error);
        if (!shown && !(error instanceof NotConfirmed)) failed(error);
      },
    });
  };
  return (
    <Dialog
      opened
      title={t`Змінити електронну пошту`}
      lead={<Trans>Надішлемо лист на нову адресу. Доки не підтвердите її, усе лишається, як є.</Trans>}
      submit={t`Надіслати лист`}
      busy={asking.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput
        label={t`Нова адреса`}
        type="email"
        autoComplete="email"
        maxLength={254}
        data-autofocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={fieldError((tried && !email.trim() && t`Впишіть адресу`) || refused)}
      />
      <FormErrors error={asking.error} />
    </Dialog>
  );
}
