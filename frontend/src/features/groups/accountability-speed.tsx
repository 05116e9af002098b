import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { AccountabilityOut } from "@/api/generated/types.gen";
import type { Path } from "@/lib/paths";
import { Figure, ShareBar } from "@/ui/bar-table";
import { Card } from "@/ui/card";
import classes from "./accountability.module.css";
import { type AccountProps, Meanings } from "./accountability-meanings";

/** How much was done by its day, by the one as it is now and by the one agreed at first. */
export function Punctuality({ account, to }: AccountProps) {
  const { kept, kept_at_first } = account;
  const days = { among: "owed" } as const;
  return (
    <Card padded title={<Trans>Чи вчасно</Trans>}>
      <Meanings account={account} of={["kept"]} />
      <div className={classes.kept}>
        <Share
          title={<Trans>За теперішнім строком</Trans>}
          kept={kept}
          href={to({ ...days, due_from: kept.first ?? "", due_to: kept.last ?? "" })}
        />
        <Share
          title={<Trans>За первинним строком</Trans>}
          kept={kept_at_first}
          href={to({
            ...days,
            first_due_from: kept_at_first.first ?? "",
            first_due_to: kept_at_first.last ?? "",
          })}
        />
      </div>
    </Card>
  );
}

interface ShareProps {
  title: ReactNode;
  kept: AccountabilityOut["kept"];
  href: Path;
}

function Share({ title, kept, href }: ShareProps) {
  const { i18n } = useLingui();
  const share = kept.due > 0 ? kept.kept / kept.due : 0;
  const words = i18n.number(share, { style: "percent", maximumFractionDigits: 0 });
  return (
    <div>
      <p>
        <span>{title}</span>
        <span>
          {kept.due > 0 ? (
            <>
              <b className={classes.share}>{words}</b>{" "}
              <Trans>
                ({kept.kept} з <Figure value={kept.due} href={href} />)
              </Trans>
            </>
          ) : (
            <Trans>жоден строк ще не минув</Trans>
          )}
        </span>
      </p>
      {kept.due > 0 && <ShareBar share={share} />}
    </div>
  );
}

/** How many days half of what was verified took at most. */
export function LeadTime({ account, to }: AccountProps) {
  const { i18n } = useLingui();
  const { count, median } = account.lead;
  const href = to({ verified_from: account.first, verified_to: account.last });
  return (
    <Card padded title={<Trans>Як швидко</Trans>}>
      {median === null ? (
        <p>
          <Trans>За цей час нічого не підтверджено.</Trans>
        </p>
      ) : (
        <p>
          <b className={classes.share}>
            {i18n.number(median)} <Plural value={median} one="день" few="дні" many="днів" other="дня" />
          </b>{" "}
          <Trans>
            (підтверджено: <Figure value={count} href={href} />)
          </Trans>
        </p>
      )}
      <Meanings account={account} of={["lead"]} />
    </Card>
  );
}
