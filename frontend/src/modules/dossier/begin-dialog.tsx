import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Select, TextInput } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { postGroupDossiers } from "@/api/generated/sdk.gen";
import type { BeginDossierInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { type Form, useForm } from "@/kit/use-form";
import { VoiceField } from "@/modules/mandates/voice-field";
import { invalidateDossierLists } from "@/queries/keys";
import { EnglishFields } from "@/ui/english-fields";
import classes from "./dossier-list.module.css";
import type { BeginProps } from "./kinds";
import { useBeginGroups } from "./use-begin-groups";
import { useProgrammeWords } from "./words";

/** The whole group; those who are named, and the group knows of it; or those who are named alone. */
type Reach = "group" | "known" | "named";

interface BeginForm {
  group: string;
  title: string;
  english: string;
  reach: Reach;
  mandateId: string | null;
}

function bodyOf(kind: string, { title, english, reach, mandateId }: BeginForm): BeginDossierInRequest {
  return {
    kind: kind as BeginDossierInRequest["kind"],
    title,
    visibility: reach === "group" ? "group" : "participants",
    ...(reach === "named" ? { sealed: true } : {}),
    ...(english ? { title_en: english } : {}),
    ...(mandateId ? { on_behalf_of: mandateId } : {}),
  };
}

function useBeginForm(kind: string, groupId: string | undefined): Form<BeginForm> {
  const { t } = useLingui();
  const router = useRouter();
  const [group, other] = useBeginGroups();
  const command = useCommand({
    run: (form: BeginForm, attempt) =>
      unwrap(
        postGroupDossiers({
          path: { group_id: form.group },
          body: bodyOf(kind, form),
          headers: attempt.idempotencyKey,
        }),
      ),
    success: t`Справу почато`,
    invalidates: invalidateDossierLists,
    onSuccess: ({ id }) => void router.navigate({ to: "/dossiers/$dossierId", params: { dossierId: id } }),
  });
  return useForm<BeginForm>({
    initial: {
      group: groupId ?? (other ? "" : (group?.value ?? "")),
      ...{ title: "", english: "", reach: "group", mandateId: null },
    },
    command,
    required: {
      group: t`Виберіть групу`,
      title: t`Назвіть справу`,
    },
    pointers: {
      english: ["/title_en"],
      reach: ["/visibility", "/sealed"],
      mandateId: ["/on_behalf_of", "/lead"],
    },
  });
}

/** Where the dossier is, what it is called, and who sees it. */
export function BeginDialog({ kind, groupId, onClose }: BeginProps & { kind: string }) {
  const { t } = useLingui();
  const words = useProgrammeWords();
  const groups = useBeginGroups();
  const form = useBeginForm(kind, groupId);
  const english = form.text("english");
  return (
    <FormDialog
      form={form}
      title={t`Почати справу`}
      lead={words.noun(kind)}
      submit={t`Почати справу`}
      onClose={onClose}
    >
      {!groupId && <Select label={t`Група`} data={groups} allowDeselect={false} {...form.choice("group")} />}
      <TextInput label={t`Назва справи`} maxLength={200} data-autofocus {...form.text("title")} />
      <EnglishFields opened={Boolean(english.value || english.error)}>
        <TextInput label={t`Назва англійською`} maxLength={200} {...english} />
      </EnglishFields>
      <ReachField form={form} />
      {form.values.group && <VoiceField groupId={form.values.group} {...form.value("mandateId")} />}
    </FormDialog>
  );
}

function ReachField({ form }: { form: Form<BeginForm> }) {
  const { t } = useLingui();
  return (
    <div>
      <Radio.Group label={t`Хто бачить справу`} {...form.choice("reach")}>
        <div className={classes.choices}>
          <Radio value="group" label={t`Уся група`} />
          <Radio value="known" label={t`Названі, а решта групи знає, що справа є`} />
          <Radio value="named" label={t`Лише названі`} />
        </div>
      </Radio.Group>
      <p className="v-small v-t2" aria-live="polite">
        <Consequence reach={form.values.reach} />
      </p>
    </div>
  );
}

function Consequence({ reach }: { reach: Reach }) {
  if (reach === "group") return <Trans>Побачить кожен, хто в групі тепер і хто прийде згодом.</Trans>;
  return reach === "known" ? (
    <Trans>Група побачить назву й хто веде справу. Зміст побачать ті, кого ви назвете учасниками.</Trans>
  ) : (
    <Trans>Група не дізнається навіть, що справа є. Побачать її ті, кого ви назвете учасниками.</Trans>
  );
}
