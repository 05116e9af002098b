import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { patchGroup } from "@/api/generated/sdk.gen";
import type { GroupOut, PatchedEditGroupInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useSeenVersion } from "@/kit/use-edit";
import { Card } from "@/ui/card";
import { TwoColumns } from "@/ui/page";
import { toast } from "@/ui/toast";
import { CharterForm, charterOf } from "./charter-form";
import { LadderCard } from "./ladder-card";
import { MilestonesCard } from "./milestones-card";
import { hasPublicPage, PublicPageLink } from "./public-page-link";
import { RequiredSeatsCard } from "./required-seats-card";
import { StatesCard } from "./states-card";
import { useGroupChange } from "./use-group-change";

/** The charter of a group and its states, for those who lead or coordinate it. */
export function SettingsSection({ group }: { group: GroupOut }) {
  return (
    <TwoColumns aside={<StatesCard group={group} />}>
      {group.allowed.includes("edit") && <CharterCard group={group} />}
      {group.allowed.includes("require_seats") && <RequiredSeatsCard group={group} />}
      {group.role && <LadderCard groupId={group.id} />}
      {group.allowed.includes("set_milestones") && <MilestonesCard groupId={group.id} />}
    </TwoColumns>
  );
}

function CharterCard({ group }: { group: GroupOut }) {
  const { t } = useLingui();
  const [saved, setSaved] = useState(0);
  const { begin, send } = useSeenVersion(group.version);
  const editing = useGroupChange(
    group,
    (body: PatchedEditGroupInRequest) =>
      send((headers) => unwrap(patchGroup({ path: { group_id: group.id }, body, headers }))),
    () => {
      setSaved(saved + 1);
      toast(t`Збережено`);
    },
  );
  return (
    <Card padded title={<Trans>Про групу</Trans>}>
      <CharterForm
        key={saved}
        from={charterOf(group)}
        submit={<Trans>Зберегти</Trans>}
        busy={editing.isPending}
        problem={editing.error}
        page={hasPublicPage(group) && <PublicPageLink groupId={group.id} />}
        opening={<Trans>Разом зі сторінкою будь-хто знову читатиме теми, які в групі оприлюднено.</Trans>}
        onTouch={begin}
        onSubmit={(charter, touched) =>
          editing.mutate(Object.fromEntries(Object.entries(charter).filter(([name]) => touched.has(name))))
        }
      />
    </Card>
  );
}
