import { useLingui } from "@lingui/react/macro";
import type { FormQuestionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import type { GivenAnswer } from "@/outbox/items";

/** Return the number that was typed, with a comma or a point; null where it is none that the question takes. */
export function parseNumber({ min, max, decimals, type }: FormQuestionOut, typed: string): number | null {
  const bare = typed.replace(/\s/g, "").replace(",", ".");
  const places = type === "integer" ? 0 : (decimals ?? 0);
  const form = places === 0 ? /^-?\d{1,10}$/ : new RegExp(`^-?\\d{1,10}(\\.\\d{1,${places}})?$`);
  const value = Number(bare);
  if (!form.test(bare) || value < (min ?? value) || value > (max ?? value)) return null;
  return value;
}

/** Say an answer in words. */
export function useAnswerWords(): (question: FormQuestionOut, given: GivenAnswer | null) => string {
  const { t } = useLingui();
  const { localize, dates, language } = useLocale();
  const sayValue = ({ type, choices }: FormQuestionOut, value: unknown) => {
    const labels = [value].flat().flatMap((one) => choices.filter(({ name }) => name === one));
    if (labels.length > 0) return labels.map(({ label }) => localize(label)).join(", ");
    if (type === "acknowledge") return t`Підтверджено`;
    if (type === "date") return dates.long(String(value));
    return typeof value === "number" ? value.toLocaleString(language) : String(value);
  };
  return (question, given) => {
    if (given?.not_applicable) return t`Не стосується`;
    const value = given?.value ?? null;
    return value === null ? t`Без відповіді` : sayValue(question, value);
  };
}
