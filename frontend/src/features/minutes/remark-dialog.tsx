import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { postMinutesRemarks } from "@/api/generated/sdk.gen";
import type { MinutesLineOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { englishOf } from "@/lib/text";
import { type MinutesDialogProps, useMinutesCommand } from "@/modules/minutes/use-minutes-command";
import { EnglishFields } from "@/ui/english-fields";

const MAX_LENGTH = 2000;

type RemarkProps = MinutesDialogProps & { line?: MinutesLineOut; itemId?: string };

interface RemarkForm {
  text: string;
  proposed: string;
  english: string;
}

function useRemarkForm({ minutes, line, itemId, onClose }: RemarkProps) {
  const { t } = useLingui();
  const known = { proposed: line?.text.uk ?? "", english: line ? englishOf(line.text) : "" };
  const command = useMinutesCommand<RemarkForm>(minutes, {
    run: ({ text, proposed, english }, { idempotencyKey, confirmed }) => {
      // The words that are there already are no proposal.
      const isOther = proposed !== known.proposed || english !== known.english;
      return unwrap(
        postMinutesRemarks({
          path: { minutes_id: minutes.id },
          body: {
            text,
            ...(line ? { line_id: line.id } : itemId ? { item_id: itemId } : {}),
            ...(isOther && proposed ? { proposed, proposed_en: english } : {}),
            ...(confirmed ? { confirmed } : {}),
          },
          headers: idempotencyKey,
        }),
      );
    },
    success: t`Зауваження додано`,
    anyway: t`Усе одно додати`,
    onSuccess: onClose,
  });
  return useForm<RemarkForm>({
    initial: { text: "", ...known },
    command,
    required: { text: t`Напишіть, що не так` },
    pointers: { english: ["/proposed_en"] },
  });
}

/** Say what is wrong with a line, and how it should read; or what an item or the whole lacks. */
export function RemarkDialog(props: RemarkProps) {
  const { t } = useLingui();
  const form = useRemarkForm(props);
  const { line, itemId, onClose } = props;
  const title = line ? t`Зауваження до рядка` : itemId ? t`Чого бракує` : t`Зауваження до протоколу`;
  return (
    <FormDialog
      form={form}
      title={title}
      lead={<Trans>Його приймуть або відхилять із відповіддю. Побачать усі, хто бачить протокол.</Trans>}
      submit={t`Додати зауваження`}
      onClose={onClose}
    >
      <Textarea label={t`Що не так`} rows={3} maxLength={MAX_LENGTH} data-autofocus {...form.text("text")} />
      {(line || itemId) && (
        <>
          <Textarea
            label={line ? t`Як має бути` : t`Який рядок додати`}
            description={t`Ці слова стануть у протокол, якщо зауваження приймуть`}
            rows={4}
            maxLength={MAX_LENGTH}
            {...form.text("proposed")}
          />
          <EnglishFields opened={form.values.english !== ""}>
            <Textarea
              label={t`Те саме англійською`}
              rows={4}
              maxLength={MAX_LENGTH}
              {...form.text("english")}
            />
          </EnglishFields>
        </>
      )}
    </FormDialog>
  );
}
