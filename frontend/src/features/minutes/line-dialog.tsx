import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useState } from "react";
import { deleteOneMinutesLine, patchOneMinutesLine, postMinutesLines } from "@/api/generated/sdk.gen";
import type { MinutesLineOut, MinutesOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useForm } from "@/kit/use-form";
import { englishOf } from "@/lib/text";
import { NOTE_KINDS } from "@/modules/meetings/words";
import { type MinutesDialogProps, useMinutesCommand } from "@/modules/minutes/use-minutes-command";
import { invalidateMinutes } from "@/queries/keys";
import { Button } from "@/ui/button";
import { ITEM_KINDS, WHOLE_KINDS } from "./parts";
import { TextFields, type Texts } from "./text-fields";

const KINDS: Record<MinutesLineOut["kind"], MessageDescriptor> = {
  ...NOTE_KINDS,
  invited: msg`Запрошені`,
  annex: msg`Додаток`,
};

type LineProps = MinutesDialogProps & { line?: MinutesLineOut; itemId?: string };

interface LineForm extends Texts {
  kind: MinutesLineOut["kind"];
}

/** Write a line of the draft, or add one. */
export function LineDialog({ line, ...props }: LineProps) {
  return line ? <ChangeLineDialog {...props} line={line} /> : <AddLineDialog {...props} />;
}

function AddLineDialog({ minutes, itemId, onClose }: LineProps) {
  const { t, i18n } = useLingui();
  const kinds = itemId ? ITEM_KINDS : WHOLE_KINDS;
  const command = useMinutesCommand<LineForm>(minutes, {
    run: ({ kind, text, english }, { idempotencyKey, confirmed }) =>
      unwrap(
        postMinutesLines({
          path: { minutes_id: minutes.id },
          body: {
            kind,
            item_id: itemId ?? null,
            text,
            text_en: english,
            ...(confirmed ? { confirmed } : {}),
          },
          headers: idempotencyKey,
        }),
      ),
    anyway: t`Усе одно записати`,
    onSuccess: onClose,
  });
  const form = useForm<LineForm>({
    initial: { kind: kinds[0], text: "", english: "" },
    command,
    required: { text: t`Напишіть, що записати` },
    pointers: { english: ["/text_en"] },
  });
  return (
    <FormDialog form={form} title={t`Новий рядок`} submit={t`Додати`} onClose={onClose}>
      <Select
        label={t`Куди`}
        data={kinds.map((value) => ({ value, label: i18n._(KINDS[value]) }))}
        allowDeselect={false}
        {...form.choice("kind")}
      />
      <TextFields form={form} label={t`Текст`} />
    </FormDialog>
  );
}

function useChange(minutes: MinutesOut, line: MinutesLineOut, onClose: () => void) {
  const { t } = useLingui();
  return useCommand<Texts>({
    version: line.version,
    run: ({ text, english }, { ifMatch, confirmed }) =>
      unwrap(
        patchOneMinutesLine({
          path: { minutes_id: minutes.id, line_id: line.id },
          body: { text, text_en: english, ...(confirmed ? { confirmed } : {}) },
          headers: ifMatch,
        }),
      ),
    personalData: { anyway: t`Усе одно записати` },
    onSuccess: onClose,
    invalidates: (client) => invalidateMinutes(client, minutes.id),
  });
}

function ChangeLineDialog({ minutes, line: opened, onClose }: LineProps & { line: MinutesLineOut }) {
  const { t } = useLingui();
  const [first] = useState(opened);
  const line = minutes.lines.find(({ id }) => id === first.id) ?? first;
  const form = useForm<Texts>({
    initial: { text: line.text.uk, english: englishOf(line.text) },
    command: useChange(minutes, line, onClose),
    required: { text: t`Напишіть, що записати` },
    pointers: { english: ["/text_en"] },
  });
  const stored = line.text.uk;
  return (
    <FormDialog form={form} title={t`Змінити рядок`} submit={t`Зберегти`} onClose={onClose}>
      <TextFields form={form} label={t`Текст`} />
      {line.version !== first.version && (
        <p role="status" className="v-small">
          <Trans>Хтось уже змінив цей рядок. Тепер там: «{stored}»</Trans>
        </p>
      )}
      <RemoveLine minutes={minutes} line={line} onClose={onClose} />
    </FormDialog>
  );
}

function RemoveLine({ minutes, line, onClose }: LineProps & { line: MinutesLineOut }) {
  const { t } = useLingui();
  const command = useCommand<void>({
    version: line.version,
    run: (_, { ifMatch }) =>
      unwrap(deleteOneMinutesLine({ path: { minutes_id: minutes.id, line_id: line.id }, headers: ifMatch })),
    success: t`Рядок видалено`,
    onSuccess: onClose,
    invalidates: (client) => invalidateMinutes(client, minutes.id),
  });
  const removing = useConfirm({ command, title: t`Видалити рядок?`, submit: t`Видалити`, danger: true });
  return (
    <>
      <Button kind="ghost" onClick={removing.open}>
        <Trans>Видалити рядок…</Trans>
      </Button>
      {removing.dialog}
    </>
  );
}
