import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { OfficeOut, TerritoryOut } from "@/api/generated/types.gen";
import { officesQuery } from "@/data/registers";
import { Button } from "@/design/button";
import { Card, CardFoot, CardList } from "@/design/card";
import { EmptyState } from "@/design/states";
import { QueryGate } from "../query-gate";
import { EndOfficeDialog } from "./end-office-dialog";
import { GiveOfficeDialog } from "./give-office-dialog";
import { OfficeRow } from "./office-row";

/** Who coordinates a territory and who oversees personal data there. */
export function OfficesCard({ territory }: { territory: TerritoryOut }) {
  const offices = useQuery(officesQuery(territory.id));
  const [giving, setGiving] = useState(false);
  return (
    <Card title={<Trans>Хто відповідає</Trans>}>
      <QueryGate query={offices}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState title={<Trans>Нікого ще не призначено</Trans>}>
              <Trans>Координатора громади призначає адміністратор системи.</Trans>
            </EmptyState>
          ) : (
            <OfficeList offices={list} />
          )
        }
      </QueryGate>
      {territory.allowed.includes("give_office") && (
        <CardFoot>
          <Button kind="quiet" onClick={() => setGiving(true)}>
            <Trans>Надати роль</Trans>
          </Button>
        </CardFoot>
      )}
      {giving && <GiveOfficeDialog territory={territory} onClose={() => setGiving(false)} />}
    </Card>
  );
}

interface OfficeListProps {
  offices: OfficeOut[];
  /** Where they are of different territories. */
  withPlace?: boolean;
}

/** Offices with the step that is open for each. */
export function OfficeList({ offices, withPlace = false }: OfficeListProps) {
  const { t } = useLingui();
  const [ending, setEnding] = useState<OfficeOut | null>(null);
  return (
    <>
      <CardList>
        {offices.map((office) => (
          <OfficeRow key={office.id} office={office} withPlace={withPlace}>
            {(name) =>
              office.allowed.includes("end") && (
                <Button kind="ghost" aria-label={t`Припинити: ${name}`} onClick={() => setEnding(office)}>
                  <Trans>Припинити</Trans>
                </Button>
              )
            }
          </OfficeRow>
        ))}
      </CardList>
      {ending && <EndOfficeDialog office={ending} onClose={() => setEnding(null)} />}
    </>
  );
}
