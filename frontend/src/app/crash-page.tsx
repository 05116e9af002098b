import type { ErrorComponentProps } from "@tanstack/react-router";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useEffectEvent } from "react";
import { NetworkError } from "@/api/problem";
import { problemCode } from "@/kit/query-boundary";
import { isOnline, onConnectivityChange, useOutage } from "@/lib/online";
import { ErrorState, OfflineState } from "@/ui/feedback";
import { Page } from "@/ui/page";

/** Something broke while a page was put together. */
export function CrashPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  const silent = useOutage() === "server";
  const isUnreached = silent || error instanceof NetworkError;
  useReconnection(retry);
  return (
    <Page>{isUnreached ? <OfflineState /> : <ErrorState code={problemCode(error)} onRetry={retry} />}</Page>
  );
}

/** Call `retry` when the device has a network again, or the server answers again. */
function useReconnection(retry: () => void): void {
  const again = useEffectEvent(retry);
  useEffect(() => {
    const onNetwork = () => again();
    const stopListening = onConnectivityChange(() => isOnline() && again());
    window.addEventListener("online", onNetwork);
    return () => {
      stopListening();
      window.removeEventListener("online", onNetwork);
    };
  }, []);
}
