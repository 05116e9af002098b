import { useLingui } from "@lingui/react/macro";
import { ApiProblem, isGatewayFailure, isVersionConflict, NetworkError } from "@/api/problem";
import { toast } from "@/ui/toast";

/** Why something was not done, in the words of the server where it has some. */
export function useFailureWords(): (error: unknown) => string {
  const { t } = useLingui();
  return (error) => {
    if (error instanceof NetworkError) return t`Немає зв’язку. Спробуйте, коли він з’явиться.`;
    if (isGatewayFailure(error)) return t`Сервер не відповідає. Спробуйте за хвилину.`;
    if (isVersionConflict(error)) return t`Хтось уже змінив це. Показуємо новий стан, перевірте й повторіть.`;
    if (error instanceof ApiProblem && error.message) return error.message;
    return t`Не вдалося. Спробуйте ще.`;
  };
}

/** Says it. */
export function useFailureToast(): (error: unknown) => void {
  const words = useFailureWords();
  return (error) => toast(words(error), { kind: "failed" });
}
