import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { postArrivalLetters } from "@/api/generated/sdk.gen";
import { ApiProblem, fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useTransportError } from "@/kit/use-transport-error";
import { Button } from "@/ui/button";
import { fieldError } from "@/ui/field-error";
import { useFocusFirstInvalid } from "@/ui/use-focus-first-invalid";
import { FormProblem } from "./refusal";
import classes from "./sign-in.module.css";

interface ArrivalLetterProps {
  secret: string;
  forAddress: boolean;
}

/** For who has no account: a letter proves the address, and its link makes the account. */
export function VerificationEmailForm({ secret, forAddress }: ArrivalLetterProps) {
  const { t } = useLingui();
  const unheard = useTransportError();
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const repairs = useFocusFirstInvalid();
  const asking = useMutation({
    mutationFn: () => unwrap(postArrivalLetters({ body: { secret, email: email.trim() } })),
    gcTime: 0,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (forAddress || email.trim()) asking.mutate();
  };
  const { error } = asking;
  const refused = fieldErrorAt(error, "/email");
  const other = error instanceof ApiProblem && error.fields.length === 0 ? error.message : undefined;
  return (
    <section className={classes.newcomer}>
      <h2>
        <Trans>Ще не маєте облікового запису?</Trans>
      </h2>
      {asking.isSuccess ? (
        <p role="status">
          <Trans>
            Лист у дорозі. Відкрийте посилання з нього, щоб продовжити. Немає листа? Гляньте в спам.
          </Trans>
        </p>
      ) : (
        <form {...repairs} className="v-stack" onSubmit={submit} noValidate>
          <p className="v-t2">
            {forAddress ? (
              <Trans>Надішлемо лист на адресу, на яку зроблено запрошення. За ним ви створите запис.</Trans>
            ) : (
              <Trans>Надішлемо лист, за яким ви створите запис: так ми знаємо, що адреса ваша.</Trans>
            )}
          </p>
          <FormProblem>{unheard(error) ?? other}</FormProblem>
          {!forAddress && (
            <TextInput
              label={t`Електронна пошта`}
              type="email"
              autoComplete="email"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              error={fieldError((tried && !email.trim() && t`Впишіть адресу`) || refused)}
            />
          )}
          <Button type="submit" kind="quiet" busy={asking.isPending}>
            <Trans>Надіслати лист</Trans>
          </Button>
        </form>
      )}
    </section>
  );
}
