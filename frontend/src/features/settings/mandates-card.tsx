import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { DeputyshipOut, MandateOut } from "@/api/generated/types.gen";
import { SectionCard } from "@/kit/section-card";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { groupPath } from "@/modules/entities/paths";
import { useRoleName } from "@/modules/groups/words";
import { AbsenceLine, EndAbsenceDialog } from "@/modules/mandates/absence";
import { AbsenceDialog } from "@/modules/mandates/absence-dialog";
import { UsualDeputy } from "@/modules/mandates/usual-deputy";
import { SectorLabel } from "@/modules/organisations/sector";
import { mandatesQuery } from "@/queries/me";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import classes from "./settings.module.css";

/** For whom this person acts, where that seats them, and who acts while they are away. */
export function MandatesCard({ gender }: { gender: string }) {
  const mandates = useQuery(mandatesQuery);
  const away = useDialog<string>();
  const back = useDialog<DeputyshipOut>();
  return (
    <SectionCard
      title={<Trans>Мої повноваження</Trans>}
      query={mandates}
      loading={<Trans>Завантажуємо повноваження…</Trans>}
      empty={
        <EmptyState title={<Trans>Повноважень поки немає</Trans>}>
          <Trans>Їх надає координатор чи координаторка вашої території.</Trans>
        </EmptyState>
      }
      dialogs={
        <>
          {away.render((mandateId, close) => (
            <AbsenceDialog mandateId={mandateId} onClose={close} />
          ))}
          {back.render((absence, close) => (
            <EndAbsenceDialog absence={absence} onClose={close} />
          ))}
        </>
      }
    >
      {(mandate) => (
        <Row
          key={mandate.id}
          mandate={mandate}
          gender={gender}
          onAway={() => away.open(mandate.id)}
          onBack={back.open}
        />
      )}
    </SectionCard>
  );
}

interface RowProps {
  mandate: MandateOut;
  gender: string;
  onAway: () => void;
  onBack: (absence: DeputyshipOut) => void;
}

function Row({ mandate, gender, onAway, onBack }: RowProps) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const since = dates.numeric(mandate.starts_on);
  const until = mandate.ends_on && dates.numeric(mandate.ends_on);
  const holder = say(mandate.person.name);
  const { document } = mandate;
  return (
    <li className={classes.mandate}>
      <SectorLabel sector={mandate.organisation.sector}>{say(mandate.organisation.name)}</SectorLabel>
      <p>
        <b>{say(mandate.position)}</b>{" "}
        <span className={`v-t2 ${classes.term}`}>{until ? t`з ${since} до ${until}` : t`з ${since}`}</span>
      </p>
      {!mandate.acting && document && (
        <p className={`v-t2 ${classes.document}`}>{t`Документ про призначення: ${document}`}</p>
      )}
      {mandate.acting && <p className="v-t2">{t`Ви заступаєте: ${holder}`}</p>}
      {mandate.deputy && (
        <p className="v-t2">
          <UsualDeputy deputy={mandate.deputy} />
        </p>
      )}
      <Seats mandate={mandate} gender={gender} />
      {mandate.absences.map((absence) => (
        <AbsenceLine key={absence.id} absence={absence} onEnd={() => onBack(absence)} />
      ))}
      {!mandate.acting && mandate.allowed.includes("appoint_deputy") && (
        <Button kind="quiet" onClick={onAway}>
          <Trans>Призначити заступника</Trans>
        </Button>
      )}
    </li>
  );
}

function Seats({ mandate, gender }: { mandate: MandateOut; gender: string }) {
  const { localize: say } = useLocale();
  const roleName = useRoleName();
  if (mandate.roles.length === 0) {
    return (
      <p className="v-t2">
        <Trans>Місця в групах поки немає</Trans>
      </p>
    );
  }
  return (
    <ul className="v-t2">
      {mandate.roles.map((seat) => (
        <li key={seat.membership_id}>
          <AppLink href={groupPath(seat.group.id)}>{say(seat.group.name)}</AppLink>:{" "}
          {roleName(seat.role, gender)}
        </li>
      ))}
    </ul>
  );
}
