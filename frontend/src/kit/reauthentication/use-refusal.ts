import { useLingui } from "@lingui/react/macro";
import { ApiProblem, NetworkError } from "@/api/problem";
import { useTransportError } from "@/kit/use-transport-error";
import { PasskeyNotGiven } from "@/lib/passkeys";

/** Why a code, a passkey or a password was not taken, in words that say what to do. */
export function useRefusal(): (error: unknown) => string | undefined {
  const { t } = useLingui();
  const unheard = useTransportError();
  const byDevice = (error: unknown) => {
    if (error instanceof PasskeyNotGiven) return t`Ключ доступу не використано. Спробуйте ще або інакше.`;
    if (error instanceof DOMException && error.name === "InvalidStateError")
      return t`На цьому пристрої вже є ключ доступу до Віче.`;
    return t`Пристрій не впорався з ключем доступу. Спробуйте інший.`;
  };
  return (error) => {
    if (!error) return undefined;
    if (error instanceof ApiProblem) return unheard(error) ?? (error.message || t`Не вдалося. Спробуйте ще.`);
    return error instanceof NetworkError ? unheard(error) : byDevice(error);
  };
}
