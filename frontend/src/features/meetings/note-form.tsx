import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import type { AgendaItemOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { floorOf } from "@/modules/meetings/clock";
import classes from "@/modules/meetings/meetings.module.css";
import type { MeetingProps } from "@/modules/meetings/use-meeting-command";
import { NOTE_KINDS, type NoteKind } from "@/modules/meetings/words";
import { useOutgoingRecords } from "@/outbox/outbox-provider";
import { Button } from "@/ui/button";
import { Segments } from "@/ui/choice";

interface KindProps {
  value: NoteKind;
  onChange: (kind: NoteKind) => void;
  /** Whether something may be resolved: not without a quorum. */
  mayResolve?: boolean;
}

export function NoteKindField({ value, onChange, mayResolve = true }: KindProps) {
  const { t, i18n } = useLingui();
  const kinds = Object.keys(NOTE_KINDS) as NoteKind[];
  const segments = kinds.map((kind) => ({
    value: kind,
    label: i18n._(NOTE_KINDS[kind]),
    disabled: kind === "resolved" && !mayResolve,
  }));
  return (
    <div className={classes.kinds}>
      <Segments label={t`Що записуєте`} segments={segments} value={value} onChange={onChange} />
    </div>
  );
}

interface SpeakerProps extends MeetingProps {
  value: string | null;
  onChange: (membershipId: string | null) => void;
}

export function SpeakerField({ meeting, value, onChange }: SpeakerProps) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const data = meeting.seats.map(({ membership_id, person, organisation }) => ({
    value: membership_id,
    label: `${localize(person.name)}, ${localize(organisation.short_name)}`,
  }));
  return (
    <Select label={t`Хто говорить`} data={data} value={value} onChange={onChange} clearable searchable />
  );
}

/** The record is typed here: the kind first, then the text; it is kept at once, and sent when there is a line. */
export function NoteForm({ meeting, item }: MeetingProps & { item: AgendaItemOut }) {
  const { t } = useLingui();
  const { outbox } = useOutgoingRecords(meeting.id);
  const [kind, setKind] = useState<NoteKind>("listened");
  const [text, setText] = useState("");
  const [own, setOwn] = useState<string | null | undefined>(undefined);
  // The list fills in who speaks, until somebody else is chosen.
  const speaker = own === undefined ? (floorOf(item).speaking?.membership_id ?? null) : own;
  const write = async () => {
    // Until the device is ready to keep it, the text stays in the field.
    if (text.trim() === "" || !outbox) return;
    const note = { item_id: item.id, kind, text: text.trim(), speaker_id: speaker };
    await outbox.enter({ meeting_id: meeting.id, group_id: meeting.group.id, note });
    setText("");
    setOwn(undefined);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void write();
  };
  if (!meeting.allowed.includes("write_note") || item.is_hidden) return null;
  return (
    <form
      className={classes.form}
      aria-label={t`Запис до протоколу`}
      onSubmit={(event) => {
        event.preventDefault();
        void write();
      }}
    >
      <NoteKindField value={kind} onChange={setKind} mayResolve={meeting.quorum.is_met} />
      <SpeakerField meeting={meeting} value={speaker} onChange={setOwn} />
      <Textarea
        label={t`Текст`}
        description={t`Одне речення – одна думка`}
        rows={3}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={press}
      />
      <Button type="submit">
        <Trans>Записати</Trans> <kbd className={classes.wideOnly}>Ctrl ↵</kbd>
      </Button>
    </form>
  );
}
