import { useLingui } from "@lingui/react/macro";
import { useOnline } from "@/lib/online";
import type { Attaching } from "../use-attachments";

/** Why the next message takes no more files now; null where it does. */
export function useWhyNoFiles({ room }: Attaching): string | null {
  const { t } = useLingui();
  const online = useOnline();
  if (room === 0) return t`До повідомлення можна додати щонайбільше десять файлів.`;
  if (!online) {
    return t`Файли надсилаються лише зі зв’язком. Текст можна надіслати й зараз: він зачекає.`;
  }
  return null;
}
