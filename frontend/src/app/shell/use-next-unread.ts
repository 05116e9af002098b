import { useLingui } from "@lingui/react/macro";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import type { ThreadOut, TodayOut } from "@/api/generated/types.gen";
import { useFailureToast } from "@/kit/failure-toast";
import { goToNextUnread } from "@/lib/next-unread";
import { threadPath } from "@/modules/entities/paths";
import { todayQuery } from "@/queries/actions";
import { keys } from "@/queries/keys";
import { toast } from "@/ui/toast";

/** Whether a thread was read to its end after Today was last asked for. */
function isReadSince(client: QueryClient, threadId: string): boolean {
  const thread = client.getQueryState<ThreadOut>(keys.thread(threadId));
  const asked = client.getQueryState(todayQuery.queryKey)?.dataUpdatedAt ?? 0;
  return thread?.data?.reading.unread === 0 && thread.dataUpdatedAt > asked;
}

/** To the next unread message of the open thread, then to the next thread; says when nothing is unread any more. */
export function useNextUnread(): () => Promise<void> {
  const { t } = useLingui();
  const client = useQueryClient();
  const router = useRouter();
  const failed = useFailureToast();
  return useCallback(async () => {
    if (goToNextUnread("below")) return;
    const here = router.state.location.pathname;
    const elsewhere = (today: TodayOut | undefined) =>
      today?.unread.find(({ id }) => threadPath(id) !== here && !isReadSince(client, id));
    try {
      const next =
        elsewhere(client.getQueryData(todayQuery.queryKey)) ??
        elsewhere(await client.fetchQuery({ ...todayQuery, staleTime: 0, networkMode: "always" }));
      if (next) await router.navigate({ to: "/threads/$threadId", params: { threadId: next.id } });
      else if (!goToNextUnread("anywhere")) toast(t`Усе прочитано`);
    } catch (error) {
      failed(error);
    }
  }, [client, router, failed, t]);
}
