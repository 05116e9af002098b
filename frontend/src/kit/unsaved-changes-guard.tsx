import { useLingui } from "@lingui/react/macro";
import { useBlocker } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { onDemand } from "@/ui/on-demand";

const Dialog = onDemand(async () => (await import("@/ui/dialog")).Dialog);

interface StayProps {
  /** Something is here that would be lost. */
  when: boolean;
  title: string;
  lead: ReactNode;
  /** What leaving means: «Вийти без файлів». */
  leave: string;
}

/** Whoever leaves the page by a slip is asked first. A session that is over ends without a question. */
export function UnsavedChangesGuard({ when, title, lead, leave }: StayProps) {
  const { t } = useLingui();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      current.pathname !== next.pathname && !next.pathname.startsWith("/sign-in"),
    disabled: !when,
    withResolver: true,
  });
  if (status !== "blocked") return null;
  return (
    <Dialog
      opened
      title={title}
      lead={lead}
      submit={t`Лишитися`}
      startAtSubmit
      cancel={leave}
      onBack={proceed}
      onClose={reset}
      onSubmit={reset}
    />
  );
}
