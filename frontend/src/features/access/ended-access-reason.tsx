import { Trans } from "@lingui/react/macro";
import type { EndedGroundOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { AccessReasonLine } from "./access-reason-line";

/** Why a reason that would hold gives nothing. */
export function ClosedAccount() {
  return <Trans>Не діє, поки обліковий запис вимкнено</Trans>;
}

/** A reason that is over, in a list of them. */
export function EndedAccessReason({ ground, gender }: { ground: EndedGroundOut; gender: string }) {
  return (
    <li className="v-t2">
      <AccessReasonLine ground={ground} gender={gender} term={<Ended ground={ground} />} />
    </li>
  );
}

/** From when until when it held, and who ended it before its time. */
function Ended({ ground }: { ground: EndedGroundOut }) {
  const { localize: say, dates } = useLocale();
  const since = dates.full(ground.since);
  const until = dates.full(ground.until ?? ground.since);
  const ender = ground.ended_by && say(ground.ended_by.name);
  return (
    <>
      <Trans>
        З {since} до {until}
      </Trans>
      {ender && (
        <>
          {". "}
          <Trans>Хто припинив: {ender}</Trans>
        </>
      )}
    </>
  );
}
