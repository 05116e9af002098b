import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { isWaitingApproval } from "@/queries/approvals";
import { keys } from "@/queries/keys";
import { toast } from "@/ui/toast";

/**
 * What comes after a change of seats, mandates or deputies: it is said to be done. Where it waits for a second person,
 * that is said instead, with the way to the request.
 */
export function useOutcome(success: string, onDone: () => void): (answer: unknown) => void {
  const { t } = useLingui();
  const client = useQueryClient();
  const router = useRouter({ warn: false });
  return (answer) => {
    onDone();
    if (!isWaitingApproval(answer)) return toast(success);
    void client.invalidateQueries({ queryKey: keys.approvals });
    toast(t`Ще не діє: чекає на підтвердження другої особи`, {
      kind: "later",
      action: { label: t`До запиту`, run: () => void router.navigate({ href: "/approvals" }) },
    });
  };
}
