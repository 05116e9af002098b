import { Trans } from "@lingui/react/macro";
import { IconAlertCircle, IconCheck, IconClock } from "@tabler/icons-react";
import type { DossierPageOut, InterestsOut, ParticipantOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { Button } from "@/ui/button";
import { MetaItem } from "@/ui/meta-item";
import { onDemand } from "@/ui/on-demand";
import classes from "./dossier.module.css";

const DeclareInterestsDialog = onDemand(
  async () => (await import("./declare-interests-dialog")).DeclareInterestsDialog,
);
const TieOutcomeDialog = onDemand(async () => (await import("./tie-outcome-dialog")).TieOutcomeDialog);

export interface InterestsProps {
  dossier: DossierPageOut;
  participant: ParticipantOut;
  interests: InterestsOut;
  name: string;
}

/** What a participant declared about their ties, what follows from one, and the way to say so. */
export function ParticipantInterests(props: InterestsProps) {
  const { interests } = props;
  const { outcome, outcome_reason: reason } = interests;
  return (
    <div className={classes.interests}>
      <div className="v-meta">
        <Declared interests={interests} />
      </div>
      {outcome && (
        <p className="v-small v-t2">
          <Trans>Допущено: {reason}</Trans>
        </p>
      )}
      {interests.allowed.includes("declare") && <DeclareButton {...props} />}
      {interests.allowed.includes("decide") && <DecideButton {...props} />}
    </div>
  );
}

function Declared({ interests: { has_tie, words, declared_at } }: { interests: InterestsOut }) {
  const { dates } = useLocale();
  if (declared_at === null) {
    return (
      <MetaItem icon={IconClock}>
        <Trans>Інтересів ще не заявлено</Trans>
      </MetaItem>
    );
  }
  const day = dates.long(dates.day(declared_at));
  return (
    <MetaItem icon={has_tie ? IconAlertCircle : IconCheck}>
      {has_tie ? (
        <Trans>
          Заявлено {day}: {words}
        </Trans>
      ) : (
        <Trans>Конфлікту інтересів немає, заявлено {day}</Trans>
      )}
    </MetaItem>
  );
}

function DeclareButton(props: InterestsProps) {
  const declaring = useDialog();
  const isNew = props.interests.declared_at === null;
  return (
    <>
      <Button
        kind={isNew ? "call" : "ghost"}
        onPointerEnter={DeclareInterestsDialog.preload}
        onClick={() => declaring.open()}
      >
        {isNew ? <Trans>Заявити про інтереси</Trans> : <Trans>Заявити інше</Trans>}
      </Button>
      {declaring.render((_, close) => (
        <DeclareInterestsDialog {...props} onClose={close} />
      ))}
    </>
  );
}

function DecideButton(props: InterestsProps) {
  const deciding = useDialog();
  return (
    <>
      <Button kind="call" onPointerEnter={TieOutcomeDialog.preload} onClick={() => deciding.open()}>
        <Trans>Ухвалити рішення</Trans>
      </Button>
      {deciding.render((_, close) => (
        <TieOutcomeDialog {...props} onClose={close} />
      ))}
    </>
  );
}
