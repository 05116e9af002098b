import { Trans, useLingui } from "@lingui/react/macro";
import { PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiProblem } from "@/api/problem";
import { changePassword } from "@/api/sign-in";
import { Button } from "@/design/button";
import { Card } from "@/design/card";
import { fieldError } from "@/design/field-error";
import { toast } from "@/design/toast";
import { useFailureToast } from "@/widgets/failure-toast";
import classes from "./settings.module.css";

const LEAST = 12;

export function PasswordCard() {
  const { t } = useLingui();
  const failed = useFailureToast();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [tried, setTried] = useState(false);
  const changing = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      setTried(false);
      toast(t`Пароль змінено`);
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem && error.fields.length > 0)) failed(error);
    },
  });
  const refused = (pointer: string) =>
    changing.error instanceof ApiProblem ? changing.error.field(pointer) : undefined;
  const short = tried && next.length < LEAST ? t`Щонайменше ${LEAST} знаків` : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (current && next.length >= LEAST) changing.mutate();
  };
  const toggle = { tabIndex: 0, "aria-label": t`Показати або сховати пароль` };
  return (
    <Card padded title={<Trans>Пароль</Trans>}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <PasswordInput
          label={t`Теперішній пароль`}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          visibilityToggleButtonProps={toggle}
          error={fieldError(
            (tried && !current && t`Впишіть теперішній пароль`) || refused("/current_password"),
          )}
        />
        <PasswordInput
          label={t`Новий пароль`}
          description={t`Щонайменше ${LEAST} знаків; найкраще кілька слів`}
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
          visibilityToggleButtonProps={toggle}
          error={fieldError(short ?? refused("/new_password"))}
        />
        <Button type="submit" kind="quiet" busy={changing.isPending}>
          <Trans>Змінити пароль</Trans>
        </Button>
      </form>
    </Card>
  );
}
