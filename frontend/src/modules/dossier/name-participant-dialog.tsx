import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { postDossierParticipants } from "@/api/generated/sdk.gen";
import type { DossierPageOut, NameParticipantInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { useMemberOrganisations } from "@/modules/mandates/use-member-organisations";
import { Segments } from "@/ui/choice";
import { useDossierCommand } from "./use-dossier-command";
import { usePeopleOfGroup } from "./use-people-of-group";
import { useProgrammeWords } from "./words";

interface Named {
  role: string;
  who: "organisation" | "mandate";
  organisation: string;
  mandate: string;
}

interface NameParticipantProps {
  dossier: DossierPageOut;
  onClose: () => void;
}

function useNaming({ dossier, onClose }: NameParticipantProps) {
  const { t } = useLingui();
  const [only, second] = useProgrammeWords().roles(dossier.kind);
  const command = useDossierCommand<Named>(dossier, {
    run: ({ role, who, ...named }, attempt) =>
      unwrap(
        postDossierParticipants({
          path: { dossier_id: dossier.id },
          body: { role: role as NameParticipantInRequest["role"], [who]: named[who] },
          headers: { ...attempt.ifMatch, ...attempt.idempotencyKey },
        }),
      ),
    success: t`Учасника названо`,
    onSuccess: onClose,
  });
  return useForm<Named>({
    initial: { role: second ? "" : (only?.name ?? ""), who: "organisation", organisation: "", mandate: "" },
    command,
    required: { role: t`Виберіть роль` },
    validate: ({ who, organisation, mandate }) => ({
      organisation: who === "organisation" && !organisation && t`Виберіть організацію`,
      mandate: who === "mandate" && !mandate && t`Виберіть людину`,
    }),
  });
}

/** An organisation of the group, or one of its people, and in which role they take part. */
export function NameParticipantDialog(props: NameParticipantProps) {
  const { dossier, onClose } = props;
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const words = useProgrammeWords();
  const organisations = useMemberOrganisations(dossier.group.id);
  const people = usePeopleOfGroup(dossier.group.id);
  const form = useNaming(props);
  const roles = words.roles(dossier.kind).map(({ name, label }) => ({ value: name, label: say(label) }));
  return (
    <FormDialog
      form={form}
      title={t`Назвати учасника`}
      lead={
        dossier.visibility === "participants" && (
          <Trans>
            Учасник бачитиме справу. Кому вона адресована, побачить її, щойно дійде до того кроку.
          </Trans>
        )
      }
      submit={t`Назвати`}
      onClose={onClose}
    >
      <Select label={t`Роль`} data={roles} allowDeselect={false} {...form.choice("role")} />
      <Segments
        label={t`Хто бере участь`}
        value={form.values.who}
        onChange={(who) => form.change({ who })}
        segments={[
          { value: "organisation", label: t`Організація` },
          { value: "mandate", label: t`Людина` },
        ]}
      />
      {form.values.who === "organisation" ? (
        <Select
          label={t`Організація`}
          data={organisations.map(({ id, name }) => ({ value: id, label: say(name) }))}
          searchable
          {...form.choice("organisation")}
        />
      ) : (
        <Select label={t`Людина`} data={people} searchable {...form.choice("mandate")} />
      )}
    </FormDialog>
  );
}
