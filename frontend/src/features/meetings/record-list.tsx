import { Trans, useLingui } from "@lingui/react/macro";
import { IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { AgendaItemOut, ItemNoteOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { DecisionCard } from "@/modules/decisions/decision-card";
import classes from "@/modules/meetings/meetings.module.css";
import { Sending } from "@/modules/meetings/own-entries";
import type { MeetingProps } from "@/modules/meetings/use-meeting-command";
import { NOTE_KINDS, type NoteKind, useItemTitle } from "@/modules/meetings/words";
import type { OutgoingNote } from "@/outbox/items";
import { useOutgoingRecords } from "@/outbox/outbox-provider";
import { decisionQuery } from "@/queries/decisions";
import { Button, ToolButton } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { DecisionSteps } from "./decision-steps";
import { NoteDialog } from "./note-dialog";

interface ItemProps extends MeetingProps {
  item: AgendaItemOut;
}

/** What is shown of a note, wherever it is. */
type Noted = Pick<ItemNoteOut, "kind" | "text" | "at"> & { speaker_id?: string | null };

/** Return the notes of an item that wait for a connection, as they merge into its record. */
function useWaiting(meetingId: string, { id, notes }: AgendaItemOut): OutgoingNote[] {
  const { records } = useOutgoingRecords(meetingId);
  const stored = new Set(notes.map(({ client_id }) => client_id));
  const here = records.filter((one) => "note" in one).filter(({ note }) => note.item_id === id);
  return here.filter(({ client_id }) => !stored.has(client_id));
}

/** The record of an item: its notes by their time, stored or waiting, and its decisions. */
export function RecordList({ meeting, item, titled = false }: ItemProps & { titled?: boolean }) {
  const titleOf = useItemTitle();
  const waiting = useWaiting(meeting.id, item);
  const rows = [
    ...item.notes.map((note) => ({ at: note.at, key: note.id, row: <Note meeting={meeting} note={note} /> })),
    ...waiting.map((one) => ({
      at: one.at,
      key: one.client_id,
      row: <WaitingNote meeting={meeting} one={one} />,
    })),
  ].toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const list = (
    <>
      {rows.length === 0 && item.decisions.length === 0 && (
        <p className={classes.foot}>
          {item.state === "postponed" ? <Trans>Відкладено</Trans> : <Trans>Записів ще немає</Trans>}
        </p>
      )}
      <ol className={classes.notes} aria-live="polite">
        {rows.map(({ key, row }) => (
          <li key={key}>{row}</li>
        ))}
      </ol>
      {item.decisions.map(({ id }) => (
        <ItemDecision key={id} id={id} meeting={meeting} item={item} />
      ))}
    </>
  );
  return titled ? <Card title={titleOf(item)}>{list}</Card> : list;
}

/** A decision opens inside the record: those who are here answer at once. */
function ItemDecision({ id, meeting, item }: ItemProps & { id: string }) {
  const { data: decision } = useQuery(decisionQuery(id));
  if (!decision) return null;
  return (
    <div className={classes.decision}>
      <DecisionCard decision={decision} />
      <DecisionSteps meeting={meeting} item={item} decision={decision} />
    </div>
  );
}

function NoteWords({ meeting, note }: MeetingProps & { note: Noted }) {
  const { i18n } = useLingui();
  const { localize, dates } = useLocale();
  const speaker = meeting.seats.find(({ membership_id }) => membership_id === note.speaker_id);
  return (
    <>
      <time dateTime={note.at}>{dates.time(note.at)}</time>
      <i />
      <div>
        <p className="v-tiny v-t2">{i18n._(NOTE_KINDS[note.kind as NoteKind])}</p>
        <p className={classes.said}>
          {speaker && (
            <>
              <b>{localize(speaker.person.name)}</b>, {localize(speaker.organisation.short_name)}:{" "}
            </>
          )}
          {note.text}
        </p>
      </div>
    </>
  );
}

function Note({ meeting, note }: MeetingProps & { note: ItemNoteOut }) {
  const { t } = useLingui();
  const editing = useDialog();
  return (
    <>
      <NoteWords meeting={meeting} note={note} />
      {meeting.state === "running" && meeting.allowed.includes("write_note") && (
        <ToolButton label={t`Змінити запис: ${note.text}`} onClick={() => editing.open()}>
          <Icon of={IconPencil} />
        </ToolButton>
      )}
      {editing.render((_, close) => (
        <NoteDialog meeting={meeting} note={note} onClose={close} />
      ))}
    </>
  );
}

/** A note that the server does not have: it waits for a connection, or for a word of its author. */
function WaitingNote({ meeting, one }: MeetingProps & { one: OutgoingNote }) {
  const { outbox } = useOutgoingRecords(meeting.id);
  const { client_id, refusal, concerns = [] } = one;
  const kinds = [...new Set(concerns.map(({ code }) => code))];
  return (
    <>
      <NoteWords meeting={meeting} note={{ ...one.note, at: one.at }} />
      <div className={classes.waiting}>
        {refusal === null ? (
          <Sending />
        ) : (
          <p className="v-small" role="alert">
            {concerns[0]?.message ?? refusal}
          </p>
        )}
        {refusal !== null && (
          <Button
            kind="quiet"
            onClick={() => void (kinds.length ? outbox?.confirm(client_id, kinds) : outbox?.retry(client_id))}
          >
            {kinds.length ? <Trans>Усе одно записати</Trans> : <Trans>Спробувати ще</Trans>}
          </Button>
        )}
        <Button kind="ghost" onClick={() => void outbox?.cancel(client_id)}>
          <Trans>Прибрати</Trans>
        </Button>
      </div>
    </>
  );
}
