import { useInfiniteQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { lazyCards } from "@/kit/lazy-cards";
import { threadDecisionsQuery } from "@/queries/decisions";
import { flattenPages } from "@/queries/pages";
import classes from "./decision-card.module.css";

const ThreadDecisions = lazyCards(
  "threads",
  async () => (await import("./thread-decisions")).ThreadDecisions,
);

/** Decisions of the thread, below its head: what draws them is loaded where there are some. */
export function OpenDecisions({ threadId }: { threadId: string }) {
  const { data } = useInfiniteQuery(threadDecisionsQuery(threadId));
  const decisions = data ? flattenPages(data) : [];
  if (decisions.length === 0) return null;
  return (
    <div className={classes.decisions}>
      <Suspense>
        <ThreadDecisions decisions={decisions} />
      </Suspense>
    </div>
  );
}
