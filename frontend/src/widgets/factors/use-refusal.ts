import { useLingui } from "@lingui/react/macro";
import { ApiProblem, NoConnection } from "@/api/problem";
import { PasskeyNotGiven } from "@/lib/passkeys";

/** Why a code, a passkey or a password was not taken, in words that say what to do. */
export function useRefusal(): (error: unknown) => string | undefined {
  const { t } = useLingui();
  const byDevice = (error: unknown) => {
    if (error instanceof PasskeyNotGiven) return t`Ключ доступу не використано. Спробуйте ще або інакше.`;
    if (error instanceof DOMException && error.name === "InvalidStateError")
      return t`На цьому пристрої вже є ключ доступу до Віча.`;
    return t`Пристрій не впорався з ключем доступу. Спробуйте інший.`;
  };
  const byServer = ({ status, message }: ApiProblem) => {
    if (status === 429) return t`Забагато спроб. Зачекайте п’ять хвилин і спробуйте ще.`;
    if (status >= 500) return t`Сервер не відповів. Спробуйте за хвилину.`;
    return message || t`Не вдалося. Спробуйте ще.`;
  };
  return (error) => {
    if (!error) return undefined;
    if (error instanceof ApiProblem) return byServer(error);
    if (error instanceof NoConnection) return t`Немає зв’язку із сервером. Перевірте мережу й спробуйте ще.`;
    return byDevice(error);
  };
}
