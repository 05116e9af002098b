import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { PasswordInput } from "@mantine/core";
import type { ChangeEvent, ReactNode } from "react";

const LEAST = 12;

/** How many characters a person would count. */
function lengthOf(password: string): number {
  return [...password.normalize("NFKC").trim()].length;
}

/** Say how many characters a password still needs; undefined when it is long enough. */
export function usePasswordLack(): (password: string) => string | undefined {
  const { t } = useLingui();
  return (password) => {
    const missing = LEAST - lengthOf(password);
    if (missing <= 0) return undefined;
    return t`Додайте ще ${plural(missing, { one: "# знак", few: "# знаки", many: "# знаків", other: "# знака" })}`;
  };
}

interface NewPasswordProps {
  value: string;
  onChange: (event: ChangeEvent<HTMLInputElement>) => void;
  error: ReactNode;
}

/** A new password. It is told what makes one good; nothing here pretends to measure how good it is. */
export function NewPassword(field: NewPasswordProps) {
  const { t } = useLingui();
  return (
    <PasswordInput
      label={t`Новий пароль`}
      description={t`Щонайменше ${LEAST} знаків. Найкраще кілька слів, яких не вгадає той, хто вас знає: без імені, адреси й назви громади. Викрадені колись паролі не приймаємо.`}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ tabIndex: 0, "aria-label": t`Показати або сховати пароль` }}
      {...field}
    />
  );
}
