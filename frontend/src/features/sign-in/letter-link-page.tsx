import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { postIdentityConfirmation, postIdentityUnlinking, postStoppedErasure } from "@/api/generated/sdk.gen";
import { ApiProblem } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useTransportError } from "@/kit/use-transport-error";
import { useLinkSecret } from "@/modules/invitations/link-secret";
import { Button, type ButtonKind, ButtonLink } from "@/ui/button";
import { useTitle } from "@/ui/page";
import { AuthLayout } from "./auth-layout";
import { FormProblem } from "./refusal";

/** Where the letter about a first sign-in through an organisation leads. */
export function ConfirmSignInPage() {
  const { t } = useLingui();
  return (
    <LetterLinkPage
      title={t`Вхід через організацію`}
      question={
        <Trans>
          Хтось увійшов у службу вашої організації, і вона підтвердила вашу адресу. Дозволяйте, лише якщо це
          були ви.
        </Trans>
      }
      button={<Trans>Так, це я</Trans>}
      done={<Trans>Дозволено. Тепер увійдіть через свою організацію.</Trans>}
      work={(secret) => unwrap(postIdentityConfirmation({ body: { secret } }))}
    />
  );
}

/** Where the letter leads that tells of a new way to sign in. */
export function UnlinkSignInPage() {
  const { t } = useLingui();
  return (
    <LetterLinkPage
      title={t`Вхід через організацію`}
      question={<Trans>Через цю організацію у ваш запис більше не ввійдуть, і всі входи завершаться.</Trans>}
      button={<Trans>Вилучити вхід</Trans>}
      buttonKind="danger"
      done={<Trans>Вхід вилучено, усі входи завершено. Про всяк випадок задайте новий пароль.</Trans>}
      work={(secret) => unwrap(postIdentityUnlinking({ body: { secret } }))}
    />
  );
}

/** Where the letter about a written request for erasure leads. */
export function StopErasurePage() {
  const { t } = useLingui();
  return (
    <LetterLinkPage
      title={t`Стирання даних`}
      question={<Trans>Ваш обліковий запис не буде стерто, і він знову діятиме.</Trans>}
      button={<Trans>Зупинити стирання</Trans>}
      done={
        <Trans>
          Стирання зупинено. Ваш обліковий запис знову діє, і все, що ви мали, залишилося. Увійдіть знову;
          токени для програм створіть наново.
        </Trans>
      }
      work={(secret) => unwrap(postStoppedErasure({ body: { secret } }))}
    />
  );
}

interface LetterLinkPageProps {
  title: string;
  question: ReactNode;
  button: ReactNode;
  buttonKind?: ButtonKind;
  done: ReactNode;
  work: (secret: string) => Promise<unknown>;
}

/** One step by the link of a letter, without signing in. It waits for the button: mail scanners open links, too. */
function LetterLinkPage({ title, question, button, buttonKind, done, work }: LetterLinkPageProps) {
  const secret = useLinkSecret();
  const unheard = useTransportError();
  const step = useCommand({ run: () => work(secret), tellsErrors: false });
  useTitle(title);
  const refused = step.error instanceof ApiProblem ? step.error.message : undefined;
  return (
    <AuthLayout title={title}>
      {step.isSuccess ? (
        <div role="status" className="v-stack">
          <p>{done}</p>
          <ButtonLink href="/sign-in">
            <Trans>До входу</Trans>
          </ButtonLink>
        </div>
      ) : (
        <div className="v-stack">
          <p>{question}</p>
          <FormProblem>{unheard(step.error) ?? refused}</FormProblem>
          <Button kind={buttonKind} disabled={!secret} busy={step.isPending} onClick={() => step.mutate()}>
            {button}
          </Button>
        </div>
      )}
    </AuthLayout>
  );
}
