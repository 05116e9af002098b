import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { GroupOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { groupPath } from "@/modules/entities/paths";
import { VISIBILITIES } from "@/modules/groups/words";
import { AppLink } from "@/ui/app-link";
import { Card } from "@/ui/card";
import { Facts } from "@/ui/facts";
import { hasPublicPage, PublicPageLink } from "./public-page-link";

/** What a group was founded with, beside the name and purpose in its head: for every reader. */
export function AboutCard({ group }: { group: GroupOut }) {
  const { i18n, t } = useLingui();
  const { localize: say } = useLocale();
  return (
    <Card padded title={<Trans>Про групу</Trans>}>
      <Facts
        items={[
          [t`Документ про створення`, group.mandate_document],
          [t`Ритм засідань`, say(group.cadence)],
          [
            t`Кворум`,
            t`${plural(group.quorum, { one: "# учасник", few: "# учасники", many: "# учасників", other: "# учасника" })}`,
          ],
          [
            t`Як група ухвалює`,
            group.role && (
              <AppLink key="rules" className="v-tap" href={groupPath(group.id, "decisions")}>
                <Trans>Правила групи</Trans>
              </AppLink>
            ),
          ],
          [t`Хто знає про групу`, i18n._(VISIBILITIES[group.visibility])],
          [t`Сторінка без входу`, hasPublicPage(group) && <PublicPageLink key="page" groupId={group.id} />],
        ]}
      />
    </Card>
  );
}
