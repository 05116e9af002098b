import { Trans, useLingui } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { answered } from "@/api/answered";
import { patchGroup } from "@/api/generated/sdk.gen";
import type { GroupOut, PatchedEditGroupInRequest } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { Card } from "@/design/card";
import { TwoColumns } from "@/design/page";
import { toast } from "@/design/toast";
import { CharterForm, charterOf } from "./charter-form";
import { MilestonesCard } from "./milestones-card";
import { RequiredSeatsCard } from "./required-seats-card";
import { StatesCard } from "./states-card";
import { useGroupChange } from "./use-group-change";

/** The charter of a group and its states, for those who lead or coordinate it. */
export function SettingsSection({ group }: { group: GroupOut }) {
  return (
    <TwoColumns aside={<StatesCard group={group} />}>
      {group.allowed.includes("edit") && <CharterCard group={group} />}
      {group.allowed.includes("require_seats") && <RequiredSeatsCard group={group} />}
      {group.allowed.includes("set_milestones") && <MilestonesCard groupId={group.id} />}
    </TwoColumns>
  );
}

function CharterCard({ group }: { group: GroupOut }) {
  const { t } = useLingui();
  const [saved, setSaved] = useState(0);
  // The version that the person saw when they began to type: a change by somebody else is not overwritten unseen.
  const seen = useRef<number | null>(null);
  const editing = useGroupChange(
    group,
    (body: PatchedEditGroupInRequest) => {
      const headers = ifMatch(seen.current ?? group.version);
      seen.current = null;
      return answered(patchGroup({ path: { group_id: group.id }, body, headers }));
    },
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
        onTouch={() => {
          seen.current ??= group.version;
        }}
        onSubmit={(charter, touched) =>
          editing.mutate(Object.fromEntries(Object.entries(charter).filter(([name]) => touched.has(name))))
        }
      />
    </Card>
  );
}
