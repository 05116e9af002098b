import { useLingui } from "@lingui/react/macro";
import { useChange } from "@/kit/use-change";
import { keys } from "@/queries/keys";

/** Offers something to an address, in a letter. */
export function useInviting<In>(ask: (input: In) => Promise<unknown>, onDone: () => void) {
  const { t } = useLingui();
  return useChange({
    ask,
    said: t`Запрошення надіслано`,
    onDone,
    forget: (client) => void client.invalidateQueries({ queryKey: keys.personalInvitations }),
  });
}
