import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { MandateDetails, OrganisationOut } from "@/api/generated/types.gen";
import { representativesQuery } from "@/data/registers";
import { Button } from "@/design/button";
import { Card, CardList } from "@/design/card";
import { PersonAvatar } from "@/design/person-avatar";
import { EmptyState } from "@/design/states";
import { useReader } from "@/lib/reader";
import { GiveMandateDialog } from "@/widgets/mandates/give-mandate-dialog";
import {
  MANDATE_STEPS,
  MandateDialog,
  type MandateStepName,
  StepMenu,
  useMandateSteps,
} from "@/widgets/mandates/mandate-steps";
import { QueryGate } from "@/widgets/query-gate";
import registers from "@/widgets/registers/registers.module.css";
import classes from "./organisations.module.css";

/** Who acts for the organisation, as far as the reader knows them; those whose time is over come last. */
export function PeopleCard({ organisation }: { organisation: OrganisationOut }) {
  const people = useQuery(representativesQuery(organisation.id));
  const [giving, setGiving] = useState(false);
  const [chosen, setChosen] = useState<{ mandate: MandateDetails; step: MandateStepName } | null>(null);
  return (
    <Card title={<Trans>Представники</Trans>}>
      <QueryGate query={people} loading={<Trans>Завантажуємо представників…</Trans>}>
        {(list) =>
          list.length === 0 ? (
            <Nobody appoints={organisation.allowed.includes("appoint")} />
          ) : (
            <CardList>
              {[...list].sort(byStanding).map((mandate) => (
                <Line
                  key={mandate.id}
                  mandate={mandate}
                  organisation={organisation}
                  onChoose={(step) => setChosen({ mandate, step })}
                />
              ))}
            </CardList>
          )
        }
      </QueryGate>
      {organisation.allowed.includes("appoint") && (
        <div className={registers.foot}>
          <Button kind="quiet" onClick={() => setGiving(true)}>
            <Trans>Надати повноваження</Trans>
          </Button>
        </div>
      )}
      {giving && <GiveMandateDialog only={organisation} onClose={() => setGiving(false)} />}
      {chosen && <MandateDialog {...chosen} onClose={() => setChosen(null)} />}
    </Card>
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

const byStanding = (one: MandateDetails, other: MandateDetails) =>
  Number(one.state === "ended") - Number(other.state === "ended");

interface LineProps {
  mandate: MandateDetails;
  organisation: OrganisationOut;
  onChoose: (step: MandateStepName) => void;
}

function Line({ mandate, organisation, onChoose }: LineProps) {
  const { say } = useReader();
  const looks = useMandateSteps();
  const name = say(mandate.person.name);
  const open = MANDATE_STEPS.filter((step) => mandate.allowed.includes(step));
  return (
    <li className={`${classes.person} ${mandate.state === "ended" ? classes.over : ""}`}>
      <PersonAvatar name={name} sector={organisation.sector} />
      <div>
        <b>{name}</b>
        <p className="v-small v-t2">{say(mandate.position)}</p>
        <p className="v-tiny v-t2">
          <Standing mandate={mandate} />
        </p>
      </div>
      {open.length > 0 && (
        <StepMenu name={name} steps={open.map((step) => [step, looks[step]])} onChoose={onChoose} />
      )}
    </li>
  );
}

function Standing({ mandate }: { mandate: MandateDetails }) {
  const { t } = useLingui();
  const { dates } = useReader();
  const since = dates.numeric(mandate.starts_on);
  const until = mandate.ends_on && dates.numeric(mandate.ends_on);
  const term = until ? t`з ${since} до ${until}` : t`з ${since}, безстроково`;
  const states = {
    upcoming: t`ще не почалися`,
    resting: t`призупинені`,
    ended: t`завершені`,
    active: "",
  };
  return <>{[term, states[mandate.state]].filter(Boolean).join(" · ")}</>;
}
