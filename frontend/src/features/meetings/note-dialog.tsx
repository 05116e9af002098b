import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { type QueryClient, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deleteOneMeetingNote, patchOneMeetingNote } from "@/api/generated/sdk.gen";
import type { ItemNoteOut } from "@/api/generated/types.gen";
import { isVersionConflict } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import classes from "@/modules/meetings/meetings.module.css";
import type { MeetingDialogProps } from "@/modules/meetings/use-meeting-command";
import { invalidateMeeting } from "@/queries/keys";
import { meetingQuery } from "@/queries/meetings";
import { Button } from "@/ui/button";
import { NoteKindField, SpeakerField } from "./note-form";

interface Props extends MeetingDialogProps {
  note: ItemNoteOut;
}

/** Change or remove a note; `isConflict` once somebody else has changed it meanwhile. */
function useNoteCommands({ meeting, note, onClose }: Props, version: number) {
  const { t } = useLingui();
  const [isConflict, setConflict] = useState(false);
  const path = { meeting_id: meeting.id, note_id: note.id };
  const told = {
    version,
    invalidates: (client: QueryClient, error: Error | null) => {
      setConflict(isVersionConflict(error));
      invalidateMeeting(client, meeting.id);
    },
    onSuccess: onClose,
  };
  const change = useCommand({
    ...told,
    run: (form: Pick<ItemNoteOut, "kind" | "text" | "speaker_id">, { ifMatch: headers, confirmed }) =>
      unwrap(patchOneMeetingNote({ path, body: { ...form, ...(confirmed ? { confirmed } : {}) }, headers })),
    success: t`Запис змінено`,
    personalData: { anyway: t`Усе одно записати` },
  });
  const remove = useCommand<void>({
    ...told,
    run: (_, { ifMatch: headers }) => unwrap(deleteOneMeetingNote({ path, headers })),
    success: t`Запис прибрано`,
  });
  return { change, remove, isConflict };
}

/** Change a note; where somebody else has changed it meanwhile, both texts are shown before one is kept. */
export function NoteDialog(props: Props) {
  const { t } = useLingui();
  const { meeting, note, onClose } = props;
  const { data = meeting } = useQuery(meetingQuery(meeting.id));
  const stored = data.agenda.flatMap(({ notes }) => notes).find(({ id }) => id === note.id) ?? note;
  const { change, remove, isConflict } = useNoteCommands(props, stored.version);
  // What the person saw first stays in the fields, whatever comes meanwhile.
  const [initial] = useState({ kind: note.kind, text: note.text, speaker_id: note.speaker_id });
  const form = useForm({ initial, command: change, required: { text: t`Напишіть текст` } });
  const isOther = isConflict && stored.text !== form.values.text;
  return (
    <FormDialog
      form={form}
      title={t`Змінити запис`}
      submit={isOther ? t`Лишити мій текст` : t`Зберегти`}
      onClose={onClose}
    >
      {isOther && <Conflict text={stored.text} onKeep={onClose} />}
      <NoteKindField {...form.value("kind")} />
      <SpeakerField meeting={meeting} {...form.value("speaker_id")} />
      <Textarea label={isOther ? t`Ваш текст` : t`Текст`} rows={4} maxLength={4000} {...form.text("text")} />
      <Button kind="ghost" busy={remove.isPending} onClick={() => remove.mutate()}>
        <Trans>Прибрати запис</Trans>
      </Button>
    </FormDialog>
  );
}

function Conflict({ text, onKeep }: { text: string; onKeep: () => void }) {
  return (
    <div className={classes.conflict} role="alert">
      <b>
        <Trans>Цей запис щойно змінив ще хтось. Зараз там:</Trans>
      </b>
      <p className={classes.said}>{text}</p>
      <Button kind="quiet" onClick={onKeep}>
        <Trans>Лишити той текст</Trans>
      </Button>
    </div>
  );
}
