import { useLingui } from "@lingui/react/macro";
import type { LetterOut } from "@/api/generated/types.gen";

/** Why the letter of an invitation did not arrive, and what its maker does about it. */
export function useBouncedEmailText(): (letter: LetterOut) => string {
  const { t } = useLingui();
  return ({ why }) => {
    switch (why) {
      case "refused":
        return t`Лист не доставлено: поштовий сервер не приймає листів на цю адресу. Якщо в ній помилка, скасуйте запрошення й створіть нове.`;
      case "bounced":
        return t`Лист повернувся: за цією адресою нікого немає. Якщо в ній помилка, скасуйте запрошення й створіть нове.`;
      case "returned":
        return t`Лист повернувся, хоча адреса може бути правильною. Надішліть його ще раз згодом або повідомте людину інакше.`;
      default:
        return t`Лист не доставлено: жоден поштовий сервер його не прийняв. Надішліть його ще раз згодом або повідомте людину інакше.`;
    }
  };
}
