import type { AccountabilityOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import type { ReportAddress } from "@/modules/actions/report-filters";
import classes from "./accountability.module.css";

export interface AccountProps {
  account: AccountabilityOut;
  /** The address of the list of what is counted. */
  to: ReportAddress;
}

type Name = AccountabilityOut["definitions"][number]["name"];

export function Meaning({ account, of }: { account: AccountabilityOut; of: Name }) {
  const { localize: say } = useLocale();
  const found = account.definitions.find(({ name }) => name === of);
  return found ? say(found.meaning) : null;
}

/** What figures mean, in words, where they stand. */
export function Meanings({ account, of }: { account: AccountabilityOut; of: Name[] }) {
  return of.map((name) => (
    <p key={name} className={classes.means}>
      <Meaning account={account} of={name} />
    </p>
  ));
}
