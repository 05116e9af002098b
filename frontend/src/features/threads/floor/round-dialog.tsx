import { useLingui } from "@lingui/react/macro";
import { MultiSelect, NativeSelect, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { postThreadRounds } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt, type PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { PersonalDataGuard } from "@/kit/personal-data/personal-data-guard";
import { useCommand } from "@/kit/use-change";
import { useLocale } from "@/lib/locale";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import { SECTORS, type Sector } from "@/modules/organisations/sector-shapes";
import { keys } from "@/queries/keys";
import { readersQuery } from "@/queries/threads";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";

const MINUTE_MS = 60_000;

/** For those who lead: each sector at the table is asked the same, once. */
export function RoundDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { dates } = useLocale();
  const { data: readers = [] } = useQuery(readersQuery(thread.id));
  const [question, setQuestion] = useState("");
  const [minutes, setMinutes] = useState("60");
  const [order, setOrder] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const seated = new Set(readers.map(({ organisation }) => organisation?.sector));
  const endsAt = () => new Date(Date.now() + Number(minutes) * MINUTE_MS).toISOString();
  const ends = endsAt();
  const until = dates.full(ends);
  const starting = useCommand({
    ask: (confirmed?: PersonalDataKind[]) =>
      unwrap(
        postThreadRounds({
          path: { thread_id: thread.id },
          body: { question: question.trim(), ends_at: endsAt(), order: order as Sector[], confirmed },
          headers: idempotencyKey(),
        }),
      ),
    said: t`Коло почалося`,
    onDone: onClose,
    forget: (client) => {
      for (const queryKey of [keys.thread(thread.id), keys.rounds(thread.id)])
        void client.invalidateQueries({ queryKey });
    },
  });
  const refused = (pointer: string) => fieldErrorAt(starting.error, pointer);
  const submit = () => {
    setTried(true);
    if (question.trim()) starting.mutate(undefined);
  };
  return (
    <PersonalDataGuard change={starting} texts={{ "/question": question }} anyway={t`Усе одно почати`}>
      <Dialog
        opened
        title={t`Почати коло`}
        lead={t`Від кожного сектору за столом говорять один раз. Хто веде тему, пише будь-коли. Сектори дізнаються про коло зі сповіщення.`}
        submit={t`Почати коло`}
        busy={starting.isPending}
        onClose={onClose}
        onSubmit={submit}
      >
        <Textarea
          label={t`Запитання до секторів`}
          rows={2}
          maxLength={500}
          data-autofocus
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
          error={fieldError((tried && !question.trim() && t`Напишіть запитання`) || refused("/question"))}
        />
        <NativeSelect
          label={t`Скільки триває`}
          description={t`До ${until}`}
          value={minutes}
          onChange={(event) => setMinutes(event.currentTarget.value)}
          data={[
            { value: "15", label: t`15 хвилин` },
            { value: "30", label: t`30 хвилин` },
            { value: "60", label: t`1 година` },
            { value: "120", label: t`2 години` },
            { value: "1440", label: t`1 доба` },
            { value: "4320", label: t`3 доби` },
            { value: "10080", label: t`Тиждень` },
          ]}
          error={fieldError(refused("/ends_at"))}
        />
        <MultiSelect
          label={t`Хто говорить першим (необов’язково)`}
          description={t`Підказка, а не правило: у тому порядку, в якому ви виберете`}
          searchable
          hidePickedOptions
          value={order}
          onChange={setOrder}
          data={SECTORS.filter((sector) => seated.has(sector)).map((sector) => ({
            value: sector,
            label: i18n._(SECTOR_LABELS[sector]),
          }))}
          error={fieldError(refused("/order"))}
        />
        <FormErrors error={starting.error} />
      </Dialog>
    </PersonalDataGuard>
  );
}
