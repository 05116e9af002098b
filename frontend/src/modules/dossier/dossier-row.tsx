import { Trans } from "@lingui/react/macro";
import { type Icon as Glyph, IconLock, IconStack2 } from "@tabler/icons-react";
import type { DossierOut, KnownDossier } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { useItemNumber } from "@/modules/actions/item-number";
import { AttentionPill } from "@/modules/actions/status";
import { dossierPath } from "@/modules/entities/paths";
import { SectorLabel } from "@/modules/organisations/sector";
import { AppLink } from "@/ui/app-link";
import { Icon } from "@/ui/icon";
import classes from "./dossier-list.module.css";
import { findDossierKind } from "./kinds";
import { PhaseDots } from "./phase-dots";
import { useProgrammeWords } from "./words";

/** «№ 3 · Рекомендації»: what it is, before what it is called. */
function NumberAndKind({ dossier: { kind, number } }: { dossier: Pick<DossierOut, "kind" | "number"> }) {
  const words = useProgrammeWords();
  const numbered = useItemNumber();
  const told = [number !== null && numbered(number), words.noun(kind)].filter(Boolean).join(DOT);
  return <p className="v-tiny v-t2">{told}</p>;
}

function KindIcon({ icon }: { icon: Glyph }) {
  return (
    <span className={classes.kind}>
      <Icon of={icon} />
    </span>
  );
}

function Lead({ lead: { organisation } }: Pick<DossierOut, "lead">) {
  const { localize: say } = useLocale();
  return (
    <span className="v-small">
      <SectorLabel sector={organisation.sector}>{say(organisation.short_name)}</SectorLabel>
    </span>
  );
}

/** One dossier of a list: what it is, how far it is, who leads it, and whether it waits for the reader. */
export function DossierRow({ dossier }: { dossier: DossierOut }) {
  const { localize: say } = useLocale();
  const { id, kind, phase } = dossier;
  return (
    <li className={`${classes.row} ${waits(dossier) ? classes.you : ""}`}>
      <KindIcon icon={findDossierKind(kind)?.icon ?? IconStack2} />
      <div>
        <NumberAndKind dossier={dossier} />
        <AppLink className={classes.title} href={dossierPath(id)}>
          {say(dossier.title)}
        </AppLink>
      </div>
      <PhaseDots phase={phase} />
      <Lead lead={dossier.lead} />
      <Standing dossier={dossier} />
    </li>
  );
}

const waits = ({ waits_for_me, deadline }: DossierOut) => waits_for_me || deadline?.waits_for_me === true;

/** What is owed and until when; without a deadline, the state and since when. */
function Standing({ dossier }: { dossier: DossierOut }) {
  const { localize: say, dates } = useLocale();
  const words = useProgrammeWords();
  const { kind, state, state_since, deadline } = dossier;
  const day = deadline && dates.long(deadline.due_on);
  return (
    <div className={classes.standing}>
      {waits(dossier) && (
        <AttentionPill>
          {deadline?.waits_for_me ? say(deadline.label) : <Trans>Чекає на вас</Trans>}
        </AttentionPill>
      )}
      {day && (
        <p className={`v-small v-b ${deadline.overdue ? classes.late : ""}`}>
          {deadline.overdue ? <Trans>{day}, прострочено</Trans> : <Trans>до {day}</Trans>}
        </p>
      )}
      {deadline && !deadline.waits_for_me && <p className="v-tiny v-t2">{say(deadline.label)}</p>}
      {!deadline && (
        <p className="v-tiny v-t2">
          {[words.state(kind, state), dates.long(dates.day(state_since))].filter(Boolean).join(DOT)}
        </p>
      )}
    </div>
  );
}

/** One of which the reader may only know: neither how far it is, nor since when. */
export function KnownDossierRow({ dossier }: { dossier: KnownDossier }) {
  const { localize: say } = useLocale();
  return (
    <li className={`${classes.row} ${classes.locked}`}>
      <KindIcon icon={IconLock} />
      <div>
        <NumberAndKind dossier={dossier} />
        <AppLink className={classes.title} href={dossierPath(dossier.id)}>
          {say(dossier.title)}
        </AppLink>
        <p className="v-tiny v-t2">
          <Trans>Зміст бачать лише названі</Trans>
        </p>
      </div>
      <span className="v-tiny v-t2">
        <Trans>Етап не показуємо</Trans>
      </span>
      <Lead lead={dossier.lead} />
    </li>
  );
}
