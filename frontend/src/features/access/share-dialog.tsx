import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { GuestShareInRequest, InviteGuestInRequest } from "@/api/generated/types.gen";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { InviteInstead } from "@/modules/access/invite-instead";
import { useInviting } from "@/modules/invitations/use-inviting";
import { type Shareable, shareWithGuest } from "@/queries/access";
import { keys } from "@/queries/keys";
import { inviteGuest } from "@/queries/personal-invitations";
import { DateField } from "@/ui/date-field";
import classes from "./access.module.css";

type Share = Pick<GuestShareInRequest, "access" | "reason"> & { email: string; last: string };

const NOTHING: Share = { email: "", access: "read", last: "", reason: "" };

/** Share with a guest who has an account, or invite an address that has none. */
function useSharing(thing: Shareable, onDone: () => void) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const asked = ({ last, ...rest }: Share): InviteGuestInRequest => ({
    ...rest,
    until: zonedMoment(dayAfter(last), "00:00", dates.timeZone),
  });
  const sharing = useCommand({
    run: (share: Share, { idempotencyKey }) => shareWithGuest(thing, asked(share), idempotencyKey),
    success: t`Поділилися. Гість уже бачить`,
    invalidates: [keys.access(thing)],
    onSuccess: onDone,
  });
  const inviting = useInviting<Share>(
    (share, { idempotencyKey }) => inviteGuest(thing, asked(share), idempotencyKey),
    onDone,
  );
  return { sharing, inviting };
}

interface ShareDialogProps {
  thing: Shareable;
  onClose: () => void;
}

function useShareForm({ thing, onClose }: ShareDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const { sharing, inviting } = useSharing(thing, onClose);
  const form = useForm({
    initial: NOTHING,
    command: sharing,
    required: {
      last: t`Впишіть дату: день, місяць і рік`,
      reason: t`Напишіть, навіщо: це бачитимуть гість і журнал`,
    },
    validate: ({ email, last }) => ({
      email: !email.includes("@") && t`Впишіть адресу електронної пошти`,
      last: last < dates.today() && t`Ця дата вже минула. Виберіть пізнішу`,
    }),
    pointers: { last: ["/until"] },
    refusal: inviting.error,
  });
  return { form, inviting };
}

/** The dialog that shares one thing with one person until the end of a day. */
export function ShareDialog(props: ShareDialogProps) {
  const { thing, onClose } = props;
  const { t } = useLingui();
  const { dates } = useLocale();
  const { form, inviting } = useShareForm(props);
  const share = () => {
    inviting.reset();
    form.submit();
  };
  return (
    <FormDialog
      form={form}
      title={t`Поділитися з гостем`}
      lead={
        thing.kind === "thread" ? (
          <Trans>Гість прочитає цю тему від початку й більше нічого в групі.</Trans>
        ) : thing.kind === "action" ? (
          <Trans>Гість бачитиме лише це доручення й більше нічого в групі.</Trans>
        ) : (
          <Trans>Гість читатиме лише цю справу й більше нічого в групі.</Trans>
        )
      }
      submit={t`Поділитися`}
      onClose={onClose}
      onSubmit={share}
    >
      <TextInput
        label={t`Електронна пошта гостя`}
        description={t`Та, з якою гість входить у Віче`}
        type="email"
        autoComplete="off"
        data-autofocus
        {...form.text("email")}
      />
      <InviteInstead
        error={form.command.error}
        busy={inviting.isPending}
        onInvite={() => form.submit(inviting.mutate)}
      />
      {thing.kind !== "dossier" && <AccessChoice kind={thing.kind} {...form.choice("access")} />}
      <DateField label={t`До кінця якого дня`} min={dates.today()} {...form.value("last")} />
      <Textarea label={t`Навіщо`} rows={2} maxLength={1000} {...form.text("reason")} />
    </FormDialog>
  );
}

interface AccessChoiceProps {
  kind: Exclude<Shareable["kind"], "dossier">;
  value: Share["access"];
  onChange: (value: string) => void;
  error: ReactNode;
}

function AccessChoice({ kind, ...field }: AccessChoiceProps) {
  const { t } = useLingui();
  const more =
    kind === "thread"
      ? { value: "speak" as const, label: t`Читати й писати` }
      : { value: "work" as const, label: t`Працювати над дорученням` };
  return (
    <Radio.Group label={t`Що можна гостеві`} {...field}>
      <div className={classes.choices}>
        <Radio value="read" label={t`Лише читати`} />
        <Radio value={more.value} label={more.label} />
      </div>
    </Radio.Group>
  );
}
