import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { IconLayoutBoard, IconListDetails } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useUrlFilters } from "@/kit/use-url-filters";
import { useLocale } from "@/lib/locale";
import { useWide } from "@/lib/use-wide";
import { useProgrammeTabs } from "@/modules/dossier/tabs";
import { AgeLegend } from "@/modules/recommendations/marks";
import { groupsQuery } from "@/queries/groups";
import type { RecommendationFilter } from "@/queries/keys";
import { recommendationBoardQuery } from "@/queries/recommendations";
import { useTopic } from "@/realtime/realtime-provider";
import { Button } from "@/ui/button";
import { Segments } from "@/ui/choice";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { Page, PageHeader, Tabs, useTitle } from "@/ui/page";
import { BoardView } from "./board-view";
import { FilterBar } from "./filter-bar";
import { FILTERS, filterOf, NONE } from "./filters";
import { ListView } from "./list-view";
import { NewRecommendationButton } from "./new-button";
import classes from "./register.module.css";
import { RegisterMenu } from "./register-menu";

/** All recommendations that the reader sees, across groups: by both axes, or as a list. */
export function RegisterPage() {
  const { t } = useLingui();
  const wide = useWide();
  const { values: filters, set } = useUrlFilters(FILTERS);
  const [choosing, setChoosing] = useState(false);
  useTitle(t`Рекомендації`);
  const filter = filterOf(filters);
  const asBoard = wide && filters.view !== "list" && !choosing;
  const empty = <Nothing filtered={Object.keys(filter).length > 0} onReset={() => set(NONE)} />;
  return (
    <Page>
      <Head
        filter={filter}
        view={asBoard ? "board" : "list"}
        onLook={(view) => {
          setChoosing(false);
          set({ view: view === "list" ? "list" : undefined });
        }}
        onChoose={() => setChoosing(true)}
      />
      <div className={classes.filters}>
        <FilterBar filters={filters} onChange={set} />
      </div>
      <GroupSubscriptions />
      {asBoard ? (
        <BoardView filter={filter} empty={empty} />
      ) : (
        <ListView filter={filter} empty={empty} choosing={choosing} onChosen={() => setChoosing(false)} />
      )}
      <AgeLegend />
    </Page>
  );
}

type View = "board" | "list";

interface HeadProps {
  filter: RecommendationFilter;
  view: View;
  onLook: (view: View) => void;
  onChoose: () => void;
}

function Head({ filter, view, onLook, onChoose }: HeadProps) {
  const { t } = useLingui();
  const wide = useWide();
  const tabs = useProgrammeTabs("recommendations");
  const segments = [
    { value: "board" as const, label: t`Дошка`, icon: <Icon of={IconLayoutBoard} /> },
    { value: "list" as const, label: t`Список`, icon: <Icon of={IconListDetails} /> },
  ];
  return (
    <PageHeader
      title={<Trans>Програми</Trans>}
      lead={<Lead filter={filter} />}
      actions={
        <>
          {wide && <Segments label={t`Вигляд`} value={view} onChange={onLook} segments={segments} />}
          <NewRecommendationButton groupId={filter.group} />
          <RegisterMenu filter={filter} onChoose={onChoose} />
        </>
      }
    >
      <Tabs label={t`Розділи програм`} tabs={tabs} />
    </PageHeader>
  );
}

/** «Усі ваші групи · 10 рекомендацій» */
function Lead({ filter }: { filter: RecommendationFilter }) {
  const { localize } = useLocale();
  const { data: groups = [] } = useQuery(groupsQuery);
  const { data: board } = useQuery(recommendationBoardQuery(filter));
  const group = groups.find(({ id }) => id === filter.group);
  return (
    <>
      {group ? localize(group.name) : <Trans>Усі ваші групи</Trans>}
      {board && (
        <>
          {" · "}
          <Plural
            value={board.total}
            one="# рекомендація"
            few="# рекомендації"
            many="# рекомендацій"
            other="# рекомендації"
          />
        </>
      )}
    </>
  );
}

/** Nothing was issued yet, or nothing fits. */
function Nothing({ filtered, onReset }: { filtered: boolean; onReset: () => void }) {
  if (!filtered) {
    return (
      <EmptyState title={<Trans>Рекомендацій ще немає</Trans>}>
        <Trans>Тут буде, що кому рекомендовано, що на це відповіли і що виконано.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={<Trans>Таких рекомендацій немає</Trans>}
      button={
        <Button kind="quiet" onClick={onReset}>
          <Trans>Скинути фільтр</Trans>
        </Button>
      }
    />
  );
}

/** What changes in the groups of the reader changes the register, whoever does it. */
function GroupSubscriptions() {
  const { data: groups = [] } = useQuery(groupsQuery);
  return groups.map(({ id }) => <HearGroup key={id} groupId={id} />);
}

function HearGroup({ groupId }: { groupId: string }) {
  useTopic(`group:${groupId}`);
  return null;
}
