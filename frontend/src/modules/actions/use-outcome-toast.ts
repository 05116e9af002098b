import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { isWaitingApproval } from "@/queries/approvals";
import { keys } from "@/queries/keys";
import { toast } from "@/ui/toast";

/** Says that a change is done; where it waits for a second person, says that instead and leads to the request. */
export function useOutcomeToast(): (answer: unknown, done: string) => void {
  const { t } = useLingui();
  const client = useQueryClient();
  const router = useRouter({ warn: false });
  return (answer, done) => {
    if (!isWaitingApproval(answer)) return toast(done);
    void client.invalidateQueries({ queryKey: keys.approvals });
    toast(t`Ще не діє: чекає на підтвердження другої особи`, {
      kind: "later",
      action: { label: t`До запиту`, run: () => void router.navigate({ href: "/approvals" }) },
    });
  };
}
