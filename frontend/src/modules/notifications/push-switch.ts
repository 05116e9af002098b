import { useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { deleteMyPushSubscription, getMyPushKey, postMyPushSubscriptions } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { useCommand } from "@/kit/use-command";
import { mayRenew, PushDenied, switchPushOff, switchPushOn } from "@/lib/push";
import { keys } from "@/queries/keys";
import { toast } from "@/ui/toast";

async function turnOn(key: string, personId: string): Promise<void> {
  const body = await switchPushOn(key, personId);
  await unwrap(postMyPushSubscriptions({ body }));
}

/** Switches pushes to this browser on, and to this or another off. */
export function usePushSwitch(personId: string) {
  const { t } = useLingui();
  const failed = useFailureToast();
  const invalidates = [keys.pushSubscriptions, keys.pushHere];
  const on = useCommand({
    run: (key: string) => turnOn(key, personId),
    success: t`Сповіщення на цьому пристрої ввімкнено`,
    invalidates,
    tellError: (error) => {
      if (error instanceof PushDenied) return; // the card says so
      if (error instanceof DOMException) toast(t`Браузер не зміг увімкнути сповіщення`, { kind: "failed" });
      else failed(error);
    },
    tellsErrors: true,
  });
  const off = useCommand({
    run: async ({ id, here }: { id: string; here: boolean }) => {
      await unwrap(deleteMyPushSubscription({ path: { subscription_id: id } }));
      if (here) await switchPushOff();
    },
    success: t`Сповіщення вимкнено`,
    invalidates,
    tellsErrors: true,
  });
  return { on, off };
}

/** After a new sign-in, or under a new key of the server, the news of who had it here goes on coming. */
export function usePushRenewal(personId: string | undefined): void {
  useEffect(() => {
    if (!personId) return;
    void (async () => {
      if (!(await mayRenew(personId))) return;
      const { key } = await unwrap(getMyPushKey());
      if (key) await turnOn(key, personId);
    })().catch(() => undefined); // the card of the settings shows how things stand
  }, [personId]);
}
