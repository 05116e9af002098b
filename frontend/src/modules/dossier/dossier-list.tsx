import { Trans } from "@lingui/react/macro";
import { useQueries, useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import type { DossierOut, KnownDossier } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { Count } from "@/modules/actions/status";
import { dossiersQuery, knownDossiersQuery } from "@/queries/dossiers";
import type { DossierFilter } from "@/queries/keys";
import { Button } from "@/ui/button";
import classes from "./dossier-list.module.css";
import { DossierRow, KnownDossierRow } from "./dossier-row";

interface DossierListProps {
  filter: DossierFilter;
  /** Groups of which also those are shown that the reader only knows of. */
  knownIn: string[];
  /** In place of the list when nothing is in it. */
  empty: ReactNode;
}

/** The dossiers of a filter: what waits for the reader, what is open, and what is closed, folded. */
export function DossierList({ filter, knownIn, empty }: DossierListProps) {
  const dossiers = useQuery(dossiersQuery(filter));
  const known = useQueries({
    queries: knownIn.map(knownDossiersQuery),
    combine: (groups) => groups.flatMap(({ data = [] }) => data),
  });
  return (
    <QueryBoundary query={dossiers} loading={<Trans>Завантажуємо справи…</Trans>}>
      {(rows) =>
        rows.length + known.length === 0 ? (
          empty
        ) : (
          <Sections dossiers={rows} known={known} unfolded={filter.phase === "closed"} />
        )
      }
    </QueryBoundary>
  );
}

interface SectionsProps {
  dossiers: DossierOut[];
  known: KnownDossier[];
  unfolded: boolean;
}

function Sections({ dossiers, known, unfolded }: SectionsProps) {
  const waiting = dossiers.filter((one) => one.waits_for_me);
  const open = dossiers.filter((one) => !one.waits_for_me && one.phase !== "closed");
  const closed = dossiers.filter((one) => !one.waits_for_me && one.phase === "closed");
  const rows = (some: DossierOut[]) => some.map((one) => <DossierRow key={one.id} dossier={one} />);
  return (
    <>
      {waiting.length > 0 && (
        <Section title={<Trans>Чекають на вас</Trans>} count={<Count value={waiting.length} />}>
          {rows(waiting)}
        </Section>
      )}
      {open.length + known.length > 0 && (
        <Section title={<Trans>Відкриті</Trans>} count={<Count quiet value={open.length + known.length} />}>
          {rows(open)}
          {known.map((one) => (
            <KnownDossierRow key={one.id} dossier={one} />
          ))}
        </Section>
      )}
      {closed.length > 0 && <Closed unfolded={unfolded} count={closed.length} rows={rows(closed)} />}
    </>
  );
}

interface SectionProps {
  title: ReactNode;
  count: ReactNode;
  children: ReactNode;
}

function Section({ title, count, children }: SectionProps) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.heading}>
        <h2 id={id}>{title}</h2>
        {count}
      </div>
      <ul className={classes.list}>{children}</ul>
    </section>
  );
}

function Closed({ unfolded, count, rows }: { unfolded: boolean; count: number; rows: ReactNode }) {
  const id = useId();
  const [shown, setShown] = useState(unfolded);
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.heading}>
        <h2 id={id}>
          <Trans context="dossiers">Закриті</Trans>
        </h2>
        <Count quiet value={count} />
        <Button
          kind="ghost"
          className={classes.toggle}
          aria-expanded={shown}
          aria-describedby={id}
          onClick={() => setShown(!shown)}
        >
          {shown ? <Trans>Згорнути</Trans> : <Trans>Показати</Trans>}
        </Button>
      </div>
      {shown && <ul className={classes.list}>{rows}</ul>}
    </section>
  );
}
