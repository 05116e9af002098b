import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { isWaitingApproval } from "@/queries/approvals";
import { keys } from "@/queries/keys";
import { toast } from "@/ui/toast";

/**
 * Return what to do with the answer to a step that may take two people: say that it is done or, where it waits for a
 * second person, say that with a link to the request.
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
      action: { label: t`До запиту`, run: () => void router.navigate({ to: "/approvals" }) },
    });
  };
}
