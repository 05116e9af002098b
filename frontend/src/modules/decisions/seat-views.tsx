import { Trans, useLingui } from "@lingui/react/macro";
import { useLocale } from "@/lib/locale";
import { SectorLabel } from "@/modules/organisations/sector";
import { markWords, SeatMark } from "./seat-mark";
import { groupByMark, type MarkedVoter } from "./seats";
import classes from "./seats.module.css";

interface SeatsProps {
  seats: MarkedVoter[];
}

/** What each mark means, and how many have it. */
export function SeatLegend({ seats }: SeatsProps) {
  const { i18n } = useLingui();
  return (
    <ul className={classes.key}>
      {groupByMark(seats).map(({ mark, seats: some }) => (
        <li key={mark}>
          <SeatMark sector={mark === "you" ? (some[0]?.voter.sector ?? "other") : "other"} mark={mark} />
          <span>{i18n._(markWords(mark))}</span>
          <b>{some.length}</b>
        </li>
      ))}
    </ul>
  );
}

/** The same in words: each seat with its answer. */
export function SeatTable({ seats }: SeatsProps) {
  const { i18n } = useLingui();
  const { localize } = useLocale();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Місце</Trans>
          </th>
          <th scope="col">
            <Trans>Людина</Trans>
          </th>
          <th scope="col">
            <Trans>Відповідь</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {seats.map(({ voter, mark }) => (
          <tr key={voter.id}>
            <th scope="row">
              <SectorLabel sector={voter.sector}>{localize(voter.organisation.short_name)}</SectorLabel>
            </th>
            <td>{voter.seat ? localize(voter.seat.person.name) : "—"}</td>
            <td>
              {i18n._(markWords(mark))}
              {voter.lost_at && (
                <>
                  , <Trans>місце втрачено</Trans>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
