import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import type { ActionOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { useWide } from "@/lib/use-wide";
import type { Step } from "@/modules/actions/steps";
import { useSteps } from "@/modules/actions/use-steps";
import { groupsQuery } from "@/queries/groups";
import { useTopic } from "@/realtime/realtime-provider";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { Page, useTitle } from "@/ui/page";
import classes from "./board.module.css";
import {
  type BoardFilters,
  BY_MONTH,
  boardAddress,
  filtersFrom,
  hasActiveFilters,
  serverFilter,
} from "./board-filters";
import { BoardMenu } from "./board-menu";
import { BoardView } from "./board-view";
import { CalendarView } from "./calendar-view";
import { COMPLETED_STATES, fillColumns } from "./columns";
import { FilterBar, type FilterBarProps } from "./filter-bar";
import { ListView } from "./list-view";
import { MapView } from "./map-view";
import { NewActionButton } from "./new-action-button";
import { TimelineView } from "./timeline-view";
import { useBoardItems } from "./use-board-items";
import { useWords } from "./use-search-text";
import { ViewSwitch } from "./view-switch";
import { WordsField } from "./words-field";
import { WorkloadView } from "./workload-view";

/** All action items that the reader sees, by how far they have come. */
export function BoardPage() {
  const { t } = useLingui();
  const filters = filtersFrom(useRouterState({ select: ({ location }) => location.search }));
  const [words, setWords] = useWords(filters);
  const { query, shown, cut } = useBoardItems(filters, words);
  useTitle(t`Доручення`);
  return (
    <Page>
      <Head filters={filters} words={words} onWords={setWords} items={cut ? undefined : query.data} />
      <FilterBar filters={filters} words={words} onWords={setWords} />
      <GroupSubscriptions />
      {cut && <TruncatedNotice />}
      <QueryBoundary query={query} loading={<Trans>Завантажуємо доручення…</Trans>}>
        {(items) => <Items items={shown(items)} filters={filters} words={words} />}
      </QueryBoundary>
    </Page>
  );
}

/** Nobody takes a part of a register for the whole of it. */
function TruncatedNotice() {
  return (
    <p role="status" className={classes.cut}>
      <Trans>
        Доручень більше, ніж вміщує сторінка: тут перша тисяча за строком, і підрахунки стосуються лише її.
        Звузьте вибір групою, станом, строком, міткою чи словами.
      </Trans>
    </p>
  );
}

interface HeadProps extends FilterBarProps {
  /** All items; undefined while they are loading, or where there are more than were loaded. */
  items: ActionOut[] | undefined;
}

function Head({ filters, words, onWords, items }: HeadProps) {
  const wide = useWide();
  const { dates } = useLocale();
  return (
    <div className={classes.head}>
      <div className={classes.title}>
        <h1>
          <Trans>Доручення</Trans>
        </h1>
        {wide && <Lead filters={filters} items={items} />}
      </div>
      <div className={classes.tools}>
        {wide ? <WordsField words={words} onWords={onWords} /> : <ViewSwitch filters={filters} />}
        {wide && filters.group && (
          <BoardMenu
            groupId={filters.group}
            filter={{
              ...serverFilter(filters, dates.today()),
              ...(filters.state ? { state: filters.state } : {}),
              ...(words.trim() ? { q: words.trim() } : {}),
            }}
          />
        )}
        <NewActionButton groupId={filters.group} />
      </div>
    </div>
  );
}

/** «Безпека громади · 15 доручень, підтверджено 5» */
function Lead({ filters, items }: { filters: BoardFilters; items: ActionOut[] | undefined }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { data: groups = [] } = useQuery(groupsQuery);
  const group = groups.find(({ id }) => id === filters.group);
  const place = group ? say(group.name) : t`Усі ваші групи`;
  // These hold a part alone, of their months or what is open: they say themselves how many there are.
  if (!items || hasOwnScope(filters)) return <p className="v-t2">{place}</p>;
  const verified = items.filter(({ state }) => COMPLETED_STATES.has(state)).length;
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

/** Whether a way of looking chooses itself what it holds, and has words of its own for nothing. */
const hasOwnScope = ({ view }: BoardFilters) => BY_MONTH.has(view) || view === "workload";

interface ItemsProps {
  items: ActionOut[];
  filters: BoardFilters;
  words: string;
}

function Items({ items, filters, words }: ItemsProps) {
  const steps = useSteps();
  // An empty month is a month all the same.
  if (items.length === 0 && !hasOwnScope(filters)) return <Nothing filters={filters} words={words} />;
  return (
    <>
      <BoardBody items={items} filters={filters} onStep={steps.take} />
      {steps.dialog}
    </>
  );
}

interface LookProps {
  items: ActionOut[];
  filters: BoardFilters;
  onStep: (action: ActionOut, step: Step) => void;
}

function BoardBody({ items, filters, onStep }: LookProps) {
  const wide = useWide();
  if (filters.view === "calendar") return <CalendarView items={items} filters={filters} onStep={onStep} />;
  if (filters.view === "timeline") return <TimelineView items={items} filters={filters} />;
  if (filters.view === "workload") return <WorkloadView items={items} filters={filters} />;
  if (filters.view === "map") return <MapView items={items} filters={filters} onStep={onStep} />;
  const View = wide && filters.view !== "list" ? BoardView : ListView;
  return <View columns={fillColumns(items)} onStep={onStep} />;
}

function Nothing({ filters, words }: { filters: BoardFilters; words: string }) {
  if (words.trim()) {
    return (
      <EmptyState title={<Trans>Таких доручень немає</Trans>}>
        <Trans>Змініть слова у фільтрі.</Trans>
      </EmptyState>
    );
  }
  if (!hasActiveFilters(filters)) {
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
function GroupSubscriptions() {
  const { data: groups = [] } = useQuery(groupsQuery);
  return groups.map(({ id }) => <HearGroup key={id} groupId={id} />);
}

function HearGroup({ groupId }: { groupId: string }) {
  useTopic(`group:${groupId}`);
  return null;
}
