import { useLingui } from "@lingui/react/macro";
import { MultiSelect, NativeSelect, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { postThreadRounds } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import { SECTORS, type Sector } from "@/modules/organisations/sector-shapes";
import { keys } from "@/queries/keys";
import { readersQuery } from "@/queries/threads";

const MINUTE_MS = 60_000;

interface RoundForm {
  question: string;
  minutes: string;
  order: string[];
}

const endOf = ({ minutes }: RoundForm) => new Date(Date.now() + Number(minutes) * MINUTE_MS).toISOString();

function useStarting(thread: ThreadOut, onClose: () => void) {
  const { t } = useLingui();
  return useCommand({
    run: (form: RoundForm, { confirmed }) => {
      const order = form.order as Sector[];
      // A later attempt has a later end, so it is a new request.
      const body = { question: form.question, ends_at: endOf(form), order, confirmed };
      return unwrap(postThreadRounds({ path: { thread_id: thread.id }, body, headers: idempotencyKey() }));
    },
    success: t`Коло почалося`,
    onSuccess: onClose,
    invalidates: [keys.thread(thread.id), keys.rounds(thread.id)],
    personalData: { anyway: t`Усе одно почати` },
  });
}

function useRoundForm(thread: ThreadOut, onClose: () => void) {
  const { t } = useLingui();
  return useForm<RoundForm>({
    initial: { question: "", minutes: "60", order: [] },
    command: useStarting(thread, onClose),
    required: { question: t`Напишіть запитання` },
    pointers: { minutes: ["/ends_at"] },
  });
}

/** For those who lead: each sector at the table is asked the same, once. */
export function RoundDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { dates } = useLocale();
  const { data: readers = [] } = useQuery(readersQuery(thread.id));
  const seated = new Set(readers.map(({ organisation }) => organisation?.sector));
  const form = useRoundForm(thread, onClose);
  const until = dates.full(endOf(form.values));
  return (
    <FormDialog
      form={form}
      title={t`Почати коло`}
      lead={t`Від кожного сектору за столом говорять один раз. Хто веде тему, пише будь-коли. Сектори дізнаються про коло зі сповіщення.`}
      submit={t`Почати коло`}
      onClose={onClose}
    >
      <Textarea
        label={t`Запитання до секторів`}
        rows={2}
        maxLength={500}
        data-autofocus
        {...form.text("question")}
      />
      <NativeSelect
        label={t`Скільки триває`}
        description={t`До ${until}`}
        data={[
          { value: "15", label: t`15 хвилин` },
          { value: "30", label: t`30 хвилин` },
          { value: "60", label: t`1 година` },
          { value: "120", label: t`2 години` },
          { value: "1440", label: t`1 доба` },
          { value: "4320", label: t`3 доби` },
          { value: "10080", label: t`Тиждень` },
        ]}
        {...form.text("minutes")}
      />
      <MultiSelect
        label={t`Хто говорить першим (необов’язково)`}
        description={t`Підказка, а не правило: у тому порядку, в якому ви виберете`}
        searchable
        hidePickedOptions
        data={SECTORS.filter((sector) => seated.has(sector)).map((sector) => ({
          value: sector,
          label: i18n._(SECTOR_LABELS[sector]),
        }))}
        {...form.value("order")}
      />
    </FormDialog>
  );
}
