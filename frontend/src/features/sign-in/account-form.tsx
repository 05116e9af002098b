import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { ApiProblem, fieldErrorAt, isNotFound, type PersonalDataKind } from "@/api/problem";
import { signIn } from "@/api/sign-in";
import { InlineForm } from "@/kit/inline-form";
import { PersonalDataGuardFields } from "@/kit/personal-data/personal-data-guard";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useTransportError } from "@/kit/use-transport-error";
import { currentLanguage } from "@/lib/language";
import { NewPassword, usePasswordLack } from "@/modules/factors/new-password";
import { RequestReaders } from "@/modules/threads/asking/request-readers";
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
  name_uk: string;
  password: string;
}

/** Makes the account; then signs in with the password that was just chosen. */
function useMakingAccount<T>({ ask, email, onArrived }: AccountFormProps<T>) {
  return useCommand({
    run: async (filled: Filled, { confirmed }) => {
      const where = await ask({ ...filled, language: currentLanguage(), confirmed });
      // Should this fail, the next page asks for the password.
      await signIn(email, filled.password).catch(() => null);
      return where;
    },
    onSuccess: (where, _filled, client) => {
      onArrived(where);
      client.clear();
    },
    tellsErrors: false,
  });
}

/** An account for who has read the letter at `email`. */
export function AccountForm<T>(props: AccountFormProps<T>) {
  const { t } = useLingui();
  const unheard = useTransportError();
  const lack = usePasswordLack();
  const { email, submit, texts = {}, children } = props;
  const making = useMakingAccount(props);
  const form = useForm({
    initial: { name_uk: "", password: "" },
    command: making,
    required: { name_uk: t`Впишіть ім’я та прізвище` },
    validate: ({ password }) => ({ password: lack(password) }),
    verbatim: ["password"],
  });
  const { error } = making;
  if (isNotFound(error)) return <VoidInvitation />;
  const other = error instanceof ApiProblem && error.fields.length === 0 ? error.message : undefined;
  return (
    <>
      <InlineForm form={form} className="v-stack" submit={submit} submitKind="primary">
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
          {...form.text("name_uk")}
        />
        <NewPassword {...form.text("password")} />
        {children?.((pointer) => fieldErrorAt(error, pointer))}
      </InlineForm>
      <PersonalDataGuardFields
        change={{ ...making, mutate: making.confirm }}
        texts={texts}
        anyway={t`Усе одно надіслати`}
        lead={<RequestReaders />}
      />
    </>
  );
}
