import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { postArrivalLetters } from "@/api/generated/sdk.gen";
import { ApiProblem } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { InlineForm } from "@/kit/inline-form";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useTransportError } from "@/kit/use-transport-error";
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
  const command = useCommand({
    run: (body: { email: string }) => unwrap(postArrivalLetters({ body: { ...body, secret } })),
    tellsErrors: false,
  });
  const form = useForm({
    initial: { email: "" },
    command,
    required: { email: !forAddress && t`Впишіть адресу` },
  });
  const { error } = command;
  const other = error instanceof ApiProblem && error.fields.length === 0 ? error.message : undefined;
  return (
    <section className={classes.newcomer}>
      <h2>
        <Trans>Ще не маєте облікового запису?</Trans>
      </h2>
      {command.isSuccess ? (
        <p role="status">
          <Trans>
            Лист у дорозі. Відкрийте посилання з нього, щоб продовжити. Немає листа? Гляньте в спам.
          </Trans>
        </p>
      ) : (
        <InlineForm form={form} className="v-stack" submit={<Trans>Надіслати лист</Trans>}>
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
              {...form.text("email")}
            />
          )}
        </InlineForm>
      )}
    </section>
  );
}
