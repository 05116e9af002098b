import type { Query, QueryClient } from "@tanstack/react-query";
import type { ActionCard } from "@/api/generated/frames.gen";
import { getActionItemDetail } from "@/api/generated/sdk.gen";
import type { ActionOut, ActionPageOut } from "@/api/generated/types.gen";
import { isForbidden, isNotFound } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { keys } from "@/queries/keys";
import { MAX_ROWS } from "@/queries/pages";
import { isWholeList, withAction, withCard, withoutAction } from "@/realtime/reducers/action-cards";
import type { Frame } from "./frames";
import type { InvalidationBatcher } from "./invalidation-batcher";

const PAUSE_MS = 250;
/** If more items have changed, the lists are loaded instead. */
const MAX_ALONE = 10;

/** These do not change `allowed`: the event carries everything that changes. */
const CARRIES_ALL = new Set(["tasks.checklist_changed", "tasks.checklist_ticked"]);

/** Dependencies have their own lists. */
const DEPENDENCIES = new Set(["tasks.action_related", "tasks.action_freed", "tasks.action_waits_again"]);
const DEPENDENCY_LISTS = keys.dependencies().slice(0, 2);

/** Updates changed items one by one in the whole lists on screen. */
export class ActionListUpdates {
  private readonly waiting = new Map<string, string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: QueryClient,
    private readonly stale: InvalidationBatcher,
  ) {}

  /** Take an event on the topic of a group. */
  take(frame: Frame): void {
    const groupId = frame.topic.split(":")[1] ?? "";
    const card = frame.data as ActionCard | null;
    // An item that the group may no longer read has no card: it may be any of them.
    if (!card?.action_id) {
      this.stale.add([keys.actions]);
      return;
    }
    const whole = wholeLists(this.client, groupId);
    const others = allLists(this.client).filter((query) => !whole.includes(query));
    this.stale.add(others.map(({ queryKey }) => queryKey));
    if (DEPENDENCIES.has(frame.kind)) this.stale.add([DEPENDENCY_LISTS]);
    if (whole.length === 0) return;
    patch(this.client, whole, (items) => withCard(items, card));
    const known = whole.every(({ state }) => state.data?.some(({ id }) => id === card.action_id));
    if (!known || !CARRIES_ALL.has(frame.kind)) this.wait(card.action_id, groupId);
  }

  private wait(actionId: string, groupId: string): void {
    this.waiting.set(actionId, groupId);
    this.timer ??= setTimeout(() => this.flush(), PAUSE_MS);
  }

  private flush(): void {
    this.timer = undefined;
    const due = [...this.waiting];
    this.waiting.clear();
    if (due.length > MAX_ALONE) this.stale.add([keys.actions]);
    else for (const [actionId, groupId] of due) void this.load(actionId, groupId);
  }

  private async load(actionId: string, groupId: string): Promise<void> {
    try {
      const action = ofList(await unwrap(getActionItemDetail({ path: { action_id: actionId } })));
      this.show(groupId, (items) => withAction(items, action));
    } catch (error) {
      if (isNotFound(error) || isForbidden(error))
        this.show(groupId, (items) => withoutAction(items, actionId));
      else this.stale.add([keys.actions]);
    }
  }

  private show(groupId: string, turn: (items: ActionOut[]) => ActionOut[]): void {
    patch(this.client, wholeLists(this.client, groupId), turn);
  }
}

/** Show the server's answer to a change: patch the whole lists on screen, and mark the other lists stale. */
export function showInLists(client: QueryClient, action: ActionOut): void {
  const whole = wholeLists(client, action.group.id);
  patch(client, whole, (items) => withAction(items, action));
  const patched = new Set(whole.map(({ queryHash }) => queryHash));
  const predicate = ({ queryHash }: { queryHash: string }) => !patched.has(queryHash);
  void client.invalidateQueries({ queryKey: keys.actions, predicate });
}

type ActionList = Query<ActionOut[]>;

function allLists(client: QueryClient): ActionList[] {
  const all = client.getQueryCache().findAll({ queryKey: keys.actions });
  return all.filter(({ queryKey }) => typeof queryKey[1] === "object") as unknown as ActionList[];
}

/**
 * Return the lists that hold all items of the group and may be patched: active, loaded and not being fetched.
 *
 * Data that is set counts as fresh, so patching a list off screen would hide that the rest of it is old.
 */
function wholeLists(client: QueryClient, groupId: string): ActionList[] {
  return allLists(client).filter(
    (query) =>
      isWholeList(query.queryKey[1], groupId) &&
      query.isActive() &&
      query.state.fetchStatus === "idle" &&
      query.state.data !== undefined &&
      query.state.data.length < MAX_ROWS,
  );
}

function patch(client: QueryClient, lists: ActionList[], change: (items: ActionOut[]) => ActionOut[]): void {
  for (const { queryKey } of lists)
    client.setQueryData<ActionOut[]>(queryKey, (items) => items && change(items));
}

/** Return the fields of an item that lists have, without those of its page. */
function ofList({ supersedes, superseded_by, discussion, watching, ...action }: ActionPageOut): ActionOut {
  return action;
}
