import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { AccessLost } from "@/modules/access/no-access";
import { useTopic } from "@/realtime/realtime-provider";
import { Page } from "@/ui/page";

/** A page of a group, for as long as the reader has access to the group. */
export function GroupGate({ groupId, children }: { groupId: string; children: ReactNode }) {
  const lost = useTopic(`group:${groupId}`);
  if (!lost) return children;
  return (
    <Page>
      <AccessLost title={<Trans>Ви більше не маєте доступу до цієї групи</Trans>} />
    </Page>
  );
}
