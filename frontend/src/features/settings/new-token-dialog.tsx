import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Modal, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { postTokens } from "@/api/generated/sdk.gen";
import { fieldErrorAt, isValidationError } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { CopyButton } from "@/kit/copy-button";
import { useFailureToast } from "@/kit/failure-toast";
import { FormErrors } from "@/kit/form-errors";
import { NotConfirmed, useConfirmation } from "@/kit/reauthentication/confirm-dialog";
import { useLocale } from "@/lib/locale";
import { keys } from "@/queries/keys";
import { scopesQuery } from "@/queries/me";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { useReturnFocus } from "@/ui/use-return-focus";
import classes from "./settings.module.css";

const DAYS = [7, 30, 90, 180, 365];

interface Form {
  name: string;
  scopes: string[];
  days: number;
}

/** The secret leaves this mutation only as its result: it is never put into the cache. */
function useIssuing() {
  const client = useQueryClient();
  const failed = useFailureToast();
  const { confirmed, dialog } = useConfirmation();
  const issuing = useMutation({
    mutationFn: ({ name, scopes, days }: Form) =>
      confirmed(() => unwrap(postTokens({ body: { name: name.trim(), scopes, expires_in_days: days } }))),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.tokens }),
    onError: (error) => {
      if (!isValidationError(error) && !(error instanceof NotConfirmed)) failed(error);
    },
    gcTime: 0,
  });
  return { issuing, confirmation: dialog };
}

/** Asks what the token is for, then shows its secret, once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { issuing, confirmation } = useIssuing();
  const [form, setForm] = useState<Form>({ name: "", scopes: [], days: 90 });
  const [tried, setTried] = useState(false);
  const refused = (pointer: string) => fieldErrorAt(issuing.error, pointer);
  const submit = () => {
    setTried(true);
    if (form.name.trim() && form.scopes.length > 0) issuing.mutate(form);
  };
  if (issuing.data) return <SecretDialog secret={issuing.data.secret} onClose={onClose} />;
  // One question at a time: that who asks is still them comes before what was filled in.
  if (confirmation) return confirmation;
  return (
    <Dialog
      opened
      title={t`Новий токен`}
      submit={t`Створити токен`}
      busy={issuing.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput
        label={t`Для чого він`}
        description={t`Щоб згодом упізнати: «звіт для ради»`}
        maxLength={80}
        data-autofocus
        value={form.name}
        onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        error={fieldError((tried && !form.name.trim() && t`Назвіть токен`) || refused("/name"))}
      />
      <Scopes
        chosen={form.scopes}
        onChange={(scopes) => setForm({ ...form, scopes })}
        error={fieldError(
          (tried && form.scopes.length === 0 && t`Виберіть хоча б одне право`) || refused("/scopes"),
        )}
      />
      <Select
        label={t`Скільки діє`}
        description={t`Якщо ним не користуватися 30 днів, перестане діяти раніше`}
        data={DAYS.map((days) => ({
          value: String(days),
          label: t`${plural(days, { one: "# день", few: "# дні", many: "# днів", other: "# дня" })}`,
        }))}
        value={String(form.days)}
        onChange={(days) => setForm({ ...form, days: Number(days) })}
        error={fieldError(refused("/expires_in_days"))}
      />
      <FormErrors error={issuing.error} />
    </Dialog>
  );
}

interface ScopesProps {
  chosen: string[];
  onChange: (scopes: string[]) => void;
  error?: ReactNode;
}

function Scopes({ chosen, onChange, error }: ScopesProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { data: scopes = [] } = useQuery(scopesQuery);
  return (
    <Checkbox.Group label={t`Що дозволено`} value={chosen} onChange={onChange} error={error}>
      <div className={classes.scopes}>
        {scopes.map(({ scope, label }) => (
          <Checkbox key={scope} value={scope} label={say(label)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useLingui();
  useReturnFocus();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Токен створено`}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t`Закрити` }}
    >
      <p className="v-t2">
        <Trans>Скопіюйте його зараз: більше ми його не покажемо.</Trans>
      </p>
      <code className={classes.secret}>{secret}</code>
      <div className={classes.secretButtons}>
        <CopyButton text={secret} />
        <Button onClick={onClose}>
          <Trans>Готово</Trans>
        </Button>
      </div>
    </Modal>
  );
}
