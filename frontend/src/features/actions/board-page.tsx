import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Menu, TextInput } from "@mantine/core";
import { IconCheck, IconChevronDown, IconLayoutKanban, IconListDetails, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { ActionOut, GroupOut } from "@/api/generated/types.gen";
import { actionsQuery } from "@/data/actions";
import { groupsQuery } from "@/data/groups";
import type { ActionFilter } from "@/data/keys";
import { Button } from "@/design/button";
import { FilterChip, FilterRow, Segments } from "@/design/choice";
import { Page, useTitle } from "@/design/page";
import { EmptyState } from "@/design/states";
import { Count } from "@/design/status";
import { useReader } from "@/lib/reader";
import { FILTER_MARK } from "@/lib/shortcuts";
import { useWide } from "@/lib/use-wide";
import { useTopic } from "@/realtime/realtime-provider";
import { CreateActionDialog } from "@/widgets/create-action-dialog";
import { QueryGate } from "@/widgets/query-gate";
import { useSteps } from "@/widgets/use-steps";
import classes from "./board.module.css";
import { BoardView, ListView } from "./board-view";
import { matches } from "./columns";

type View = "board" | "list";
const VIEW_KEY = "viche-board-view";

/** Everything that was agreed, and how far it has come. */
export function BoardPage() {
  const { t } = useLingui();
  useTitle(t`Доручення`);
  const { group, show } = useSearch({ from: "/inside/actions" });
  const filter: ActionFilter = {
    ...(group ? { group } : {}),
    ...(show === "waiting" ? { waiting: "me" as const } : {}),
    ...(show === "own" ? { owner: "me" as const } : {}),
  };
  const actions = useQuery(actionsQuery(filter));
  const { data: groups = [] } = useQuery(groupsQuery);
  const [words, setWords] = useState("");
  const wide = useWide();
  const [view, setView] = useState<View>(() =>
    localStorage.getItem(VIEW_KEY) === "list" ? "list" : "board",
  );
  const steps = useSteps();
  const look = (next: View) => {
    localStorage.setItem(VIEW_KEY, next);
    setView(next);
  };
  return (
    <Page>
      {groups.map((one) => (
        <Listener key={one.id} groupId={one.id} />
      ))}
      <Top actions={actions.data} groups={groups} chosen={group} wide={wide} view={view} onView={look} />
      <Filters groups={groups} words={words} onWords={setWords} />
      <QueryGate query={actions} loading={<Trans>Завантажуємо доручення…</Trans>}>
        {(all) => (
          <Found all={all} words={words} view={wide ? view : "list"} wide={wide} onStep={steps.take} />
        )}
      </QueryGate>
      {steps.dialog}
    </Page>
  );
}

/** The board hears every group whose items it shows. */
function Listener({ groupId }: { groupId: string }) {
  useTopic(`group:${groupId}`);
  return null;
}

interface FoundProps {
  all: ActionOut[];
  words: string;
  view: View;
  wide: boolean;
  onStep: ReturnType<typeof useSteps>["take"];
}

function Found({ all, words, view, wide, onStep }: FoundProps) {
  const { say } = useReader();
  const found = words.trim()
    ? all.filter((one) =>
        matches(words.trim(), [`№ ${one.number}`, say(one.title), say(one.owner.short_name)]),
      )
    : all;
  if (found.length === 0) {
    return (
      <EmptyState title={<Trans>Таких доручень немає</Trans>}>
        {all.length > 0 ? (
          <Trans>Змініть слова у фільтрі.</Trans>
        ) : (
          <Trans>Доручення народжується з повідомлення в темі або з рішення групи.</Trans>
        )}
      </EmptyState>
    );
  }
  return view === "board" ? (
    <BoardView actions={found} onStep={onStep} />
  ) : (
    <ListView actions={found} onStep={onStep} wide={wide} />
  );
}

interface TopProps {
  actions: ActionOut[] | undefined;
  groups: GroupOut[];
  chosen: string | undefined;
  wide: boolean;
  view: View;
  onView: (view: View) => void;
}

function Top({ actions, groups, chosen, wide, view, onView }: TopProps) {
  const { t } = useLingui();
  const total = actions?.length ?? 0;
  const verified = actions?.filter((one) => one.state === "verified").length ?? 0;
  const words = plural(total, {
    one: "# доручення",
    few: "# доручення",
    many: "# доручень",
    other: "# доручення",
  });
  return (
    <div className={`${classes.top} v-px`}>
      <div>
        <h1>
          <Trans>Доручення</Trans>
        </h1>
        {wide && actions && <p>{t`${words}, підтверджено ${verified}`}</p>}
      </div>
      <div className="v-row">
        {wide && (
          <Segments<View>
            label={t`Вигляд`}
            value={view}
            onChange={onView}
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
        )}
        <NewAction groups={groups} chosen={chosen} />
      </div>
    </div>
  );
}

/** A new item belongs to a group: the chosen one, the only one, or one from the menu. */
function NewAction({ groups, chosen }: { groups: GroupOut[]; chosen: string | undefined }) {
  const { say } = useReader();
  const [making, setMaking] = useState<string | null>(null);
  const open = groups.filter((group) => group.allowed.includes("make") && (!chosen || group.id === chosen));
  const [only] = open;
  if (!only) return null;
  const face = (
    <>
      <IconPlus size={20} stroke={1.75} aria-hidden="true" />
      <Trans>Доручення</Trans>
    </>
  );
  return (
    <>
      {open.length === 1 ? (
        <Button onClick={() => setMaking(only.id)}>{face}</Button>
      ) : (
        <Menu>
          <Menu.Target>
            <Button>{face}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {open.map((group) => (
              <Menu.Item key={group.id} onClick={() => setMaking(group.id)}>
                {say(group.name)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {making && <CreateActionDialog origin={{ groupId: making }} onClose={() => setMaking(null)} />}
    </>
  );
}

interface FiltersProps {
  groups: GroupOut[];
  words: string;
  onWords: (words: string) => void;
}

function Filters({ groups, words, onWords }: FiltersProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const navigate = useNavigate({ from: "/actions" });
  const { group, show } = useSearch({ from: "/inside/actions" });
  const { data: waiting } = useQuery(actionsQuery({ waiting: "me" }));
  const chosen = groups.find((one) => one.id === group);
  const turn = (next: "waiting" | "own") =>
    void navigate({ search: (old) => ({ ...old, show: old.show === next ? undefined : next }) });
  const choose = (id: string | undefined) => void navigate({ search: (old) => ({ ...old, group: id }) });
  return (
    <div className={classes.filters}>
      <FilterRow label={t`Які доручення показати`}>
        <Menu position="bottom-start">
          <Menu.Target>
            <FilterChip on>
              {chosen ? say(chosen.name) : t`Усі групи`}
              <IconChevronDown size={16} stroke={1.75} aria-hidden="true" />
            </FilterChip>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item rightSection={!group && <Chosen />} onClick={() => choose(undefined)}>
              {t`Усі групи`}
            </Menu.Item>
            {groups.map((one) => (
              <Menu.Item
                key={one.id}
                rightSection={one.id === group && <Chosen />}
                onClick={() => choose(one.id)}
              >
                {say(one.name)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <FilterChip on={show === "waiting"} onClick={() => turn("waiting")}>
          {t`Чекають на вас`}
          {waiting && waiting.length > 0 && <Count value={waiting.length} />}
        </FilterChip>
        <FilterChip on={show === "own"} onClick={() => turn("own")}>
          {t`Моя організація`}
        </FilterChip>
      </FilterRow>
      <TextInput
        className={classes.field}
        aria-label={t`Фільтр за словами`}
        placeholder={t`Номер, назва, виконавець`}
        type="search"
        value={words}
        onChange={(event) => onWords(event.currentTarget.value)}
        {...{ [FILTER_MARK]: "" }}
      />
    </div>
  );
}

function Chosen() {
  const { t } = useLingui();
  return <IconCheck size={20} stroke={1.75} role="img" aria-label={t`вибрано`} />;
}
