import type { ErrorComponentProps } from "@tanstack/react-router";
import { useRouter } from "@tanstack/react-router";
import { ApiProblem, NoConnection } from "@/api/problem";
import { Page } from "@/design/page";
import { ErrorState, OfflineState } from "@/design/states";

/** Something broke while a page was put together. */
export function CrashPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  const code = error instanceof ApiProblem ? `${error.status}-${error.requestId.slice(0, 8)}` : undefined;
  return (
    <Page>
      {error instanceof NoConnection ? <OfflineState /> : <ErrorState code={code} onRetry={retry} />}
    </Page>
  );
}
