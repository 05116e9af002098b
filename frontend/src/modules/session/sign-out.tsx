import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { signOut } from "@/api/sign-in";
import { useCommand } from "@/kit/use-command";
import { switchPushOff } from "@/lib/push";
import { countUnsent } from "@/outbox/store";
import { meQuery } from "@/queries/me";
import { Dialog } from "@/ui/dialog";
import { clearLocalSession } from "./clear-local-session";

/** What comes after a deliberate sign-out: nothing of the person stays here, and the sign-in page opens. */
export function useLeft(): () => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  return async () => {
    // At once: the socket notices it, too, and somebody may sign in again as soon as either has led there.
    await Promise.all([
      me && clearLocalSession(client, me.id, "revoked"),
      switchPushOff().catch(() => undefined),
    ]);
    await router.navigate({ to: "/sign-in" });
  };
}

/** Signs out of this browser; asks first when something was written here that nobody has received. */
export function useSignOut() {
  const { t } = useLingui();
  const left = useLeft();
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  const [unsent, setUnsent] = useState(0);
  const leaving = useCommand({ run: () => signOut(), onSuccess: left, tellsErrors: true });
  const start = async () => {
    // What cannot be counted must not keep anybody signed in.
    const count = me ? await countUnsent(me.id).catch(() => 0) : 0;
    if (count > 0) setUnsent(count);
    else leaving.mutate();
  };
  const dialog = unsent > 0 && (
    <Dialog
      opened
      title={t`Вийти й видалити ненадіслане?`}
      lead={
        <Trans>
          <Plural
            value={unsent}
            one="Тут лишився # ненадісланий допис, відповідь, чернетка чи файл."
            few="Тут лишилося # ненадіслані дописи, відповіді, чернетки чи файли."
            many="Тут лишилося # ненадісланих дописів, відповідей, чернеток чи файлів."
            other="Тут лишилося # ненадісланого допису, відповіді, чернетки чи файлу."
          />{" "}
          Після виходу їх не повернути.
        </Trans>
      }
      submit={t`Вийти й видалити`}
      submitKind="danger"
      busy={leaving.isPending}
      onClose={() => setUnsent(0)}
      onSubmit={() => leaving.mutate()}
    />
  );
  return { start: () => void start(), busy: leaving.isPending, dialog };
}
