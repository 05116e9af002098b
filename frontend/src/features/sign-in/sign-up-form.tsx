import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answered } from "@/api/answered";
import { postSignUps } from "@/api/generated/sdk.gen";
import { ApiProblem, isNotFound } from "@/api/problem";
import { signIn } from "@/api/sign-in";
import { Button } from "@/design/button";
import { fieldError } from "@/design/field-error";
import { currentLanguage } from "@/lib/language";
import { LEAST, lengthOf, NewPassword } from "@/widgets/new-password";
import { useUnheard } from "@/widgets/unheard";
import type { OfferProps } from "./arrive-form";
import { NO_PLACE, PlaceFields } from "./place-fields";
import { FormProblem } from "./refusal";
import { VoidInvitation } from "./void-invitation";

const NOBODY = { ...NO_PLACE, name: "", password: "" };

/** Makes the account and comes in; then signs in with the password that was just chosen. */
function useSigningUp({ secret, email, onArrived }: SignUpFormProps) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, password, position, words }: typeof NOBODY) => {
      const body = {
        secret,
        name_uk: name.trim(),
        password,
        language: currentLanguage(),
        position: position.trim(),
        words: words.trim(),
      };
      const arrival = await answered(postSignUps({ body }));
      // Should this fail, the next page asks for the password.
      await signIn(email, password).catch(() => null);
      return arrival;
    },
    onSuccess: (arrival) => {
      onArrived(arrival);
      client.clear();
    },
    gcTime: 0,
  });
}

interface SignUpFormProps extends OfferProps {
  email: string;
}

/** An account for who has read the letter at `email`, made together with the way in. */
export function SignUpForm(props: SignUpFormProps) {
  const { t } = useLingui();
  const unheard = useUnheard();
  const [form, setForm] = useState(NOBODY);
  const [tried, setTried] = useState(false);
  const { email } = props;
  const signingUp = useSigningUp(props);
  const { error } = signingUp;
  const problem = error instanceof ApiProblem ? error : undefined;
  const refused = (pointer: string) => problem?.field(pointer);
  const change = (part: Partial<typeof NOBODY>) => setForm((known) => ({ ...known, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (form.name.trim() && lengthOf(form.password) >= LEAST) signingUp.mutate(form);
  };
  if (isNotFound(error)) return <VoidInvitation />;
  const other = problem && problem.fields.length === 0 ? problem.message : undefined;
  return (
    <form className="v-stack" onSubmit={submit} noValidate>
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
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={fieldError((tried && !form.name.trim() && t`Впишіть ім’я та прізвище`) || refused("/name_uk"))}
      />
      <NewPassword
        value={form.password}
        onChange={(password) => change({ password })}
        tried={tried}
        refused={refused("/password")}
      />
      {!props.offer.appoints && (
        <PlaceFields
          lead={<Trans>Фасилітатор чи координатор розгляне ваше прохання. Скажіть, хто ви.</Trans>}
          place={form}
          onChange={change}
          refused={refused}
        />
      )}
      <Button type="submit" busy={signingUp.isPending}>
        <Trans>Створити запис і долучитися</Trans>
      </Button>
    </form>
  );
}
