import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { putRequiredSeats } from "@/api/generated/sdk.gen";
import type { GroupOut, RequiredSeatInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { SECTOR_LABELS, SectorLabel } from "@/modules/organisations/sector";
import { SectorRing } from "@/modules/organisations/sector-ring";
import { SECTORS, type Sector } from "@/modules/organisations/sector-shapes";
import { invalidateGroup, keys } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Stepper } from "@/ui/stepper";
import classes from "./groups.module.css";

const MAX_SEATS = 99;

function useRequiredSeats(group: GroupOut) {
  const { t } = useLingui();
  const [own, setOwn] = useState<Partial<Record<Sector, number>>>({});
  const rows = SECTORS.map((sector) => {
    const { seated = 0, required = 0 } = group.sectors.find((row) => row.sector === sector) ?? {};
    return { sector, seated, required: own[sector] ?? required };
  });
  const saving = useCommand({
    run: (seats: RequiredSeatInRequest[], { ifMatch }) =>
      unwrap(putRequiredSeats({ path: { group_id: group.id }, body: { seats }, headers: ifMatch })),
    version: group.version,
    success: t`Збережено`,
    invalidates: (client) => invalidateGroup(client, group.id),
    onSuccess: (changed, _, client) => {
      client.setQueryData(keys.group(group.id), changed);
      setOwn({});
    },
  });
  const set = (sector: Sector, count: number) => {
    saving.begin();
    setOwn({ ...own, [sector]: count });
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    const seats = rows.map(({ sector, required }) => ({ sector, count: required }));
    if (!saving.isPending) saving.mutate(seats.filter(({ count }) => count > 0));
  };
  return { rows, set, save, isSaving: saving.isPending };
}

/** How many seats each sector should take, and what the table would look like then. */
export function RequiredSeatsCard({ group }: { group: GroupOut }) {
  const { rows, set, save, isSaving } = useRequiredSeats(group);
  return (
    <Card padded title={<Trans>Місця за секторами</Trans>}>
      <p className="v-small v-t2">
        <Trans>
          Скільки людей від кожного сектору ви хочете бачити за столом. Нуль: цього сектору не очікуєте.
        </Trans>
      </p>
      <form className={classes.wanted} onSubmit={save}>
        <ul>
          {rows.map((row) => (
            <SectorRow key={row.sector} {...row} onChange={(count) => set(row.sector, count)} />
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
        <Button type="submit" busy={isSaving}>
          <Trans>Зберегти</Trans>
        </Button>
      </form>
    </Card>
  );
}

interface SectorRowProps {
  sector: Sector;
  seated: number;
  required: number;
  onChange: (count: number) => void;
}

function SectorRow({ sector, seated, required, onChange }: SectorRowProps) {
  const { i18n, t } = useLingui();
  return (
    <li>
      <div>
        <SectorLabel sector={sector} />
        {seated > 0 && <p className="v-tiny v-t2">{t`за столом: ${seated}`}</p>}
      </div>
      <Stepper label={i18n._(SECTOR_LABELS[sector])} value={required} most={MAX_SEATS} onChange={onChange} />
    </li>
  );
}
