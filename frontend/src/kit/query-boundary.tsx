import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiProblem, isNotFound, NetworkError } from "@/api/problem";
import { useOnline } from "@/lib/online";
import { ErrorState, LoadingState, OfflineState } from "@/ui/feedback";

interface QueryGateProps<T> {
  query: UseQueryResult<T>;
  /** While it loads: «Завантажуємо доручення…». */
  loading?: ReactNode;
  /** In place of the content when it does not exist, or not for this reader. */
  missing?: ReactNode;
  /** A way on from what is not on the device, where nothing else leads away. */
  onward?: ReactNode;
  children: (data: T) => ReactNode;
}

/** What the reader can quote when they ask for help. */
export function problemCode(error: unknown): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  return [error.status, error.requestId.slice(0, 8)].filter(Boolean).join("-");
}

/** Shows what was loaded; before that, or instead of it, says in words how things stand. */
export function QueryBoundary<T>({ query, loading, missing, onward, children }: QueryGateProps<T>) {
  const { data, error } = query;
  const online = useOnline();
  if (missing && isNotFound(error)) return missing;
  if (data !== undefined) return children(data);
  if (error instanceof NetworkError || !online) return <OfflineState button={onward} />;
  if (error) return <ErrorState code={problemCode(error)} onRetry={() => void query.refetch()} />;
  return <LoadingState>{loading}</LoadingState>;
}
