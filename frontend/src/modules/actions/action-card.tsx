import { Plural, Trans } from "@lingui/react/macro";
import { IconBan, IconListCheck, IconMapPin, IconPaperclip } from "@tabler/icons-react";
import type { ReactNode, Ref } from "react";
import type { Path } from "@/lib/paths";
import { SectorLabel } from "@/modules/organisations/sector";
import type { Sector } from "@/modules/organisations/sector-shapes";
import { AppLink } from "@/ui/app-link";
import { Icon } from "@/ui/icon";
import { MetaItem } from "@/ui/meta-item";
import classes from "./action-card.module.css";
import { ItemNumber } from "./item-number";
import { AttentionPill, OverduePill, type State, StatusPill } from "./status";

/** What a card says about an action item: all of it in words that are ready to show. */
export interface ActionView {
  id: string;
  href: Path;
  number: number;
  title: string;
  state: State;
  owner: { name: string; sector: Sector };
  /** «до 20.01.2026» or «виконано 01.12». */
  due: string;
  /** «Прострочено на 3 дні». */
  overdue: string | null;
  evidenceCount: number;
  /** Of how many lines of its checklist how many are done; null where it has none. */
  checklist: { done: number; count: number } | null;
  blockedReason: string | null;
  verifiedBy: string | null;
  waitsForMe: boolean;
}

function EvidenceCount({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className={classes.proof}>
      <Icon of={IconPaperclip} size={16} />
      <Plural value={count} one="# доказ" few="# докази" many="# доказів" other="# доказу" />
    </span>
  );
}

function Progress({ checklist }: Pick<ActionView, "checklist">) {
  if (!checklist) return null;
  return (
    <span className={classes.proof}>
      <Icon of={IconListCheck} size={16} />
      <Trans>
        {checklist.done} із {checklist.count}
      </Trans>
      <span className="v-hidden">
        {" "}
        <Trans>пунктів виконано</Trans>
      </span>
    </span>
  );
}

function Why({ reason }: { reason: string }) {
  return (
    <p className={classes.why}>
      <Icon of={IconBan} size={16} />
      {reason}
    </p>
  );
}

interface ActionCardProps {
  action: ActionView;
  menu?: ReactNode;
  dragging?: boolean;
  ref?: Ref<HTMLElement>;
}

/** On the board. The whole card is a link; its menu does what dragging does. */
export function ActionCard({ action, menu, dragging = false, ref }: ActionCardProps) {
  return (
    <article
      ref={ref}
      className={`${classes.card} ${action.waitsForMe ? classes.you : ""}`}
      data-dragging={dragging || undefined}
    >
      <div className={classes.top}>
        <ItemNumber number={action.number} />
        <span className={classes.flags}>
          {action.waitsForMe && <Waits />}
          {action.overdue && <OverduePill>{action.overdue}</OverduePill>}
        </span>
        {menu && <span className={classes.menu}>{menu}</span>}
      </div>
      <h3>
        <AppLink href={action.href} draggable={false}>
          {action.title}
        </AppLink>
      </h3>
      {action.state === "blocked" && action.blockedReason && <Why reason={action.blockedReason} />}
      <p className={classes.foot}>
        <SectorLabel sector={action.owner.sector}>{action.owner.name}</SectorLabel>
      </p>
      <p className={classes.foot}>
        {action.verifiedBy ? (
          <span className={classes.verified}>
            <Trans>Перевірка: {action.verifiedBy}</Trans>
          </span>
        ) : (
          <>
            <span className={action.overdue ? classes.late : undefined}>{action.due}</span>
            <Progress checklist={action.checklist} />
            <EvidenceCount count={action.evidenceCount} />
          </>
        )}
      </p>
    </article>
  );
}

function Waits() {
  return (
    <AttentionPill>
      <Trans>Чекає на вас</Trans>
    </AttentionPill>
  );
}

interface ActionRowProps extends Omit<ActionCardProps, "dragging" | "ref"> {
  /** A box by which it is chosen. */
  choice?: ReactNode;
  /** Say the state too, where the list is not divided by states. */
  withState?: boolean;
  /** Where it is done, where that matters. */
  where?: string;
}

/** In a list. */
export function ActionRow({ action, menu, choice, withState = false, where }: ActionRowProps) {
  const { waitsForMe, overdue, evidenceCount, checklist } = action;
  const flagged = withState || waitsForMe || overdue || checklist || evidenceCount > 0;
  return (
    <li
      className={`${classes.row} ${action.waitsForMe ? classes.rowYou : ""} ${choice ? classes.rowChoice : ""}`}
    >
      {choice}
      <AppLink href={action.href}>
        <h3>
          <ItemNumber number={action.number} /> {action.title}
        </h3>
        {action.state === "blocked" && action.blockedReason && <Why reason={action.blockedReason} />}
        <span className="v-meta">
          <SectorLabel sector={action.owner.sector}>{action.owner.name}</SectorLabel>
          <span>{action.due}</span>
          {where && <MetaItem icon={IconMapPin}>{where}</MetaItem>}
        </span>
        {flagged && (
          <span className={classes.rowFlags}>
            {withState && <StatusPill state={action.state} />}
            {action.waitsForMe && <Waits />}
            {action.overdue && <OverduePill>{action.overdue}</OverduePill>}
            <Progress checklist={action.checklist} />
            <EvidenceCount count={action.evidenceCount} />
          </span>
        )}
      </AppLink>
      {menu && <span className={classes.rowMenu}>{menu}</span>}
    </li>
  );
}
