import { queryOptions } from "@tanstack/react-query";
import { getSummaryRevisions, getThreadGist } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";
import { pagedQuery } from "./query";

/** The overview of a thread: its summary, questions and statements. */
export const gistQuery = (threadId: string) =>
  queryOptions({
    queryKey: keys.gist(threadId),
    queryFn: () => unwrap(getThreadGist({ path: { thread_id: threadId } })),
    // Data that an earlier release stored in the browser has neither.
    select: (gist) => ({ ...gist, questions: gist.questions ?? [], statements: gist.statements ?? [] }),
  });

/** Revisions of the summary, newest first. */
export const earlierSummariesQuery = (threadId: string, version: number) =>
  pagedQuery([...keys.earlierSummaries(threadId, version), "pages"], (cursor) =>
    getSummaryRevisions({ path: { thread_id: threadId }, query: { cursor } }),
  );
