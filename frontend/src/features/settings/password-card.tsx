import { Trans, useLingui } from "@lingui/react/macro";
import { PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fieldErrorAt, isValidationError } from "@/api/problem";
import { changePassword } from "@/api/sign-in";
import { useFailureToast } from "@/kit/failure-toast";
import { LEAST, lengthOf, NewPassword } from "@/modules/factors/new-password";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { fieldError } from "@/ui/field-error";
import { toast } from "@/ui/toast";
import { useFocusFirstInvalid } from "@/ui/use-focus-first-invalid";
import classes from "./settings.module.css";

export function PasswordCard() {
  const { t } = useLingui();
  const failed = useFailureToast();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [tried, setTried] = useState(false);
  const repairs = useFocusFirstInvalid();
  const changing = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      setTried(false);
      toast(t`Пароль змінено`);
    },
    onError: (error) => {
      if (!isValidationError(error)) failed(error);
    },
  });
  const refused = (pointer: string) => fieldErrorAt(changing.error, pointer);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (current && lengthOf(next) >= LEAST) changing.mutate();
  };
  return (
    <Card padded title={<Trans>Пароль</Trans>}>
      <form {...repairs} className={classes.form} onSubmit={submit} noValidate>
        <PasswordInput
          label={t`Теперішній пароль`}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          visibilityToggleButtonProps={{ tabIndex: 0, "aria-label": t`Показати або сховати пароль` }}
          error={fieldError(
            (tried && !current && t`Впишіть теперішній пароль`) || refused("/current_password"),
          )}
        />
        <NewPassword value={next} onChange={setNext} tried={tried} refused={refused("/new_password")} />
        <p className="v-small v-t2">
          <Trans>
            На всіх інших пристроях вас буде виведено з системи. Особисті токени лишаться чинними: зайві
            відкличте нижче.
          </Trans>
        </p>
        <Button type="submit" kind="quiet" busy={changing.isPending}>
          <Trans>Змінити пароль</Trans>
        </Button>
      </form>
    </Card>
  );
}
