import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { MandateDetails, OrganisationOut } from "@/api/generated/types.gen";
import { SectionCard } from "@/kit/section-card";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { AccessReasonButton } from "@/modules/access/access-reason-button";
import { GiveMandateDialog } from "@/modules/mandates/give-mandate-dialog";
import { MANDATE_STEPS, type MandateStepName } from "@/modules/mandates/mandate-steps";
import { MandateDialog } from "@/modules/mandates/step-dialog";
import { StepMenu } from "@/modules/mandates/step-menu";
import { UsualDeputy } from "@/modules/mandates/usual-deputy";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import { representativesQuery } from "@/queries/registers";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { ListRow } from "@/ui/list-row";
import classes from "./organisations.module.css";

/** Who acts for the organisation, as far as the reader knows them: whoever came last first, as the server says. */
export function PeopleCard({ organisation }: { organisation: OrganisationOut }) {
  const people = useInfiniteQuery(representativesQuery(organisation.id));
  const [giving, setGiving] = useState(false);
  const [chosen, setChosen] = useState<{ mandate: MandateDetails; step: MandateStepName } | null>(null);
  const appoints = organisation.allowed.includes("appoint");
  return (
    <SectionCard
      title={<Trans>Представники</Trans>}
      query={people}
      older
      loading={<Trans>Завантажуємо представників…</Trans>}
      empty={<Nobody appoints={appoints} />}
      add={
        appoints && (
          <Button kind="quiet" onClick={() => setGiving(true)}>
            <Trans>Надати повноваження</Trans>
          </Button>
        )
      }
      dialogs={
        <>
          {giving && <GiveMandateDialog only={organisation} onClose={() => setGiving(false)} />}
          {chosen && <MandateDialog {...chosen} onClose={() => setChosen(null)} />}
        </>
      }
    >
      {(mandate) => (
        <Line
          key={mandate.id}
          mandate={mandate}
          organisation={organisation}
          onChoose={(step) => setChosen({ mandate, step })}
        />
      )}
    </SectionCard>
  );
}

/** Whoever appoints sees everybody; the others only those with whom they sit. */
function Nobody({ appoints }: { appoints: boolean }) {
  if (appoints) return <EmptyState title={<Trans>Представників ще немає</Trans>} />;
  return (
    <EmptyState title={<Trans>Ви нікого тут не знаєте</Trans>}>
      <Trans>Тут видно тих, із ким ви в одній групі.</Trans>
    </EmptyState>
  );
}

interface LineProps {
  mandate: MandateDetails;
  organisation: OrganisationOut;
  onChoose: (step: MandateStepName) => void;
}

function Line({ mandate, organisation, onChoose }: LineProps) {
  const { localize: say } = useLocale();
  const name = say(mandate.person.name);
  const open = MANDATE_STEPS.openTo(mandate.allowed);
  return (
    <ListRow
      className={mandate.state === "ended" ? classes.over : ""}
      lead={<PersonAvatar name={name} sector={organisation.sector} />}
      title={name}
      meta={say(mandate.position)}
      actions={
        <>
          <AccessReasonButton kind="mandate" id={mandate.id} name={name} />
          {open.length > 0 && <StepMenu name={name} steps={open} onChoose={(step) => onChoose(step.name)} />}
        </>
      }
    >
      <p className="v-tiny v-t2">
        <Standing mandate={mandate} />
      </p>
      {mandate.deputy && mandate.state !== "ended" && (
        <p className="v-tiny v-t2">
          <UsualDeputy deputy={mandate.deputy} />
        </p>
      )}
      <Record mandate={mandate} />
    </ListRow>
  );
}

/** On what document the mandate was given, why it rests or is over, and who had the post before. */
function Record({ mandate }: { mandate: MandateDetails }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { document, reason, predecessor } = mandate;
  const before = predecessor && say(predecessor.name);
  const lines = [
    document && t`Документ про призначення: ${document}`,
    reason && t`Причина: ${reason}`,
    before && t`Раніше на цій посаді: ${before}`,
  ];
  return lines.filter(Boolean).map((line) => (
    <p key={line} className="v-tiny v-t2">
      {line}
    </p>
  ));
}

function Standing({ mandate }: { mandate: MandateDetails }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const since = dates.numeric(mandate.starts_on);
  const until = mandate.ends_on && dates.numeric(mandate.ends_on);
  const term = until ? t`з ${since} до ${until}` : t`з ${since}, безстроково`;
  const states = {
    upcoming: t`ще не почалися`,
    resting: t`призупинені`,
    ended: t`завершені`,
    active: "",
  };
  return <>{[term, states[mandate.state]].filter(Boolean).join(DOT)}</>;
}
