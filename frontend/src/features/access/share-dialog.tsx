import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { GuestShareInRequest, InviteGuestInRequest } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { FormErrors } from "@/kit/form-errors";
import { useCommand } from "@/kit/use-change";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { InviteInstead } from "@/modules/access/invite-instead";
import { useInviting } from "@/modules/invitations/use-inviting";
import { type Shareable, shareWithGuest } from "@/queries/access";
import { keys } from "@/queries/keys";
import { inviteGuest } from "@/queries/personal-invitations";
import { DateField } from "@/ui/date-field";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import classes from "./access.module.css";

type Form = Pick<GuestShareInRequest, "access" | "reason"> & { email: string; last: string };

const NOTHING: Form = { email: "", access: "read", last: "", reason: "" };

/** Shares a thing with who has an account, or offers it to an address in a letter. */
function useSharing(thing: Shareable, onDone: () => void) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const asked = ({ last, reason, ...rest }: Form): InviteGuestInRequest => ({
    ...rest,
    reason: reason.trim(),
    until: zonedMoment(dayAfter(last), "00:00", dates.timeZone),
  });
  const sharing = useCommand({
    ask: (form: Form) => shareWithGuest(thing, asked(form)),
    said: t`Поділилися. Гість уже бачить`,
    onDone,
    forget: (client) => client.invalidateQueries({ queryKey: keys.access(thing) }),
  });
  const inviting = useInviting((form: Form) => inviteGuest(thing, asked(form)), onDone);
  return { sharing, inviting };
}

/** What is missing in the form, by field. */
function useProblems(): (form: Form) => Partial<Record<keyof Form, string>> {
  const { t } = useLingui();
  const { dates } = useLocale();
  return ({ email, last, reason }) => ({
    ...(email.includes("@") ? {} : { email: t`Впишіть адресу електронної пошти` }),
    ...(last ? {} : { last: t`Впишіть дату: день, місяць і рік` }),
    ...(last && last < dates.today() ? { last: t`Ця дата вже минула. Виберіть пізнішу` } : {}),
    ...(reason.trim() ? {} : { reason: t`Напишіть, навіщо: це бачитимуть гість і журнал` }),
  });
}

/** One thing, one person, until the end of a day. */
export function ShareDialog({ thing, onClose }: { thing: Shareable; onClose: () => void }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const [form, setForm] = useState(NOTHING);
  const [tried, setTried] = useState(false);
  const { sharing, inviting } = useSharing(thing, onClose);
  const problems = useProblems()(form);
  const change = (part: Partial<Form>) => setForm((known) => ({ ...known, ...part }));
  const error = (field: keyof Form, pointer: string) => {
    const refused = fieldErrorAt(inviting.error, pointer) || fieldErrorAt(sharing.error, pointer);
    return fieldError((tried && problems[field]) || refused);
  };
  const submit = () => {
    setTried(true);
    inviting.reset();
    if (Object.keys(problems).length === 0) sharing.mutate(form);
  };
  return (
    <Dialog
      opened
      title={t`Поділитися з гостем`}
      lead={
        thing.kind === "thread" ? (
          <Trans>Гість прочитає цю тему від початку й більше нічого в групі.</Trans>
        ) : (
          <Trans>Гість бачитиме лише це доручення й більше нічого в групі.</Trans>
        )
      }
      submit={t`Поділитися`}
      busy={sharing.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput
        label={t`Електронна пошта гостя`}
        description={t`Та, з якою гість входить у Віче`}
        type="email"
        autoComplete="off"
        data-autofocus
        value={form.email}
        onChange={(event) => change({ email: event.currentTarget.value })}
        error={error("email", "/email")}
      />
      <InviteInstead
        error={sharing.error}
        busy={inviting.isPending}
        onInvite={() => Object.keys(problems).length === 0 && inviting.mutate(form)}
      />
      <AccessChoice
        kind={thing.kind}
        value={form.access}
        onChange={(access) => change({ access })}
        error={error("access", "/access")}
      />
      <DateField
        label={t`До кінця якого дня`}
        value={form.last}
        min={dates.today()}
        onChange={(last) => change({ last })}
        error={error("last", "/until")}
      />
      <Textarea
        label={t`Навіщо`}
        rows={2}
        maxLength={1000}
        value={form.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        error={error("reason", "/reason")}
      />
      <FormErrors error={inviting.error} />
      <FormErrors error={sharing.error} />
    </Dialog>
  );
}

interface AccessChoiceProps {
  kind: Shareable["kind"];
  value: Form["access"];
  onChange: (value: Form["access"]) => void;
  error: ReactNode;
}

function AccessChoice({ kind, value, onChange, error }: AccessChoiceProps) {
  const { t } = useLingui();
  const more =
    kind === "thread"
      ? { value: "speak" as const, label: t`Читати й писати` }
      : { value: "work" as const, label: t`Працювати над дорученням` };
  return (
    <Radio.Group
      label={t`Що можна гостеві`}
      value={value}
      onChange={(chosen) => onChange(chosen === more.value ? more.value : "read")}
      error={error}
    >
      <div className={classes.choices}>
        <Radio value="read" label={t`Лише читати`} />
        <Radio value={more.value} label={more.label} />
      </div>
    </Radio.Group>
  );
}
