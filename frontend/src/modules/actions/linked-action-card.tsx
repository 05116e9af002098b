import { Trans } from "@lingui/react/macro";
import { IconCornerDownRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Path } from "@/lib/paths";
import { SectorLabel } from "@/modules/organisations/sector";
import type { Sector } from "@/modules/organisations/sector-shapes";
import { AppLink } from "@/ui/app-link";
import { Icon } from "@/ui/icon";
import classes from "./linked-action-card.module.css";
import { type State, StatusPill } from "./status";

interface BornActionProps {
  href: Path;
  number: number;
  title: string;
  state: State;
  owner: { name: string; sector: Sector };
  due: ReactNode;
}

/** Under the message that it came from: the words became a duty. */
export function LinkedActionCard({ href, number, title, state, owner, due }: BornActionProps) {
  return (
    <AppLink className={classes.root} href={href}>
      <span className={classes.top}>
        <Icon of={IconCornerDownRight} size={16} />
        <span className="v-grow">
          <Trans>Стало дорученням № {number}</Trans>
        </span>
        <StatusPill state={state} />
      </span>
      <b className={classes.title}>{title}</b>
      <span className="v-meta">
        <SectorLabel sector={owner.sector}>{owner.name}</SectorLabel>
        {due}
      </span>
    </AppLink>
  );
}
