import { Trans, useLingui } from "@lingui/react/macro";
import { patchGroup } from "@/api/generated/sdk.gen";
import type { GroupOut, PatchedEditGroupInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { touchedOf } from "@/kit/use-form";
import { CharterCard as RulesCard } from "@/modules/decisions/charter-card";
import { invalidateGroup, keys } from "@/queries/keys";
import { Card } from "@/ui/card";
import { TwoColumns } from "@/ui/page";
import { CharterForm, charterOf, useCharterForm } from "./charter-form";
import { LadderCard } from "./ladder-card";
import { MilestonesCard } from "./milestones-card";
import { hasPublicPage, PublicPageLink } from "./public-page-link";
import { RequiredSeatsCard } from "./required-seats-card";
import { StatesCard } from "./states-card";

/** The charter of a group and its states, for those who lead or coordinate it. */
export function SettingsSection({ group }: { group: GroupOut }) {
  return (
    <TwoColumns aside={<StatesCard group={group} />}>
      {group.allowed.includes("edit") && <CharterCard group={group} />}
      {group.role && <RulesCard groupId={group.id} />}
      {group.allowed.includes("require_seats") && <RequiredSeatsCard group={group} />}
      {group.role && <LadderCard groupId={group.id} />}
      {group.allowed.includes("set_milestones") && <MilestonesCard groupId={group.id} />}
    </TwoColumns>
  );
}

function CharterCard({ group }: { group: GroupOut }) {
  const { t } = useLingui();
  const editing = useCommand({
    run: (body: PatchedEditGroupInRequest, { ifMatch }) =>
      unwrap(patchGroup({ path: { group_id: group.id }, body, headers: ifMatch })),
    version: group.version,
    success: t`Збережено`,
    invalidates: (client) => invalidateGroup(client, group.id),
    onSuccess: (changed, _, client) => {
      client.setQueryData(keys.group(group.id), changed);
      form.reset();
    },
  });
  const form = useCharterForm(charterOf(group), editing);
  const opens = form.values.visibility === "public" && group.visibility !== "public";
  return (
    <Card padded title={<Trans>Про групу</Trans>}>
      <CharterForm
        form={form}
        submit={<Trans>Зберегти</Trans>}
        page={
          opens ? (
            <p className="v-small v-t2">
              <Trans>Разом зі сторінкою будь-хто знову читатиме теми, які в групі оприлюднено.</Trans>
            </p>
          ) : (
            hasPublicPage(group) && <PublicPageLink groupId={group.id} />
          )
        }
        onSubmit={(charter) => editing.mutate(touchedOf(form, charter))}
      />
    </Card>
  );
}
