import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { OfficeOut, TerritoryOut } from "@/api/generated/types.gen";
import { PagedList, type PagedListProps } from "@/kit/paged-list";
import { useDialog } from "@/kit/use-dialog";
import { officesQuery } from "@/queries/registers";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { EndOfficeDialog } from "./end-office-dialog";
import { GiveOfficeDialog } from "./give-office-dialog";
import { OfficeRow } from "./office-row";
import classes from "./registers.module.css";

/** Who coordinates a territory and who oversees personal data there. */
export function OfficesCard({ territory }: { territory: TerritoryOut }) {
  const offices = useInfiniteQuery(officesQuery(territory.id));
  const give = useDialog();
  return (
    <Card title={<Trans>Хто відповідає</Trans>}>
      <OfficeList
        query={offices}
        empty={
          <EmptyState title={<Trans>Нікого ще не призначено</Trans>}>
            <Trans>Координатора громади призначає адміністратор системи.</Trans>
          </EmptyState>
        }
        actions={
          territory.allowed.includes("give_office") && (
            <Button kind="quiet" onClick={() => give.open()}>
              <Trans>Надати роль</Trans>
            </Button>
          )
        }
      />
      {give.render((_, close) => (
        <GiveOfficeDialog territory={territory} onClose={close} />
      ))}
    </Card>
  );
}

interface OfficeListProps extends Omit<PagedListProps<OfficeOut>, "children"> {
  /** Where they are of different territories. */
  withPlace?: boolean;
}

/** Offices page by page, with the step that is open for each. */
export function OfficeList({ withPlace = false, ...list }: OfficeListProps) {
  const { t } = useLingui();
  const end = useDialog<OfficeOut>();
  return (
    <>
      <PagedList {...list}>
        {(office) => (
          <OfficeRow key={office.id} office={office} withPlace={withPlace}>
            {(name) =>
              office.allowed.includes("end") && (
                <Button
                  kind="ghost"
                  className={classes.end}
                  aria-label={t`Припинити: ${name}`}
                  onClick={() => end.open(office)}
                >
                  <Trans>Припинити</Trans>
                </Button>
              )
            }
          </OfficeRow>
        )}
      </PagedList>
      {end.render((office, close) => (
        <EndOfficeDialog office={office} onClose={close} />
      ))}
    </>
  );
}
