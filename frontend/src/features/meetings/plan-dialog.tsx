import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { patchOneMeeting, postGroupMeetings } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { type Form, type FormCommand, useForm } from "@/kit/use-form";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { meetingPath } from "@/modules/entities/paths";
import { type MeetingDialogProps, useMeetingCommand } from "@/modules/meetings/use-meeting-command";
import { invalidateMeeting, keys } from "@/queries/keys";
import { DateField } from "@/ui/date-field";
import { EnglishFields } from "@/ui/english-fields";

interface PlanForm {
  title: string;
  english: string;
  day: string;
  from: string;
  until: string;
  place: string;
  video: string;
  extraordinary: string;
}

function bodyOf(form: PlanForm, timeZone: string) {
  const { title, english, day, from, until, place, video } = form;
  // A meeting may go on past midnight.
  const last = until <= from ? dayAfter(day) : day;
  return {
    title,
    title_en: english,
    place,
    video_url: video,
    starts_at: zonedMoment(day, from, timeZone),
    ends_at: zonedMoment(last, until, timeZone),
  };
}

function usePlanForm(initial: PlanForm, command: FormCommand<PlanForm>) {
  const { t } = useLingui();
  return useForm<PlanForm>({
    initial,
    command,
    required: {
      title: t`Напишіть, про що засідання`,
      day: t`Впишіть дату: день, місяць і рік`,
      from: t`Впишіть час`,
      until: t`Впишіть час`,
    },
    validate: ({ video }) => ({
      video: video !== "" && !video.startsWith("https://") && t`Адреса починається з https://`,
    }),
    pointers: {
      english: ["/title_en"],
      day: ["/starts_at"],
      until: ["/ends_at"],
      video: ["/video_url"],
    },
  });
}

function PlanFields({ form }: { form: Form<PlanForm> }) {
  const { t } = useLingui();
  return (
    <>
      <TextInput label={t`Назва`} maxLength={300} data-autofocus {...form.text("title")} />
      <DateField label={t`День`} {...form.value("day")} />
      <TextInput label={t`Початок`} type="time" {...form.text("from")} />
      <TextInput label={t`Кінець`} type="time" {...form.text("until")} />
      <TextInput label={t`Де збираємося (необов’язково)`} maxLength={300} {...form.text("place")} />
      <TextInput
        label={t`Посилання на відеозв’язок (необов’язково)`}
        type="url"
        maxLength={500}
        {...form.text("video")}
      />
      <EnglishFields opened={form.values.english !== ""}>
        <TextInput label={t`Назва англійською`} maxLength={300} {...form.text("english")} />
      </EnglishFields>
    </>
  );
}

/** Plan a meeting: nobody is invited before it is convened. */
export function PlanDialog({ groupId, onClose }: { groupId: string; onClose: () => void }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const router = useRouter();
  const command = useCommand({
    run: (form: PlanForm, { idempotencyKey: headers, confirmed }) =>
      unwrap(
        postGroupMeetings({
          path: { group_id: groupId },
          body: { ...bodyOf(form, dates.timeZone), ...(confirmed ? { confirmed } : {}) },
          headers,
        }),
      ),
    success: t`Засідання заплановано`,
    personalData: { anyway: t`Усе одно запланувати` },
    invalidates: (client) => invalidateMeeting(client),
    onSuccess: (meeting, _form, client) => {
      client.setQueryData(keys.meeting(meeting.id), meeting);
      onClose();
      void router.navigate({ href: meetingPath(meeting.id) });
    },
  });
  const day = dayAfter(dates.today(), 14);
  const empty = { title: "", english: "", place: "", video: "", extraordinary: "" };
  const form = usePlanForm({ ...empty, day, from: "15:00", until: "16:30" }, command);
  return (
    <FormDialog
      form={form}
      title={t`Запланувати засідання`}
      lead={<Trans>Поки що його бачить група. Запрошення підуть, коли ви скличете.</Trans>}
      submit={t`Запланувати`}
      onClose={onClose}
    >
      <PlanFields form={form} />
    </FormDialog>
  );
}

/** Change when, where and about what; who is invited hears of it. */
export function EditMeetingDialog({ meeting, onClose }: MeetingDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const command = useMeetingCommand<PlanForm>(meeting, {
    run: (form, { ifMatch: headers, confirmed }) => {
      const { extraordinary } = form;
      const why = extraordinary ? { extraordinary } : {};
      const body = { ...bodyOf(form, dates.timeZone), ...why, ...(confirmed ? { confirmed } : {}) };
      return unwrap(patchOneMeeting({ path: { meeting_id: meeting.id }, body, headers }));
    },
    success: t`Засідання змінено`,
    anyway: t`Усе одно зберегти`,
    onSuccess: onClose,
  });
  const { title, place, video_url, starts_at, ends_at } = meeting;
  const form = usePlanForm(
    {
      title: title.uk,
      english: title.en,
      day: dates.day(starts_at),
      from: dates.time(starts_at),
      until: dates.time(ends_at),
      place,
      video: video_url,
      extraordinary: "",
    },
    command,
  );
  return (
    <FormDialog form={form} title={t`Змінити засідання`} submit={t`Зберегти`} onClose={onClose}>
      <PlanFields form={form} />
      {meeting.state === "convened" && (
        <Textarea
          label={t`Чому раніше, ніж кажуть правила групи (якщо так)`}
          rows={2}
          maxLength={1000}
          {...form.text("extraordinary")}
        />
      )}
    </FormDialog>
  );
}
