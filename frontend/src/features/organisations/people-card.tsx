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
import { QueryGate } from "@/widgets/query-gate";
import registers from "@/widgets/registers/registers.module.css";
import classes from "./organisations.module.css";

/** Who acts for the organisation, as far as the reader knows them; those whose time is over come last. */
export function PeopleCard({ organisation }: { organisation: OrganisationOut }) {
  const people = useQuery(representativesQuery(organisation.id));
  const [giving, setGiving] = useState(false);
  return (
    <Card title={<Trans>Представники</Trans>}>
      <QueryGate query={people} loading={<Trans>Завантажуємо представників…</Trans>}>
        {(list) =>
          list.length === 0 ? (
            <Nobody appoints={organisation.allowed.includes("appoint")} />
          ) : (
            <CardList>
              {[...list].sort(byStanding).map((mandate) => (
                <Line key={mandate.id} mandate={mandate} organisation={organisation} />
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
      {giving && <GiveMandateDialog organisations={[organisation]} onClose={() => setGiving(false)} />}
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

function Line({ mandate, organisation }: { mandate: MandateDetails; organisation: OrganisationOut }) {
  const { say } = useReader();
  const name = say(mandate.person.name);
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
