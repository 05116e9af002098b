import { Trans, useLingui } from "@lingui/react/macro";
import { IconArrowDown, IconArrowUp, IconPlus } from "@tabler/icons-react";
import { putMeetingAgenda } from "@/api/generated/sdk.gen";
import type { AgendaItemOut } from "@/api/generated/types.gen";
import { isVersionConflict } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { useKeptFocus } from "@/lib/use-kept-focus";
import { threadPath } from "@/modules/entities/paths";
import { AppLink } from "@/ui/app-link";
import { Button, ToolButton } from "@/ui/button";
import { Card, CardFoot } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { layOutAgenda, listItems } from "./clock";
import { ProposeItemDialog } from "./item-dialogs";
import { ItemMenu } from "./item-menu";
import classes from "./meetings.module.css";
import { type MeetingProps, useMeetingCommand } from "./use-meeting-command";
import { ITEM_KINDS, useItemTitle } from "./words";

/** The agenda before the meeting: what is on it in its order, and what was only proposed. */
export function AgendaCard({ meeting }: MeetingProps) {
  const { dates } = useLocale();
  const proposing = useDialog();
  const { move, mine, keep, drop } = useOrder(meeting);
  const { lines } = layOutAgenda(meeting, Date.parse(meeting.starts_at));
  return (
    <Card title={<Trans>Порядок денний</Trans>}>
      {meeting.agenda.length === 0 && (
        <p className={classes.foot}>
          <Trans>Поки порожньо. Запропонуйте, про що говорити.</Trans>
        </p>
      )}
      <ol className={classes.agenda}>
        {lines.map(({ item, at }, place) => (
          <li key={item.id}>
            <time>{dates.time(new Date(at).toISOString())}</time>
            <i />
            <ItemWords item={item} />
            <div className={classes.tools}>
              <Places
                item={item}
                onMove={move && ((by, button) => move(place, by, button))}
                isFirst={place === 0}
                isLast={place === lines.length - 1}
              />
              <ItemMenu meeting={meeting} item={item} />
            </div>
          </li>
        ))}
      </ol>
      {mine && <OrderConflict mine={mine} onKeep={keep} onDrop={drop} />}
      <ProposedList meeting={meeting} />
      {meeting.allowed.includes("propose_item") && (
        <CardFoot>
          <Button kind="quiet" onClick={() => proposing.open()}>
            <Icon of={IconPlus} />
            <Trans>Запропонувати питання</Trans>
          </Button>
        </CardFoot>
      )}
      {proposing.render((_, close) => (
        <ProposeItemDialog meeting={meeting} onClose={close} />
      ))}
    </Card>
  );
}

