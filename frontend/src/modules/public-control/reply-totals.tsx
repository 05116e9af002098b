import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { AuthorityRepliesOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { SectorLabel } from "@/modules/organisations/sector";
import classes from "./reply-totals.module.css";
import { OUTCOMES, type Outcome } from "./words";

/** What one authority did with the reports that it got: each number with what it is of. */
export function ReplyTotals({ totals }: { totals: AuthorityRepliesOut }) {
  const { i18n } = useLingui();
  const { localize } = useLocale();
  const { authority, asked } = totals;
  return (
    <li className={classes.authority}>
      <div>
        <SectorLabel sector={authority.sector}>
          <b>{localize(authority.name)}</b>
        </SectorLabel>
        <p className="v-tiny v-t2">
          <Plural value={asked} one="# звіт" few="# звіти" many="# звітів" other="# звіту" />
        </p>
      </div>
      <dl className={classes.figures}>
        {(Object.keys(OUTCOMES) as Outcome[]).map((outcome) => (
          <div key={outcome}>
            <dt>{i18n._(OUTCOMES[outcome])}</dt>
            <dd className={totals[outcome] === 0 ? "v-t2" : "v-b"}>
              <Share part={totals[outcome]} whole={asked} />
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function Share({ part, whole }: { part: number; whole: number }) {
  return (
    <Trans>
      {part} з {whole}
    </Trans>
  );
}
