import { queryOptions } from "@tanstack/react-query";
import { getSummaryRevisions, getThreadGist } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";
import { pagedQuery } from "./query";

/** What the talk of a thread comes to. */
export const gistQuery = (threadId: string) =>
  queryOptions({
    queryKey: keys.gist(threadId),
    queryFn: () => unwrap(getThreadGist({ path: { thread_id: threadId } })),
    // What an earlier release kept in the browser has neither.
    select: (gist) => ({ ...gist, questions: gist.questions ?? [], statements: gist.statements ?? [] }),
  });

/** What its summary said before, the latest wording first. */
export const earlierSummariesQuery = (threadId: string, version: number) =>
  pagedQuery([...keys.earlierSummaries(threadId, version), "pages"], (cursor) =>
    getSummaryRevisions({ path: { thread_id: threadId }, query: { cursor } }),
  );
