import { Trans, useLingui } from "@lingui/react/macro";
import type { RegisteredReplyOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { DOT } from "@/lib/text";
import { useItemNumber } from "@/modules/actions/item-number";
import { dossierPath } from "@/modules/entities/paths";
import { OutcomeMark } from "@/modules/public-control/outcome-mark";
import { MECHANISMS } from "@/modules/public-control/words";
import { ListRow } from "@/ui/list-row";

/** A report that was sent, and what became of it. */
export function RegisterRow({ row }: { row: RegisteredReplyOut }) {
  const { i18n } = useLingui();
  const { localize, dates } = useLocale();
  const numbered = useItemNumber();
  const { dossier, authority, mechanism, outcome, overdue, rules } = row;
  const { number } = dossier;
  const sent = dates.long(row.sent_on);
  const due = dates.long(row.reply_due_on);
  const told = [
    number !== null && numbered(number),
    localize(authority.short_name),
    i18n._(MECHANISMS[mechanism]),
  ];
  return (
    <ListRow
      title={localize(dossier.title)}
      href={dossierPath(dossier.id)}
      meta={told.filter(Boolean).join(DOT)}
      status={<OutcomeMark outcome={outcome} />}
    >
      <p className="v-tiny v-t2">
        {overdue ? (
          <Trans>
            Надіслано {sent}, строк минув {due}.
          </Trans>
        ) : (
          <Trans>
            Надіслано {sent}, строк відповіді {due}.
          </Trans>
        )}{" "}
        {localize(rules.label)}
      </p>
    </ListRow>
  );
}
