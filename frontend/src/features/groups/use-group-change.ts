import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { GroupOut } from "@/api/generated/types.gen";
import { isValidationError } from "@/api/problem";
import { useFailureToast } from "@/kit/failure-toast";
import { keys } from "@/queries/keys";

/** A change of a group itself: whatever shows it is brought up to date, also when it was refused. */
export function useGroupChange<Body>(
  group: GroupOut,
  ask: (body: Body) => Promise<GroupOut>,
  done: () => void,
) {
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: ask,
    onSuccess: (changed) => {
      client.setQueryData(keys.group(group.id), changed);
      const about = [keys.groupSteps(group.id), keys.readiness(group.id), keys.balance(group.id)];
      for (const queryKey of [keys.groups, keys.directory, ...about])
        void client.invalidateQueries({ queryKey });
      done();
    },
    onError: (error) => {
      if (!isValidationError(error)) failed(error);
      void client.invalidateQueries({ queryKey: keys.group(group.id) });
    },
  });
}
