import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { postTokens } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { CopyButton } from "@/kit/copy-button";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { keys } from "@/queries/keys";
import { scopesQuery } from "@/queries/me";
import { Button } from "@/ui/button";
import { InfoDialog } from "@/ui/info-dialog";
import { Secret } from "@/ui/secret";
import classes from "./settings.module.css";

const DAYS = [7, 30, 90, 180, 365];
const NOTHING = { name: "", scopes: [] as string[], days: "90" };

/** Asks what the token is for, then shows its secret, once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  // The secret leaves this command only as its result: it is never put into the cache.
  const issuing = useCommand({
    run: ({ days, ...rest }: typeof NOTHING) =>
      unwrap(postTokens({ body: { ...rest, expires_in_days: Number(days) } })),
    invalidates: [keys.tokens],
  });
  const form = useForm({
    initial: NOTHING,
    command: issuing,
    required: { name: t`Назвіть токен`, scopes: t`Виберіть хоча б одне право` },
    pointers: { days: ["/expires_in_days"] },
  });
  if (issuing.data) return <SecretDialog secret={issuing.data.secret} onClose={onClose} />;
  return (
    <FormDialog form={form} title={t`Новий токен`} submit={t`Створити токен`} onClose={onClose}>
      <TextInput
        label={t`Для чого він`}
        description={t`Щоб згодом упізнати: «звіт для ради»`}
        maxLength={80}
        data-autofocus
        {...form.text("name")}
      />
      <Scopes {...form.value("scopes")} />
      <Select
        label={t`Скільки діє`}
        description={t`Якщо ним не користуватися 30 днів, перестане діяти раніше`}
        data={DAYS.map((days) => ({
          value: String(days),
          label: t`${plural(days, { one: "# день", few: "# дні", many: "# днів", other: "# дня" })}`,
        }))}
        {...form.choice("days")}
      />
    </FormDialog>
  );
}

interface ScopesProps {
  value: string[];
  onChange: (scopes: string[]) => void;
  error?: ReactNode;
}

function Scopes(field: ScopesProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { data: scopes = [] } = useQuery(scopesQuery);
  return (
    <Checkbox.Group label={t`Що дозволено`} {...field}>
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
  return (
    <InfoDialog
      once
      title={t`Токен створено`}
      onClose={onClose}
      foot={
        <>
          <CopyButton text={secret} />
          <Button onClick={onClose}>
            <Trans>Готово</Trans>
          </Button>
        </>
      }
    >
      <p className="v-t2">
        <Trans>Скопіюйте його зараз: більше ми його не покажемо.</Trans>
      </p>
      <Secret>{secret}</Secret>
    </InfoDialog>
  );
}
