import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Select, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { postGroupDossiers } from "@/api/generated/sdk.gen";
import type { BeginDossierInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { type Form, useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { VoiceField } from "@/modules/mandates/voice-field";
import { groupsQuery } from "@/queries/groups";
import { invalidateDossierLists } from "@/queries/keys";
import { Button } from "@/ui/button";
import { EnglishFields } from "@/ui/english-fields";
import { Icon } from "@/ui/icon";
import classes from "./dossier-list.module.css";
import type { KindName } from "./kinds";
import { useProgrammeWords } from "./words";

/** The whole group; those who are named, and the group knows of it; or those who are named alone. */
type Reach = "group" | "known" | "named";

interface BeginForm {
  kind: string;
  group: string;
  title: string;
  english: string;
  reach: Reach;
  mandateId: string | null;
}

function bodyOf({ kind, title, english, reach, mandateId }: BeginForm): BeginDossierInRequest {
  return {
    kind: kind as KindName,
    title,
    visibility: reach === "group" ? "group" : "participants",
    ...(reach === "named" ? { sealed: true } : {}),
    ...(english ? { title_en: english } : {}),
    ...(mandateId ? { on_behalf_of: mandateId } : {}),
  };
}

/** The groups in which the reader may begin a dossier. */
function useGroups() {
  const { localize: say } = useLocale();
  const { data: groups = [] } = useQuery(groupsQuery);
  return groups
    .filter(({ allowed }) => allowed.includes("begin_dossier"))
    .map(({ id, name }) => ({ value: id, label: say(name) }));
}

/** The way in to a new dossier; nothing for those who may begin none. */
export function BeginButton({ groupId }: { groupId?: string }) {
  const begin = useDialog();
  const groups = useGroups();
  if (!groups.some(({ value }) => !groupId || value === groupId)) return null;
  return (
    <>
      <Button kind={groupId ? "quiet" : "primary"} onClick={() => begin.open()}>
        <Icon of={IconPlus} />
        <Trans>Почати справу</Trans>
      </Button>
      {begin.render((_, close) => (
        <BeginDialog groupId={groupId} onClose={close} />
      ))}
    </>
  );
}

function useBeginForm(groupId: string | undefined): Form<BeginForm> {
  const { t } = useLingui();
  const router = useRouter();
  const [only, second] = useProgrammeWords().kinds;
  const [group, other] = useGroups();
  const command = useCommand({
    run: (form: BeginForm, attempt) =>
      unwrap(
        postGroupDossiers({
          path: { group_id: form.group },
          body: bodyOf(form),
          headers: attempt.idempotencyKey,
        }),
      ),
    success: t`Справу почато`,
    invalidates: invalidateDossierLists,
    onSuccess: ({ id }) => void router.navigate({ to: "/dossiers/$dossierId", params: { dossierId: id } }),
  });
  return useForm<BeginForm>({
    initial: {
      kind: second ? "" : (only?.value ?? ""),
      group: groupId ?? (other ? "" : (group?.value ?? "")),
      ...{ title: "", english: "", reach: "group", mandateId: null },
    },
    command,
    required: {
      kind: t`Виберіть, яку справу починаємо`,
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

/** Which dossier it is, where, what it is called, and who sees it. */
export function BeginDialog({ groupId, onClose }: { groupId?: string; onClose: () => void }) {
  const { t } = useLingui();
  const { kinds } = useProgrammeWords();
  const groups = useGroups();
  const form = useBeginForm(groupId);
  const english = form.text("english");
  return (
    <FormDialog form={form} title={t`Почати справу`} submit={t`Почати справу`} onClose={onClose}>
      <Select label={t`Яку справу починаємо`} data={kinds} allowDeselect={false} {...form.choice("kind")} />
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
