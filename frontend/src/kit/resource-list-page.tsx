import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { isForbidden } from "@/api/problem";
import { Card } from "@/ui/card";
import { type Crumb, Page, PageHeader, type Tab, Tabs, useTitle } from "@/ui/page";
import { Filters, SearchField } from "@/ui/search-field";
import { PagedList, type PagedListProps } from "./paged-list";
import classes from "./resource-list-page.module.css";

interface ResourceListPageProps<T> extends Omit<PagedListProps<T>, "actions" | "bare"> {
  title: string;
  lead?: ReactNode;
  crumbs?: Crumb[];
  /** How one more comes in, and what else is done with the whole list. */
  create?: ReactNode;
  /** Words to look for, as `useUrlSearch` keeps them. */
  search?: { label: string; value: string; onChange: (words: string) => void };
  /** What else narrows the list, beside the search. */
  filters?: ReactNode;
  tabs?: Tab[];
  tabsLabel?: string;
  /** Above the list, whatever is in it. */
  intro?: ReactNode;
  /** The name of the list for those who do not see it. */
  label: string;
  /** In place of the page for whom the server refuses it. */
  forbidden?: ReactNode;
  /** `list` lays out cards of its own: there is no card around them. */
  loose?: boolean;
}

/** Show a page that is one list: its head, what narrows it, its rows page by page. */
export function ResourceListPage<T>(props: ResourceListPageProps<T>) {
  const { title, forbidden, intro, label, loose = false, empty, ...list } = props;
  useTitle(title);
  if (forbidden && isForbidden(list.query.error)) return <Page>{forbidden}</Page>;
  return (
    <Page>
      <Head {...props} />
      <Narrowing {...props} />
      {intro}
      {loose ? (
        <div className={classes.loose}>
          <PagedList {...list} bare empty={<Card label={label}>{empty}</Card>} />
        </div>
      ) : (
        <Card label={label}>
          <PagedList {...list} empty={empty} />
        </Card>
      )}
    </Page>
  );
}

function Head<T>({ title, lead, crumbs, create, tabs, tabsLabel = title }: ResourceListPageProps<T>) {
  const { t } = useLingui();
  return (
    <PageHeader title={title} lead={lead} crumbs={crumbs} crumbsLabel={t`Де ви`} actions={create}>
      {tabs && <Tabs label={tabsLabel} tabs={tabs} />}
    </PageHeader>
  );
}

function Narrowing<T>({ search, filters }: ResourceListPageProps<T>) {
  if (!search && !filters) return null;
  return (
    <Filters>
      {search && <SearchField {...search} />}
      {filters}
    </Filters>
  );
}
