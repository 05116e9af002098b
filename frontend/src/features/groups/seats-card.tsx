import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { SeatRecord } from "@/api/generated/types.gen";
import { shownRows } from "@/kit/paged-list";
import { SectionCard } from "@/kit/section-card";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { useRoleName } from "@/modules/groups/words";
import { MandateStepDialog } from "@/modules/mandates/step-dialog";
import { SectorLabel } from "@/modules/organisations/sector";
import { seatsQuery } from "@/queries/mandates";
import { Button } from "@/ui/button";
import { ListRow } from "@/ui/list-row";

/** Seats in which nobody sits now: they were left, rest, or are yet to begin. Names stay. */
export function SeatsCard({ groupId }: { groupId: string }) {
  const seats = useInfiniteQuery(seatsQuery(groupId));
  const resume = useDialog<SeatRecord>();
  const { localize: say } = useLocale();
  const select = (rows: SeatRecord[]) => rows.filter((one) => one.state !== "taken");
  const count = shownRows({ query: seats, select })?.length ?? 0;
  return (
    <SectionCard
      query={seats}
      select={select}
      older
      title={<Trans>Зараз не за столом</Trans>}
      aside={
        seats.data &&
        !seats.hasNextPage && (
          <span className="v-small v-t2">
            {plural(count, { one: "# місце", few: "# місця", many: "# місць", other: "# місця" })}
          </span>
        )
      }
      dialogs={resume.render(({ mandate_id, person }, close) => (
        <MandateStepDialog mandateId={mandate_id} name={say(person.name)} step="resume" onClose={close} />
      ))}
    >
      {(seat) => <Line key={seat.id} seat={seat} onResume={() => resume.open(seat)} />}
    </SectionCard>
  );
}

function Line({ seat, onResume }: { seat: SeatRecord; onResume: () => void }) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const roleName = useRoleName();
  const since = dates.numeric(dates.day(seat.since));
  const until = seat.until && dates.numeric(dates.lastDay(seat.until));
  const words: Record<SeatRecord["state"], string> = {
    upcoming: t`почнеться ${since}`,
    taken: "",
    resting: t`повноваження призупинено`,
    inactive: t`обліковий запис вимкнено`,
    ended: until ? t`${since} – ${until}` : t`з ${since}, завершено`,
  };
  return (
    <ListRow
      title={
        <p>
          <b>{say(seat.person.name)}</b>, <span className="v-t2">{say(seat.position)}</span>
        </p>
      }
      meta={[roleName(seat.role, seat.person.gender), words[seat.state]].join(DOT)}
      status={
        <SectorLabel sector={seat.organisation.sector}>{say(seat.organisation.short_name)}</SectorLabel>
      }
      actions={
        seat.mandate_allowed.includes("resume") && (
          <Button kind="quiet" onClick={onResume}>
            <Trans>Поновити</Trans>
          </Button>
        )
      }
    >
      {seat.reason && <p className="v-small v-t2">{seat.reason}</p>}
    </ListRow>
  );
}
