import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { getApprovals } from "@/api/generated/sdk.gen";
import type { ApprovalOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";
import { cursorPaging, fetchAllPages } from "./pages";

const waitsForReader = ({ allowed }: ApprovalOut): boolean => allowed.includes("confirm");

/** Steps that others requested and that the reader may confirm, the oldest first. */
export const waitingApprovalsQuery = queryOptions({
  queryKey: keys.waitingApprovals,
  queryFn: async () => {
    const pending = await fetchAllPages((cursor) =>
      unwrap(getApprovals({ query: { state: "pending", limit: 100, cursor } })),
    );
    return pending.filter(waitsForReader).reverse();
  },
});

/** Steps that the reader requested or decided, the newest first. */
export const approvalHistoryQuery = infiniteQueryOptions({
  queryKey: keys.approvalHistory,
  queryFn: ({ pageParam }) => unwrap(getApprovals({ query: { cursor: pageParam } })),
  select: ({ pages, pageParams }) => ({
    pages: pages.map((page) => ({ ...page, items: page.items.filter((one) => !waitsForReader(one)) })),
    pageParams,
  }),
  ...cursorPaging,
});

/** Invalidate pending approvals and their history. */
export const invalidateApprovals = (client: QueryClient) =>
  Promise.all([keys.approvals, keys.today].map((queryKey) => client.invalidateQueries({ queryKey })));

/** Return whether a command was answered by a pending approval: a second person has to confirm it first. */
export function isWaitingApproval(answer: unknown): answer is ApprovalOut {
  if (typeof answer !== "object" || answer === null) return false;
  return "requested_at" in answer && "summary" in answer && "state" in answer && answer.state === "pending";
}
