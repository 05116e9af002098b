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
  const roles = useProgrammeWords().roles(dossier.kind);
  const [only, second] = roles;
  /** In a personal role only people are named. */
  const findWho = ({ role, who }: Named) =>
    roles.find(({ name }) => name === role)?.personal ? "mandate" : who;
  const command = useDossierCommand<Named>(dossier, {
    run: (named, attempt) =>
      unwrap(
        postDossierParticipants({
          path: { dossier_id: dossier.id },
          body: {
            role: named.role as NameParticipantInRequest["role"],
            [findWho(named)]: named[findWho(named)],
          },
          headers: { ...attempt.ifMatch, ...attempt.idempotencyKey },
        }),
      ),
    success: t`Учасника названо`,
    onSuccess: onClose,
  });
  const form = useForm<Named>({
    initial: { role: second ? "" : (only?.name ?? ""), who: "organisation", organisation: "", mandate: "" },
    command,
    required: { role: t`Виберіть роль` },
    validate: (named) => ({
      organisation: findWho(named) === "organisation" && !named.organisation && t`Виберіть організацію`,
      mandate: findWho(named) === "mandate" && !named.mandate && t`Виберіть людину`,
    }),
  });
  const isPersonal = findWho({ ...form.values, who: "organisation" }) === "mandate";
  return { form, isPersonal, who: findWho(form.values) };
}

/** An organisation of the group, or one of its people, and in which role they take part. */
export function NameParticipantDialog(props: NameParticipantProps) {
  const { dossier, onClose } = props;
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const words = useProgrammeWords();
  const organisations = useMemberOrganisations(dossier.group.id);
  const people = usePeopleOfGroup(dossier.group.id);
  const { form, isPersonal, who } = useNaming(props);
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
      {!isPersonal && (
        <Segments
          label={t`Хто бере участь`}
          value={who}
          onChange={(chosen) => form.change({ who: chosen })}
          segments={[
            { value: "organisation", label: t`Організація` },
            { value: "mandate", label: t`Людина` },
          ]}
        />
      )}
      {who === "organisation" ? (
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
