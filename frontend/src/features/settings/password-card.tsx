import { Trans, useLingui } from "@lingui/react/macro";
import { PasswordInput } from "@mantine/core";
import { changePassword } from "@/api/sign-in";
import { InlineForm } from "@/kit/inline-form";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { NewPassword, usePasswordLack } from "@/modules/factors/new-password";
import { Card } from "@/ui/card";

const NOTHING = { current: "", next: "" };

export function PasswordCard() {
  const { t } = useLingui();
  const lack = usePasswordLack();
  const command = useCommand({
    run: ({ current, next }: typeof NOTHING) => changePassword(current, next),
    success: t`Пароль змінено`,
    onSuccess: () => {
      form.reset();
    },
  });
  const form = useForm({
    initial: NOTHING,
    command,
    required: { current: t`Впишіть теперішній пароль` },
    validate: ({ next }) => ({ next: lack(next) }),
    pointers: { current: ["/current_password"], next: ["/new_password"] },
    verbatim: ["current", "next"],
  });
  return (
    <Card padded title={<Trans>Пароль</Trans>}>
      <InlineForm form={form} className="v-form v-narrow" submit={<Trans>Змінити пароль</Trans>}>
        <PasswordInput
          label={t`Теперішній пароль`}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ tabIndex: 0, "aria-label": t`Показати або сховати пароль` }}
          {...form.text("current")}
        />
        <NewPassword {...form.text("next")} />
        <p className="v-small v-t2">
          <Trans>
            На всіх інших пристроях вас буде виведено з системи. Особисті токени лишаться чинними: зайві
            відкличте нижче.
          </Trans>
        </p>
      </InlineForm>
    </Card>
  );
}
