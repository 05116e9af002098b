import type { ReactNode } from "react";
import { Card } from "@/ui/card";
import { PagedList, type PagedListProps, shownRows } from "./paged-list";

interface SectionCardProps<T> extends Omit<PagedListProps<T>, "empty" | "actions" | "bare"> {
  /** By which a link on the page leads to it. */
  id?: string;
  title?: ReactNode;
  /** The name for those who do not see it, when there is no title. */
  label?: string;
  /** Beside the title: a count. */
  count?: ReactNode;
  /** At the end of the header: a link, a fact or a button. */
  aside?: ReactNode;
  padded?: boolean;
  /** In place of the rows when there are none; without it the card is left out then. */
  empty?: ReactNode;
  /** Above the rows, whatever they are. */
  intro?: ReactNode;
  /** How one more comes in, at the foot. */
  add?: ReactNode;
  /** The dialogs of the section. */
  dialogs?: ReactNode;
}

/** Whether the card says nothing: there are no rows, or none yet, and nothing keeps them away. */
function isSilent<T>({ query, select }: SectionCardProps<T>): boolean {
  const rows = shownRows({ query, select });
  if (rows) return rows.length === 0 && !("hasNextPage" in query && query.hasNextPage);
  return !query.error && query.fetchStatus !== "paused";
}

/** Show a part of a page: its head, its rows page by page or why they are not there, and what adds to them. */
export function SectionCard<T>(props: SectionCardProps<T>) {
  const { id, title, label, count, aside, padded = false, empty, intro, add, dialogs, ...list } = props;
  if (empty === undefined && isSilent(props)) return null;
  return (
    <Card id={id} title={title} label={label} count={count} aside={aside} padded={padded}>
      {intro}
      <PagedList {...list} empty={empty ?? null} actions={add} bare={padded} />
      {dialogs}
    </Card>
  );
}
