import { useLingui } from "@lingui/react/macro";
import { useCommand } from "@/kit/use-change";
import { keys } from "@/queries/keys";

/** Offers something to an address, in a letter. */
export function useInviting<In>(ask: (input: In) => Promise<unknown>, onDone: () => void) {
  const { t } = useLingui();
  return useCommand({
    ask,
    said: t`Запрошення надіслано`,
    onDone,
    forget: (client) => void client.invalidateQueries({ queryKey: keys.personalInvitations }),
  });
}
