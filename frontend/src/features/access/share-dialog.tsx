import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { GuestShareInRequest } from "@/api/generated/types.gen";
import { ApiProblem } from "@/api/problem";
import { type Shareable, shareWithGuest } from "@/data/access";
import { keys } from "@/data/keys";
import { DateField } from "@/design/date-field";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { toast } from "@/design/toast";
import { dayAfter } from "@/lib/dates";
import { useReader } from "@/lib/reader";
import { zonedMoment } from "@/lib/zoned-moment";
import { useFailureToast } from "@/widgets/failure-toast";
import classes from "./access.module.css";

type Form = Pick<GuestShareInRequest, "access" | "reason"> & { email: string; last: string };

const NOTHING: Form = { email: "", access: "read", last: "", reason: "" };

function useSharing(thing: Shareable, onShared: () => void) {
  const { t } = useLingui();
  const { dates } = useReader();
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: ({ last, ...rest }: Form) =>
      shareWithGuest(thing, { ...rest, until: zonedMoment(dayAfter(last), "00:00", dates.timeZone) }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.access(thing) });
      toast(t`Поділилися. Гість уже бачить`);
      onShared();
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem && error.fields.length > 0)) failed(error);
    },
  });
}

/** What is missing in the form, by field. */
function useProblems(): (form: Form) => Partial<Record<keyof Form, string>> {
  const { t } = useLingui();
  const { dates } = useReader();
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
  const { dates } = useReader();
  const [form, setForm] = useState(NOTHING);
  const [tried, setTried] = useState(false);
  const sharing = useSharing(thing, onClose);
  const problems = useProblems()(form);
  const change = (part: Partial<Form>) => setForm((known) => ({ ...known, ...part }));
  const error = (field: keyof Form, pointer: string) => {
    const refused = sharing.error instanceof ApiProblem ? sharing.error.field(pointer) : undefined;
    return fieldError((tried && problems[field]) || refused);
  };
  const submit = () => {
    setTried(true);
    if (Object.keys(problems).length === 0) sharing.mutate({ ...form, reason: form.reason.trim() });
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
      <AccessChoice kind={thing.kind} value={form.access} onChange={(access) => change({ access })} />
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
    </Dialog>
  );
}

interface AccessChoiceProps {
  kind: Shareable["kind"];
  value: Form["access"];
  onChange: (value: Form["access"]) => void;
}

function AccessChoice({ kind, value, onChange }: AccessChoiceProps) {
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
    >
      <div className={classes.choices}>
        <Radio value="read" label={t`Лише читати`} />
        <Radio value={more.value} label={more.label} />
      </div>
    </Radio.Group>
  );
}
