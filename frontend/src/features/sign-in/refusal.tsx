import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ApiProblem } from "@/api/problem";
import classes from "./sign-in.module.css";

/** Why the server did not even look: no line, too many tries, or a fault of its own; undefined when it did. */
export function useUnheard(): (error: Error | null) => string | undefined {
  const { t } = useLingui();
  return (error) => {
    if (!error) return undefined;
    if (!(error instanceof ApiProblem)) return t`Немає зв’язку із сервером. Перевірте мережу й спробуйте ще.`;
    if (error.status === 429) {
      const minutes = Math.ceil((error.retryAfter ?? 300) / 60);
      return t`Забагато спроб. Зачекайте ${plural(minutes, { one: "# хвилину", few: "# хвилини", many: "# хвилин", other: "# хвилини" })} і спробуйте ще.`;
    }
    if (error.status >= 500) return t`Сервер не відповів. Спробуйте за хвилину.`;
    return undefined;
  };
}

/** A refusal above a form; a screen reader says it at once. */
export function FormProblem({ children }: { children?: string }) {
  if (!children) return null;
  return (
    <p className={classes.problem} role="alert">
      <IconAlertTriangle size={20} stroke={1.75} aria-hidden="true" />
      {children}
    </p>
  );
}
