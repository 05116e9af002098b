import { Trans, useLingui } from "@lingui/react/macro";
import { IconLock, IconPlus, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { deleteDossierParticipant } from "@/api/generated/sdk.gen";
import type { DossierPageOut, MandateRef, ParticipantOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useConfirm } from "@/kit/use-confirm";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import { SectorShape } from "@/modules/organisations/sector";
import { Button, ToolButton } from "@/ui/button";
import { Card, CardFoot, CardList } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";
import { MetaItem } from "@/ui/meta-item";
import { onDemand } from "@/ui/on-demand";
import { ParticipantInterests } from "./participant-interests";
import { useDossierCommand } from "./use-dossier-command";
import { useProgrammeWords } from "./words";

const NameParticipantDialog = onDemand(
  async () => (await import("./name-participant-dialog")).NameParticipantDialog,
);

interface ParticipantsProps {
  dossier: DossierPageOut;
}

/** Who leads the dossier and who takes part in it, each in their role. */
export function ParticipantsCard({ dossier }: ParticipantsProps) {
  const naming = useDialog();
  const { roles } = useProgrammeWords();
  const mayName = dossier.allowed.includes("name_participants") && roles(dossier.kind).length > 0;
  return (
    <Card id="participants" title={<Trans>Учасники</Trans>}>
      <CardList>
        <LeadRow lead={dossier.lead} />
        {dossier.participants.map((one) => (
          <ParticipantRow key={one.id} dossier={dossier} participant={one} />
        ))}
      </CardList>
      {mayName && (
        <CardFoot>
          <Button kind="ghost" onPointerEnter={NameParticipantDialog.preload} onClick={() => naming.open()}>
            <Icon of={IconPlus} />
            <Trans>Назвати учасника</Trans>
          </Button>
        </CardFoot>
      )}
      {naming.render((_, close) => (
        <NameParticipantDialog dossier={dossier} onClose={close} />
      ))}
    </Card>
  );
}

function LeadRow({ lead }: { lead: MandateRef }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(lead.person.name);
  return (
    <ListRow
      lead={<PersonAvatar name={name} sector={lead.organisation.sector} />}
      title={name}
      meta={[t`веде справу`, say(lead.organisation.short_name)].join(DOT)}
    />
  );
}

interface RowProps extends ParticipantsProps {
  participant: ParticipantOut;
}

/** What participants are called: the person for a mandate. */
export function useNameOfParticipant(): (participant: ParticipantOut) => string {
  const { localize: say } = useLocale();
  return ({ organisation, mandate, outside_body }) => {
    if (mandate) return say(mandate.person.name);
    const body = organisation ?? outside_body;
    return body ? say(body.name) : "";
  };
}

function ParticipantRow({ dossier, participant }: RowProps) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const words = useProgrammeWords();
  const name = useNameOfParticipant()(participant);
  const { role, part, mandate, since, opened_at } = participant;
  const place = mandate && say(mandate.organisation.short_name);
  const waits = opened_at === null && dossier.visibility === "participants";
  const named = dates.long(dates.day(since));
  return (
    <ListRow
      lead={<Sign participant={participant} name={name} waits={waits} />}
      title={name}
      meta={[part === "reader" ? t`читає справу` : words.role(dossier.kind, role), place]
        .filter(Boolean)
        .join(DOT)}
      actions={
        dossier.allowed.includes("name_participants") && <EndButton {...{ dossier, participant, name }} />
      }
    >
      <p className="v-meta">
        {waits ? (
          <MetaItem icon={IconLock}>
            <Trans>Ще не бачить: доступ відкриє один із наступних кроків</Trans>
          </MetaItem>
        ) : (
          <span>
            <Trans>з {named}</Trans>
          </span>
        )}
      </p>
      {participant.interests && (
        <ParticipantInterests {...{ dossier, participant, name }} interests={participant.interests} />
      )}
    </ListRow>
  );
}

function Sign({
  participant,
  name,
  waits,
}: {
  participant: ParticipantOut;
  name: string;
  waits: boolean;
}): ReactNode {
  const { organisation, mandate } = participant;
  if (mandate) return <PersonAvatar name={name} sector={mandate.organisation.sector} />;
  return <SectorShape sector={organisation?.sector ?? "other"} size={44} empty={waits} />;
}

function EndButton({ dossier, participant, name }: RowProps & { name: string }) {
  const { t } = useLingui();
  const command = useDossierCommand<void>(dossier, {
    run: (_, { ifMatch }) =>
      unwrap(
        deleteDossierParticipant({
          path: { dossier_id: dossier.id, participant_id: participant.id },
          headers: ifMatch,
        }),
      ),
    success: t`Участь завершено`,
  });
  const asked = useConfirm({
    command,
    title: t`Завершити участь: ${name}?`,
    text:
      dossier.visibility === "group" ? (
        <Trans>Справу й далі бачитиме вся група. Що зроблено в цій ролі, лишиться в історії.</Trans>
      ) : (
        <Trans>Доступ за цією роллю закриється. Що зроблено в ній, лишиться в історії.</Trans>
      ),
    submit: t`Завершити участь`,
    cancel: t`Залишити`,
    danger: true,
  });
  return (
    <>
      <ToolButton label={t`Завершити участь: ${name}`} onClick={asked.open}>
        <Icon of={IconX} />
      </ToolButton>
      {asked.dialog}
    </>
  );
}
