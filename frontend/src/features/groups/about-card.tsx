import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { GroupOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { VISIBILITIES } from "@/modules/groups/words";
import registers from "@/modules/registers/registers.module.css";
import { Card } from "@/ui/card";
import { hasPublicPage, PublicPageLink } from "./public-page-link";

/** What a group was founded with, beside the name and purpose in its head: for every reader. */
export function AboutCard({ group }: { group: GroupOut }) {
  const { i18n, t } = useLingui();
  const { localize: say } = useLocale();
  const cadence = say(group.cadence);
  return (
    <Card padded title={<Trans>Про групу</Trans>}>
      <dl className={registers.list}>
        {group.mandate_document && (
          <Fact name={<Trans>Документ про створення</Trans>}>{group.mandate_document}</Fact>
        )}
        {cadence && <Fact name={<Trans>Ритм засідань</Trans>}>{cadence}</Fact>}
        <Fact name={<Trans>Кворум</Trans>}>
          {t`${plural(group.quorum, { one: "# учасник", few: "# учасники", many: "# учасників", other: "# учасника" })}`}
        </Fact>
        <Fact name={<Trans>Хто знає про групу</Trans>}>{i18n._(VISIBILITIES[group.visibility])}</Fact>
        {hasPublicPage(group) && (
          <Fact name={<Trans>Сторінка без входу</Trans>}>
            <PublicPageLink groupId={group.id} />
          </Fact>
        )}
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
