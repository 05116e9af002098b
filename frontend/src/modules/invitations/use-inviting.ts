import { useLingui } from "@lingui/react/macro";
import { type Attempt, useCommand } from "@/kit/use-command";
import { keys } from "@/queries/keys";

/** Offers something to an address, in a letter. */
export function useInviting<In>(
  run: (input: In, attempt: Attempt) => Promise<unknown>,
  onSuccess: () => void,
) {
  const { t } = useLingui();
  return useCommand({
    run,
    success: t`Запрошення надіслано`,
    invalidates: [keys.personalInvitations],
    onSuccess,
  });
}