/** What was proposed, and is not on the agenda. */
function ProposedList({ meeting }: MeetingProps) {
  const proposed = meeting.agenda.filter(({ position }) => position === null);
  if (proposed.length === 0) return null;
  return (
    <>
      <h3 className={classes.subtitle}>
        <Trans>Запропоновано до порядку денного</Trans>
      </h3>
      <ul className={classes.agenda}>
        {proposed.map((item) => (
          <li key={item.id}>
            <span />
            <i />
            <ItemWords item={item} />
            <div className={classes.tools}>
              <ItemMenu meeting={meeting} item={item} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Move an item up or down; nothing for who may not. `mine` is one’s own order once somebody else was quicker. */
function useOrder(meeting: MeetingProps["meeting"]) {
  const tellFailure = useFailureToast();
  const command = useMeetingCommand<string[]>(meeting, {
    run: (ids, { ifMatch: headers }) => {
      const minutes = new Map(meeting.agenda.map((item) => [item.id, item.minutes]));
      const items = ids.map((id) => ({ id, minutes: minutes.get(id) ?? null }));
      return unwrap(putMeetingAgenda({ path: { meeting_id: meeting.id }, body: { items }, headers }));
    },
    tellsErrors: true,
    tellError: (error) => {
      if (!isVersionConflict(error)) tellFailure(error);
    },
  });
  const items = listItems(meeting);
  const keepFocus = useKeptFocus(items.map(({ id }) => id).join());
  const move = (place: number, by: 1 | -1, button: HTMLElement) => {
    if (command.isPending) return;
    keepFocus(button);
    const ids = items.map(({ id }) => id);
    const [one = ""] = ids.splice(place, 1);
    ids.splice(place + by, 0, one);
    command.mutate(ids);
  };
  const mine = isVersionConflict(command.error) ? orderAs(items, command.variables ?? []) : [];
  const differs = mine.some(({ id }, place) => id !== items[place]?.id);
  return {
    move: meeting.allowed.includes("order_agenda") ? move : null,
    mine: differs ? mine : null,
    keep: () => command.mutate(mine.map(({ id }) => id)),
    drop: command.reset,
  };
}

/** Return the items in an order of ids; those that came since follow it. */
function orderAs(items: AgendaItemOut[], ids: string[]): AgendaItemOut[] {
  const rank = ({ id }: AgendaItemOut) => (ids.includes(id) ? ids.indexOf(id) : ids.length);
  return items.toSorted((one, other) => rank(one) - rank(other));
}

interface ConflictProps {
  mine: AgendaItemOut[];
  onKeep: () => void;
  onDrop: () => void;
}

/** Two people have ordered the agenda at once: the other order stands above, one’s own here until one is chosen. */
function OrderConflict({ mine, onKeep, onDrop }: ConflictProps) {
  const titleOf = useItemTitle();
  return (
    <div className={`${classes.conflict} ${classes.inset}`} role="alert">
      <b>
        <Trans>Порядок щойно змінив ще хтось: тепер він такий, як угорі. Ваш був такий:</Trans>
      </b>
      <ol>
        {mine.map((item, place) => (
          <li key={item.id}>{titleOf({ ...item, position: place + 1 })}</li>
        ))}
      </ol>
      <div className={classes.buttons}>
        <Button kind="quiet" onClick={onKeep}>
          <Trans>Лишити мій порядок</Trans>
        </Button>
        <Button kind="quiet" onClick={onDrop}>
          <Trans>Лишити той порядок</Trans>
        </Button>
      </div>
    </div>
  );
}

interface PlacesProps {
  item: AgendaItemOut;
  isFirst: boolean;
  isLast: boolean;
  onMove: ((by: 1 | -1, button: HTMLElement) => void) | null;
}

/** The arrows take the focus also at the ends of the agenda, where they do nothing: it goes with the item. */
function Places({ item, isFirst, isLast, onMove }: PlacesProps) {
  const { t } = useLingui();
  const titleOf = useItemTitle();
  if (!onMove) return null;
  const title = titleOf(item);
  return (
    <>
      <ToolButton
        label={t`Вище: ${title}`}
        aria-disabled={isFirst || undefined}
        onClick={(event) => isFirst || onMove(-1, event.currentTarget)}
      >
        <Icon of={IconArrowUp} />
      </ToolButton>
      <ToolButton
        label={t`Нижче: ${title}`}
        aria-disabled={isLast || undefined}
        onClick={(event) => isLast || onMove(1, event.currentTarget)}
      >
        <Icon of={IconArrowDown} />
      </ToolButton>
    </>
  );
}

/** What an item is, how long it takes and who proposed it, with its papers. */
export function ItemWords({ item, note }: { item: AgendaItemOut; note?: string }) {
  const { i18n, t } = useLingui();
  const { localize } = useLocale();
  const titleOf = useItemTitle();
  const { kind, minutes, proposed_by, papers, thread_id, state } = item;
  const planned = minutes !== null && t`${minutes} хв`;
  const postponed = state === "postponed" && t`відкладено`;
  const by = proposed_by && localize(proposed_by.person.name);
  return (
    <div>
      <b>{titleOf(item)}</b>
      <p className="v-tiny v-t2">
        {note ?? [i18n._(ITEM_KINDS[kind]), planned, by, postponed].filter(Boolean).join(DOT)}
      </p>
      {thread_id && (
        <p className="v-small">
          <AppLink className="v-tap" href={threadPath(thread_id)}>
            <Trans>Тема</Trans>
          </AppLink>
        </p>
      )}
      {papers.map(({ file_id, name }) => (
        <p key={file_id} className="v-small">
          <a className="v-tap" href={`/api/v1/files/${file_id}/content`} download>
            {name}
          </a>
        </p>
      ))}
    </div>
  );
}
