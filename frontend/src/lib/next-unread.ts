import { useEffect } from "react";

/** Leads to something unread below where the reader is, or anywhere on the page; whether there was something. */
type Step = (where: "below" | "anywhere") => boolean;

let onPage: Step | null = null;

/** A page that has unread things of its own: the key for what is next leads to them first. */
export function useNextUnreadTarget(step: Step): void {
  useEffect(() => {
    onPage = step;
    return () => {
      if (onPage === step) onPage = null;
    };
  });
}

export const goToNextUnread: Step = (where) => onPage?.(where) ?? false;
