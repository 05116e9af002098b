import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { ApiProblem } from "@/api/problem";

const LONGEST_IN_MINUTES = 90;

/** Why the server did not even look: no line, too many tries, or a fault of its own; undefined when it did. */
export function useTransportError(): (error: Error | null) => string | undefined {
  const { t } = useLingui();
  const tooMany = (minutes: number) => {
    if (minutes <= LONGEST_IN_MINUTES)
      return t`Забагато спроб. Зачекайте ${plural(minutes, { one: "# хвилину", few: "# хвилини", many: "# хвилин", other: "# хвилини" })} і спробуйте ще.`;
    const hours = Math.ceil(minutes / 60);
    return t`Забагато спроб. Зачекайте ${plural(hours, { one: "# годину", few: "# години", many: "# годин", other: "# години" })} і спробуйте ще.`;
  };
  return (error) => {
    if (!error) return undefined;
    if (!(error instanceof ApiProblem)) return t`Немає зв’язку із сервером. Перевірте мережу й спробуйте ще.`;
    if (error.status === 429) return tooMany(Math.ceil((error.retryAfter ?? 300) / 60));
    if (error.status >= 500) return t`Сервер не відповів. Спробуйте за хвилину.`;
    return undefined;
  };
}
