import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { PasswordInput } from "@mantine/core";
import { fieldError } from "@/ui/field-error";

export const LEAST = 12;

/** How many characters a person would count. */
export function lengthOf(password: string): number {
  return [...password.normalize("NFKC").trim()].length;
}

interface NewPasswordProps {
  value: string;
  onChange: (password: string) => void;
  /** The form was sent once: what is missing is said from now on. */
  tried: boolean;
  /** What the server did not like. */
  refused?: string;
}

/** A new password. It is told what makes one good; nothing here pretends to measure how good it is. */
export function NewPassword({ value, onChange, tried, refused }: NewPasswordProps) {
  const { t } = useLingui();
  const missing = LEAST - lengthOf(value);
  const short = t`Додайте ще ${plural(missing, { one: "# знак", few: "# знаки", many: "# знаків", other: "# знака" })}`;
  return (
    <PasswordInput
      label={t`Новий пароль`}
      description={t`Щонайменше ${LEAST} знаків. Найкраще кілька слів, яких не вгадає той, хто вас знає: без імені, адреси й назви громади. Викрадені колись паролі не приймаємо.`}
      autoComplete="new-password"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      visibilityToggleButtonProps={{ tabIndex: 0, "aria-label": t`Показати або сховати пароль` }}
      error={fieldError(tried && missing > 0 ? short : refused)}
    />
  );
}
