import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useRef, useState } from "react";
import { putRequiredSeats } from "@/api/generated/sdk.gen";
import type { GroupOut, RequiredSeatInRequest } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { SECTOR_LABELS, SectorLabel } from "@/modules/organisations/sector";
import { SectorRing } from "@/modules/organisations/sector-ring";
import { SECTORS, type Sector } from "@/modules/organisations/sector-shapes";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Stepper } from "@/ui/stepper";
import { toast } from "@/ui/toast";
import classes from "./groups.module.css";
import { useGroupChange } from "./use-group-change";

type Counts = Record<Sector, number>;
const MOST = 99;

function countsOf(group: GroupOut, of: "required" | "seated"): Counts {
  const found = new Map(group.sectors.map((row) => [row.sector, row[of]]));
  return Object.fromEntries(SECTORS.map((sector) => [sector, found.get(sector) ?? 0])) as Counts;
}

/** How many seats each sector should take, and what the table would look like then. */
export function RequiredSeatsCard({ group }: { group: GroupOut }) {
  const { t } = useLingui();
  const [own, setOwn] = useState<Partial<Counts>>({});
  // The version that the person saw when they began: a change by somebody else is not overwritten unseen.
  const seen = useRef<number | null>(null);
  const seated = countsOf(group, "seated");
  const wanted = { ...countsOf(group, "required"), ...own };
  const saving = useGroupChange(
    group,
    (seats: RequiredSeatInRequest[]) => {
      const headers = ifMatch(seen.current ?? group.version);
      seen.current = null;
      return unwrap(putRequiredSeats({ path: { group_id: group.id }, body: { seats }, headers }));
    },
    () => {
      setOwn({});
      toast(t`Збережено`);
    },
  );
  const set = (sector: Sector, count: number) => {
    seen.current ??= group.version;
    setOwn({ ...own, [sector]: count });
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    const seats = SECTORS.map((sector) => ({ sector, count: wanted[sector] }));
    if (!saving.isPending) saving.mutate(seats.filter(({ count }) => count > 0));
  };
  const rows = SECTORS.map((sector) => ({ sector, seated: seated[sector], required: wanted[sector] }));
  return (
    <Card padded title={<Trans>Місця за секторами</Trans>}>
      <p className="v-small v-t2">
        <Trans>
          Скільки людей від кожного сектору ви хочете бачити за столом. Нуль: цього сектору не очікуєте.
        </Trans>
      </p>
      <form className={classes.wanted} onSubmit={send}>
        <ul>
          {rows.map((row) => (
            <Row key={row.sector} {...row} onChange={(count) => set(row.sector, count)} />
          ))}
        </ul>
        <div className={classes.preview}>
          <SectorRing
            sectors={rows.filter((row) => row.seated + row.required > 0)}
            people={group.member_count}
            compact
            bare
          />
        </div>
        <Button type="submit" busy={saving.isPending}>
          <Trans>Зберегти</Trans>
        </Button>
      </form>
    </Card>
  );
}

interface RowProps {
  sector: Sector;
  seated: number;
  required: number;
  onChange: (count: number) => void;
}

function Row({ sector, seated, required, onChange }: RowProps) {
  const { i18n, t } = useLingui();
  return (
    <li>
      <div>
        <SectorLabel sector={sector} />
        {seated > 0 && <p className="v-tiny v-t2">{t`за столом: ${seated}`}</p>}
      </div>
      <Stepper label={i18n._(SECTOR_LABELS[sector])} value={required} most={MOST} onChange={onChange} />
    </li>
  );
}
