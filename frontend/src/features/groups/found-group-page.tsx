import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { postGroups } from "@/api/generated/sdk.gen";
import type { GroupOut, TerritoryOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { NoSuchPage } from "@/modules/access/no-access";
import { groupPath } from "@/modules/entities/paths";
import { TerritoryField } from "@/modules/registers/territory-field";
import { coordinatedQuery, groupQuery } from "@/queries/groups";
import { keys } from "@/queries/keys";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { Page, PageHeader, useTitle } from "@/ui/page";
import { type Charter, CharterForm, EMPTY, useCharterForm } from "./charter-form";

/** A coordinator founds a group: it is proposed until those whom it cannot do without are at the table. */
export function FoundGroupPage() {
  const { parent } = useSearch({ strict: false });
  return <Page>{parent ? <Subgroup parentId={parent} /> : <Founding parent={null} />}</Page>;
}

function Subgroup({ parentId }: { parentId: string }) {
  const parent = useQuery(groupQuery(parentId));
  return (
    <QueryBoundary query={parent} missing={<NoSuchPage />} loading={<Trans>Завантажуємо групу…</Trans>}>
      {(group) => (group.allowed.includes("found_subgroup") ? <Founding parent={group} /> : <NoSuchPage />)}
    </QueryBoundary>
  );
}

/** A group, or one that stands under another. */
function Founding({ parent }: { parent: GroupOut | null }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const title = parent ? t`Нова підгрупа` : t`Нова група`;
  useTitle(title);
  const territories = useQuery(coordinatedQuery);
  return (
    <>
      <PageHeader
        crumbsLabel={t`Де ви`}
        crumbs={[
          { label: t`Групи`, href: "/groups" },
          ...(parent ? [{ label: say(parent.name), href: groupPath(parent.id) }] : []),
        ]}
        title={title}
        lead={t`Спершу група запропонована: запрошує учасників і радиться. Доручення й публічна сторінка будуть, коли за столом зберуться поліція, самоврядування і громадськість і група почне працювати.`}
      />
      <QueryBoundary query={territories} loading={<Trans>Завантажуємо території…</Trans>}>
        {(list) => (list[0] ? <Form first={list} parent={parent} /> : <NotYours />)}
      </QueryBoundary>
    </>
  );
}

function NotYours() {
  const { t } = useLingui();
  return (
    <Card label={t`Нова група`}>
      <EmptyState title={<Trans>Групи засновує координатор</Trans>}>
        <Trans>Зверніться до координатора вашої громади або до адміністратора системи.</Trans>
      </EmptyState>
    </Card>
  );
}

function useFounding(parent: GroupOut | null) {
  const router = useRouter();
  return useCommand({
    run: (charter: Charter, { idempotencyKey }) =>
      unwrap(
        postGroups({ body: { ...charter, ...(parent && { parent: parent.id }) }, headers: idempotencyKey }),
      ),
    invalidates: [keys.groups, keys.directory],
    onSuccess: ({ id }) => void router.navigate({ href: groupPath(id, "readiness") }),
  });
}

interface FormProps {
  /** Where the reader founds groups: the first of those places. */
  first: TerritoryOut[];
  parent: GroupOut | null;
}

function Form({ first, parent }: FormProps) {
  const { t } = useLingui();
  const { place } = useSearch({ strict: false });
  const start = parent?.territory ?? first.find((one) => one.id === place) ?? first[0] ?? null;
  const form = useCharterForm({ ...EMPTY, territory: start?.id ?? "" }, useFounding(parent));
  return (
    <Card padded label={parent ? t`Нова підгрупа` : t`Нова група`}>
      <CharterForm
        form={form}
        submit={parent ? <Trans>Заснувати підгрупу</Trans> : <Trans>Заснувати групу</Trans>}
        before={
          <TerritoryField
            mine
            label={t`Територія`}
            description={parent ? t`Та сама, що в групи, або частина її` : undefined}
            {...form.value("territory")}
            value={start}
          />
        }
      />
    </Card>
  );
}
