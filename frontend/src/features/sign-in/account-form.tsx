import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { ApiProblem, isNotFound, type PersonalDataKind } from "@/api/problem";
import { signIn } from "@/api/sign-in";
import { FormErrors } from "@/kit/form-errors";
import { PersonalDataGuardFields } from "@/kit/personal-data/personal-data-guard";
import { useTransportError } from "@/kit/use-transport-error";
import { currentLanguage } from "@/lib/language";
import { NewPassword, usePasswordLack } from "@/modules/factors/new-password";
import { RequestReaders } from "@/modules/threads/asking/request-readers";
import { Button } from "@/ui/button";
import { fieldError } from "@/ui/field-error";
import { useFocusFirstInvalid } from "@/ui/use-focus-first-invalid";
import { FormProblem } from "./refusal";
import { VoidInvitation } from "./void-invitation";

interface Account {
  name_uk: string;
  password: string;
  language: "uk" | "en";
  /** The kinds of personal data that are told knowingly. */
  confirmed?: PersonalDataKind[];
}

interface AccountFormProps<T> {
  /** What the letter has proven. */
  email: string;
  submit: string;
  /** Makes the account, and comes in with it. */
  ask: (account: Account) => Promise<T>;
  onArrived: (where: T) => void;
  /** What of it others read, by the pointers of its fields. */
  texts?: Record<string, string>;
  /** What is asked beside name and password. */
  children?: (refused: (pointer: string) => string | undefined) => ReactNode;
}

interface Filled {
  name: string;
  password: string;
  confirmed?: PersonalDataKind[];
}

/** Makes the account; then signs in with the password that was just chosen. */
function useMakingAccount<T>({ ask, email, onArrived }: AccountFormProps<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, password, confirmed }: Filled) => {
      const account = { name_uk: name.trim(), password, language: currentLanguage(), confirmed };
      const where = await ask(account);
      // Should this fail, the next page asks for the password.
      await signIn(email, password).catch(() => null);
      return where;
    },
    onSuccess: (where) => {
      onArrived(where);
      client.clear();
    },
    gcTime: 0,
  });
}

/** An account for who has read the letter at `email`. */
export function AccountForm<T>(props: AccountFormProps<T>) {
  const { t } = useLingui();
  const unheard = useTransportError();
  const [form, setForm] = useState({ name: "", password: "" });
  const [tried, setTried] = useState(false);
  const repairs = useFocusFirstInvalid();
  const lack = usePasswordLack();
  const { email, submit, texts = {}, children } = props;
  const making = useMakingAccount(props);
  const { error } = making;
  const problem = error instanceof ApiProblem ? error : undefined;
  const refused = (pointer: string) => problem?.field(pointer);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (form.name.trim() && !lack(form.password)) making.mutate(form);
  };
  if (isNotFound(error)) return <VoidInvitation />;
  const other = problem && problem.fields.length === 0 ? problem.message : undefined;
  return (
    <>
      <form {...repairs} className="v-stack" onSubmit={send} noValidate>
        <h2>
          <Trans>Створіть обліковий запис</Trans>
        </h2>
        <p className="v-t2">
          <Trans>
            Адресу <b>{email}</b> підтверджено листом. З нею ви входитимете.
          </Trans>
        </p>
        <FormProblem>{unheard(error) ?? other}</FormProblem>
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <TextInput
          label={t`Ім’я та прізвище`}
          autoComplete="name"
          maxLength={120}
          value={form.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
          error={fieldError(
            (tried && !form.name.trim() && t`Впишіть ім’я та прізвище`) || refused("/name_uk"),
          )}
        />
        <NewPassword
          value={form.password}
          onChange={({ currentTarget: { value } }) => setForm((known) => ({ ...known, password: value }))}
          error={fieldError((tried && lack(form.password)) || refused("/password"))}
        />
        {children?.(refused)}
        <FormErrors error={error} />
        <Button type="submit" busy={making.isPending}>
          {submit}
        </Button>
      </form>
      <PersonalDataGuardFields
        change={{ ...making, mutate: (confirmed) => making.mutate({ ...form, confirmed }) }}
        texts={texts}
        anyway={t`Усе одно надіслати`}
        lead={<RequestReaders />}
      />
    </>
  );
}
