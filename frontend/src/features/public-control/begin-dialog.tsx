import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { postGroupControls } from "@/api/generated/sdk.gen";
import type { BeginControlInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { type Form, useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import type { BeginProps } from "@/modules/dossier/kinds";
import { useBeginGroups } from "@/modules/dossier/use-begin-groups";
import { dossierPath } from "@/modules/entities/paths";
import { type Body, BodyField } from "@/modules/mandates/body-field";
import { VoiceField } from "@/modules/mandates/voice-field";
import { MECHANISMS, type Mechanism, useChoices } from "@/modules/public-control/words";
import { invalidateDossierLists } from "@/queries/keys";
import { DateField } from "@/ui/date-field";
import { Disclosure } from "@/ui/disclosure";

interface BeginForm {
  mechanism: Mechanism | "";
  group: string;
  title: string;
  english: string;
  authority: Body | null;
  announced: "yes" | "no" | "";
  planned: string;
  place: string;
  complaint: string;
  mandateId: string | null;
}

function bodyOf({ authority, announced, ...form }: BeginForm): BeginControlInRequest {
  return {
    title: form.title,
    mechanism: form.mechanism as Mechanism,
    announced: announced === "yes",
    ...(authority ? { [authority.outside ? "outside_body" : "authority_organisation"]: authority.id } : {}),
    ...(form.english ? { title_en: form.english } : {}),
    ...(form.planned ? { planned_on: form.planned } : {}),
    ...(form.place ? { place: form.place } : {}),
    ...(form.complaint ? { complaint: form.complaint } : {}),
    ...(form.mandateId ? { on_behalf_of: form.mandateId } : {}),
  };
}

function useBeginning() {
  const { t } = useLingui();
  const router = useRouter();
  return useCommand({
    run: (form: BeginForm, attempt) =>
      unwrap(
        postGroupControls({
          path: { group_id: form.group },
          body: bodyOf(form),
          headers: attempt.idempotencyKey,
        }),
      ),
    success: t`Справу почато`,
    invalidates: invalidateDossierLists,
    onSuccess: ({ id }) => void router.navigate({ href: dossierPath(id) }),
  });
}

function useBeginForm(group: string): Form<BeginForm> {
  const { t } = useLingui();
  const { dates } = useLocale();
  return useForm<BeginForm>({
    initial: {
      ...{ mechanism: "", group, title: "", english: "", authority: null, announced: "" },
      ...{ planned: "", place: "", complaint: "", mandateId: null },
    },
    command: useBeginning(),
    required: {
      mechanism: t`Виберіть, як перевіряємо`,
      group: t`Виберіть групу`,
      title: t`Назвіть справу`,
      authority: t`Виберіть, кого перевіряємо`,
      announced: t`Виберіть, чи знатиме орган заздалегідь`,
    },
    validate: ({ planned }) => ({
      planned: planned !== "" && planned < dates.today() && t`Ця дата вже минула. Виберіть пізнішу`,
    }),
    pointers: {
      english: ["/title_en"],
      authority: ["/authority_organisation", "/outside_body"],
      planned: ["/planned_on"],
      mandateId: ["/on_behalf_of", "/lead"],
    },
  });
}

/** Who is controlled, how, and whether they know of it before. */
export function BeginControlDialog({ groupId, onClose }: BeginProps) {
  const { t } = useLingui();
  const groups = useBeginGroups();
  const [only, second] = groups;
  const form = useBeginForm(groupId ?? (second ? "" : (only?.value ?? "")));
  const { group } = form.values;
  const mechanisms = useChoices(MECHANISMS);
  return (
    <FormDialog
      form={form}
      title={t`Почати громадський контроль`}
      submit={t`Почати справу`}
      onClose={onClose}
    >
      {!groupId && second && (
        <Select
          label={t`Група`}
          data={groups}
          allowDeselect={false}
          {...form.choice("group")}
          // Another group has other organisations.
          onChange={(chosen) => chosen && form.change({ group: chosen, authority: null })}
        />
      )}
      <Select
        label={t`Як перевіряємо`}
        data={mechanisms}
        allowDeselect={false}
        {...form.choice("mechanism")}
      />
      {group && (
        <BodyField
          label={t`Кого перевіряємо`}
          description={t`До звіту орган нічого не бачить, навіть якщо він у групі`}
          groupId={group}
          {...form.value("authority")}
        />
      )}
      <TextInput label={t`Назва справи`} maxLength={200} {...form.text("title")} />
      <AnnouncedField form={form} />
      <DateField label={t`Коли (необов’язково)`} {...form.value("planned")} />
      <TextInput label={t`Де (необов’язково)`} maxLength={200} {...form.text("place")} />
      <MoreFields form={form} />
      {group && <VoiceField groupId={group} {...form.value("mandateId")} />}
    </FormDialog>
  );
}

/** Whether the authority is told before, and what that means. */
function AnnouncedField({ form }: { form: Form<BeginForm> }) {
  const { t } = useLingui();
  return (
    <Radio.Group label={t`Чи знатиме орган заздалегідь`} {...form.choice("announced")}>
      <Stack gap={4} mt={8}>
        <Radio
          value="yes"
          label={t`Так, повідомимо`}
          description={t`Група знатиме, що справа є і хто її веде. Зміст бачитимуть лише названі`}
        />
        <Radio
          value="no"
          label={t`Ні, без попередження`}
          description={t`Про справу знатимуть лише названі: без номера, дати й запису, доки візит не відбувся`}
        />
      </Stack>
    </Radio.Group>
  );
}

/** What few need: who complained, and the name in English. */
function MoreFields({ form }: { form: Form<BeginForm> }) {
  const { t } = useLingui();
  const complaint = form.text("complaint");
  const english = form.text("english");
  return (
    <Disclosure
      label={<Trans>Звернення і назва англійською</Trans>}
      opened={Boolean(complaint.value || english.value)}
      faulty={Boolean(complaint.error || english.error)}
    >
      <Textarea
        label={t`Хто звернувся і на що скаржиться`}
        description={t`Бачитимуть лише той, хто веде справу, і монітори. Цього немає у звіті, пошуку й історії`}
        rows={3}
        maxLength={2000}
        {...complaint}
      />
      <TextInput label={t`Назва англійською`} maxLength={200} {...english} />
    </Disclosure>
  );
}
