import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { patchOneMeetingSeries, postGroupMeetingSeries } from "@/api/generated/sdk.gen";
import type { MeetingSeriesOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { SectionCard } from "@/kit/section-card";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useDialog } from "@/kit/use-dialog";
import { type Form, useForm } from "@/kit/use-form";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { invalidateMeeting } from "@/queries/keys";
import { meetingSeriesQuery } from "@/queries/meetings";
import { Button } from "@/ui/button";
import { DateField } from "@/ui/date-field";
import { ListRow } from "@/ui/list-row";
import { WholeNumberField } from "@/ui/whole-number-field";

/** A Monday: by it the days of the week are named. */
const MONDAY = "2024-01-01";
const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6];
const LAST = 5;

function useRhythmText(): (series: MeetingSeriesOut) => string {
  const { t } = useLingui();
  const { dates } = useLocale();
  return ({ unit, every, weekday, nth, time }) => {
    const day = dates.weekday(dayAfter(MONDAY, weekday));
    const weeks = plural(every, {
      1: "щотижня",
      one: "кожен # тиждень",
      few: "кожні # тижні",
      many: "кожні # тижнів",
      other: "кожні # тижня",
    });
    const months = plural(every, {
      1: "щомісяця",
      one: "кожен # місяць",
      few: "кожні # місяці",
      many: "кожні # місяців",
      other: "кожні # місяця",
    });
    const place = nth === LAST ? t`останній такий день місяця` : t`${nth ?? 1}-й такий день місяця`;
    const words = unit === "week" ? [weeks, day] : [months, day, place];
    return [...words, time.slice(0, 5)].join(DOT);
  };
}

/** By which rhythm the group meets: the next meeting is planned by itself. */
export function SeriesCard({ groupId, mayPlan }: { groupId: string; mayPlan: boolean }) {
  const query = useQuery(meetingSeriesQuery(groupId));
  const making = useDialog();
  return (
    <SectionCard
      title={<Trans>Ритм засідань</Trans>}
      query={query}
      select={(all) => all.filter(({ is_active }) => is_active)}
      empty={
        mayPlan ? (
          <p className="v-small v-t2">
            <Trans>Ритму ще немає: кожне засідання планують окремо.</Trans>
          </p>
        ) : undefined
      }
      padded
      add={
        mayPlan && (
          <Button kind="quiet" onClick={() => making.open()}>
            <Trans>Додати ритм</Trans>
          </Button>
        )
      }
      dialogs={making.render((_, close) => <SeriesDialog groupId={groupId} onClose={close} />)}
      list={(all) => (
        <ul>
          {all.map((series) => (
            <SeriesRow key={series.id} series={series} mayPlan={mayPlan} />
          ))}
        </ul>
      )}
    />
  );
}

function SeriesRow({ series, mayPlan }: { series: MeetingSeriesOut; mayPlan: boolean }) {
  const { t } = useLingui();
  const { localize } = useLocale();
  const rhythmText = useRhythmText();
  const stop = useConfirm({
    title: t`Зупинити ритм?`,
    text: <Trans>Нових засідань за ним не плануватимемо. Заплановані залишаться.</Trans>,
    submit: t`Зупинити`,
    command: useCommand<void>({
      version: series.version,
      run: (_, { ifMatch: headers }) =>
        unwrap(
          patchOneMeetingSeries({
            path: { group_id: series.group_id, series_id: series.id },
            body: { is_active: false },
            headers,
          }),
        ),
      success: t`Ритм зупинено`,
      invalidates: (client) => invalidateMeeting(client),
    }),
  });
  return (
    <ListRow
      title={localize(series.title)}
      meta={rhythmText(series)}
      actions={
        mayPlan && (
          <>
            <Button kind="ghost" onClick={stop.open}>
              <Trans>Зупинити</Trans>
            </Button>
            {stop.dialog}
          </>
        )
      }
    />
  );
}

interface SeriesForm {
  title: string;
  unit: "week" | "month";
  every: number;
  weekday: string;
  nth: string;
  day: string;
  time: string;
  minutes: number;
  place: string;
}

function useSeriesCommand(groupId: string, onSuccess: () => void) {
  const { t } = useLingui();
  return useCommand({
    run: ({ weekday, nth, day, ...form }: SeriesForm, { idempotencyKey: headers, confirmed }) =>
      unwrap(
        postGroupMeetingSeries({
          path: { group_id: groupId },
          body: {
            ...form,
            weekday: Number(weekday),
            nth: form.unit === "month" ? Number(nth) : null,
            starts_on: day,
            ...(confirmed ? { confirmed } : {}),
          },
          headers,
        }),
      ),
    success: t`Ритм додано`,
    personalData: { anyway: t`Усе одно додати` },
    invalidates: (client) => invalidateMeeting(client),
    onSuccess,
  });
}

function SeriesDialog({ groupId, onClose }: { groupId: string; onClose: () => void }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const form = useForm<SeriesForm>({
    initial: {
      ...{ title: "", unit: "month", every: 1, weekday: "0", nth: "1", place: "" },
      ...{ day: dates.today(), time: "15:00", minutes: 90 },
    },
    command: useSeriesCommand(groupId, onClose),
    required: { title: t`Напишіть назву`, day: t`Впишіть дату: день, місяць і рік`, time: t`Впишіть час` },
    validate: ({ every, minutes }) => ({
      every: every < 1 && t`Впишіть число`,
      minutes: minutes < 1 && t`Впишіть, скільки хвилин`,
    }),
    pointers: { day: ["/starts_on"] },
  });
  return (
    <FormDialog form={form} title={t`Ритм засідань`} submit={t`Додати`} onClose={onClose}>
      <TextInput label={t`Назва`} maxLength={300} data-autofocus {...form.text("title")} />
      <RhythmFields form={form} />
      <TextInput label={t`Час`} type="time" {...form.text("time")} />
      <WholeNumberField label={t`Скільки хвилин`} maxLength={3} {...form.value("minutes")} />
      <TextInput label={t`Де збираємося (необов’язково)`} maxLength={300} {...form.text("place")} />
    </FormDialog>
  );
}

function RhythmFields({ form }: { form: Form<SeriesForm> }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const weekdays = WEEKDAYS.map((one) => ({
    value: String(one),
    label: dates.weekday(dayAfter(MONDAY, one)),
  }));
  const places = [1, 2, 3, 4, LAST].map((one) => ({
    value: String(one),
    label: one === LAST ? t`останній` : String(one),
  }));
  const units = [
    { value: "week", label: t`тиждень` },
    { value: "month", label: t`місяць` },
  ];
  return (
    <>
      <Select label={t`Період`} data={units} {...form.choice("unit")} />
      <WholeNumberField label={t`Через скільки періодів`} maxLength={2} {...form.value("every")} />
      <Select label={t`День тижня`} data={weekdays} {...form.choice("weekday")} />
      {form.values.unit === "month" && (
        <Select label={t`Який за рахунком у місяці`} data={places} {...form.choice("nth")} />
      )}
      <DateField label={t`Починаючи з`} {...form.value("day")} />
    </>
  );
}
