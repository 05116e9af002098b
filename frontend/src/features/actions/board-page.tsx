import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconLayoutKanban, IconListDetails } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter, useRouterState } from "@tanstack/react-router";
import { useState } from "react";
import type { ActionOut } from "@/api/generated/types.gen";
import { actionsQuery } from "@/data/actions";
import { groupsQuery } from "@/data/groups";
import { ButtonLink } from "@/design/button";
import { Segments } from "@/design/choice";
import { Page, useTitle } from "@/design/page";
import { EmptyState } from "@/design/states";
import { useReader } from "@/lib/reader";
import { useWide } from "@/lib/use-wide";
import { useTopic } from "@/realtime/realtime-provider";
import { QueryGate } from "@/widgets/query-gate";
import { useSteps } from "@/widgets/use-steps";
import classes from "./board.module.css";
import { type BoardFilters, boardAddress, filtersFrom, narrows, serverFilter } from "./board-filters";
import { BoardView } from "./board-view";
import { fillColumns, matches } from "./columns";
import { FilterBar } from "./filter-bar";
import { ListView } from "./list-view";
import { NewActionButton } from "./new-action-button";

/** All action items that the reader sees, by how far they have come. */
export function BoardPage() {
  const { t } = useLingui();
  const { say } = useReader();
  const [words, setWords] = useState("");
  const filters = filtersFrom(useRouterState({ select: ({ location }) => location.search }));
  const actions = useQuery({
    ...actionsQuery(serverFilter(filters)),
    placeholderData: keepPreviousData,
  });
  useTitle(t`Доручення`);
  const fits = ({ state, number, title, owner }: ActionOut) =>
    (!filters.state || state === filters.state) &&
    matches(words, [`№ ${number}`, say(title), say(owner.short_name)]);
  return (
    <Page>
      <Head filters={filters} items={actions.data} />
      <FilterBar filters={filters} words={words} onWords={setWords} />
      <HearGroups />
      <QueryGate query={actions} loading={<Trans>Завантажуємо доручення…</Trans>}>
        {(items) => <Items items={items.filter(fits)} filters={filters} words={words} />}
      </QueryGate>
    </Page>
  );
}

function Head({ filters, items }: { filters: BoardFilters; items: ActionOut[] | undefined }) {
  const wide = useWide();
  return (
    <div className={classes.head}>
      <div>
        <h1>
          <Trans>Доручення</Trans>
        </h1>
        {wide && <Lead filters={filters} items={items} />}
      </div>
      <div className={classes.tools}>
        {wide && <Views filters={filters} />}
        <NewActionButton groupId={filters.group} />
      </div>
    </div>
  );
}

/** «Безпека громади · 15 доручень, підтверджено 5» */
function Lead({ filters, items }: { filters: BoardFilters; items: ActionOut[] | undefined }) {
  const { t } = useLingui();
  const { say } = useReader();
  const { data: groups = [] } = useQuery(groupsQuery);
  const group = groups.find(({ id }) => id === filters.group);
  const place = group ? say(group.name) : t`Усі ваші групи`;
  if (!items) return <p className="v-t2">{place}</p>;
  const verified = items.filter(({ state }) => state === "verified").length;
  return (
    <p className="v-t2">
      {place} ·{" "}
      <Plural
        value={items.length}
        one="# доручення"
        few="# доручення"
        many="# доручень"
        other="# доручення"
      />
      , <Trans>підтверджено {verified}</Trans>
    </p>
  );
}

function Views({ filters }: { filters: BoardFilters }) {
  const { t } = useLingui();
  const router = useRouter();
  return (
    <Segments
      label={t`Вигляд`}
      value={filters.view ?? "board"}
      onChange={(view) =>
        void router.navigate({
          href: boardAddress({ ...filters, view: view === "list" ? "list" : undefined }),
          replace: true,
        })
      }
      segments={[
        {
          value: "board",
          label: t`Дошка`,
          icon: <IconLayoutKanban size={20} stroke={1.75} aria-hidden="true" />,
        },
        {
          value: "list",
          label: t`Список`,
          icon: <IconListDetails size={20} stroke={1.75} aria-hidden="true" />,
        },
      ]}
    />
  );
}

interface ItemsProps {
  items: ActionOut[];
  filters: BoardFilters;
  words: string;
}

function Items({ items, filters, words }: ItemsProps) {
  const wide = useWide();
  const steps = useSteps();
  const columns = fillColumns(items);
  if (items.length === 0) return <Nothing filters={filters} words={words} />;
  return (
    <>
      {wide && filters.view !== "list" ? (
        <BoardView columns={columns} onStep={steps.take} />
      ) : (
        <ListView columns={columns} onStep={steps.take} />
      )}
      {steps.dialog}
    </>
  );
}

function Nothing({ filters, words }: { filters: BoardFilters; words: string }) {
  if (words.trim()) {
    return (
      <EmptyState title={<Trans>Таких доручень немає</Trans>}>
        <Trans>Змініть слова у фільтрі.</Trans>
      </EmptyState>
    );
  }
  if (!narrows(filters)) {
    return (
      <EmptyState title={<Trans>Доручень ще немає</Trans>}>
        <Trans>Доручення народжується з повідомлення в темі або з рішення групи.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={
        filters.show === "waiting" ? (
          <Trans>Нічого не чекає на вас</Trans>
        ) : (
          <Trans>Таких доручень немає</Trans>
        )
      }
      button={
        <ButtonLink kind="quiet" href={boardAddress({ view: filters.view })}>
          <Trans>Показати всі</Trans>
        </ButtonLink>
      }
    >
      <Trans>Змініть, що показати, або подивіться на всі доручення.</Trans>
    </EmptyState>
  );
}

/** What changes in the groups of the reader changes the board, whoever does it. */
function HearGroups() {
  const { data: groups = [] } = useQuery(groupsQuery);
  return groups.map(({ id }) => <HearGroup key={id} groupId={id} />);
}

function HearGroup({ groupId }: { groupId: string }) {
  useTopic(`group:${groupId}`);
  return null;
}
