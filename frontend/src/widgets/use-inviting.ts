import { useLingui } from "@lingui/react/macro";
import { keys } from "@/data/keys";
import { useChange } from "./use-change";

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
