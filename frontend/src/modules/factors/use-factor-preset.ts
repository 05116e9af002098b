import { useRefusal } from "@/kit/reauthentication/use-refusal";
import { keys } from "@/queries/keys";
import { toast } from "@/ui/toast";

/** What all commands share that change how the reader proves who they are. */
export function useFactorPreset() {
  const refusal = useRefusal();
  return {
    invalidates: [keys.factors, keys.identities, keys.requirements, keys.me, keys.sessions],
    tellError: (error: unknown) => toast(refusal(error) ?? "", { kind: "failed" }),
  };
}
