import { Trans } from "@lingui/react/macro";
import { type Icon as Glyph, IconEyeOff, IconLock, IconUsersGroup } from "@tabler/icons-react";
import { type ReactNode, Suspense } from "react";
import type { DossierOut, DossierPageOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { AppLink } from "@/ui/app-link";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { MetaItem } from "@/ui/meta-item";
import { onDemand } from "@/ui/on-demand";
import classes from "./dossier.module.css";
import { findDossierKind } from "./kinds";

const WidenDialog = onDemand(async () => (await import("./widen-dialog")).WidenDialog);

/** How far a dossier is seen, from the fewest to the whole group. */
const REACHES = ["sealed", "named", "group"] as const;
type Reach = (typeof REACHES)[number];
const ICONS = { sealed: IconEyeOff, named: IconLock, group: IconUsersGroup };

export const reachOf = ({ visibility, sealed }: Pick<DossierOut, "visibility" | "sealed">): Reach =>
  visibility === "group" ? "group" : sealed ? "sealed" : "named";

/** One step of how a dossier comes to be seen. */
export interface AudienceStep {
  key: string;
  icon: Glyph;
  title: ReactNode;
  meaning: ReactNode;
}

/** Who sees the dossier, step by step, the present step marked. */
export function AudienceSteps({ steps, present }: { steps: AudienceStep[]; present: string }) {
  return (
    <ul className={classes.eyes}>
      {steps.map(({ key, icon, title, meaning }) => (
        <li
          key={key}
          className={key === present ? classes.now : undefined}
          aria-current={key === present || undefined}
        >
          <p className={classes.who}>
            <Icon of={icon} size={16} />
            {title}
          </p>
          {meaning}
        </li>
      ))}
    </ul>
  );
}

/** How far any dossier can be widened from where it is. */
export function Reaches({ dossier }: { dossier: DossierPageOut }) {
  const present = reachOf(dossier);
  const steps = REACHES.slice(REACHES.indexOf(present)).map((reach) => ({
    key: reach,
    icon: ICONS[reach],
    title: <Title reach={reach} present={present} />,
    meaning: <Meaning reach={reach} dossier={dossier} />,
  }));
  return <AudienceSteps steps={steps} present={present} />;
}

/** Who sees the dossier now, and the way to show it to the whole group. */
export function AudienceCard({ dossier }: { dossier: DossierPageOut }) {
  const widening = useDialog();
  const Own = findDossierKind(dossier.kind)?.audience ?? Reaches;
  return (
    <Card
      title={<Trans>Хто бачить справу</Trans>}
      aside={
        <AppLink className="v-tiny" href={pathTo("/dossiers/$dossierId/access", { dossierId: dossier.id })}>
          <Trans>Поіменно</Trans>
        </AppLink>
      }
    >
      <Suspense fallback={<Reaches dossier={dossier} />}>
        <Own dossier={dossier} />
      </Suspense>
      {dossier.allowed.includes("widen") && (
        <div className={classes.foot}>
          <Button kind="ghost" onPointerEnter={WidenDialog.preload} onClick={() => widening.open()}>
            <Icon of={IconUsersGroup} />
            <Trans>Показати всій групі</Trans>
          </Button>
        </div>
      )}
      {widening.render((_, close) => (
        <WidenDialog dossier={dossier} onClose={close} />
      ))}
    </Card>
  );
}

/** The same in one line of the header, leading to who they are. */
export function AudienceFact({ dossier }: { dossier: DossierPageOut }) {
  const present = reachOf(dossier);
  return (
    <MetaItem icon={ICONS[present]}>
      <AppLink className="v-reach" href={pathTo("/dossiers/$dossierId/access", { dossierId: dossier.id })}>
        {present === "group" ? <Trans>Бачить група</Trans> : <Trans>Бачать лише названі</Trans>}
      </AppLink>
    </MetaItem>
  );
}

function Title({ reach, present }: { reach: Reach; present: Reach }) {
  const isNow = reach === present;
  if (reach === "group") return isNow ? <Trans>Тепер: уся група</Trans> : <Trans>Уся група</Trans>;
  if (reach === "named")
    return isNow ? <Trans>Тепер: лише названі</Trans> : <Trans>Названі, група знає</Trans>;
  return <Trans>Тепер: лише названі, група не знає</Trans>;
}

function Meaning({ reach, dossier }: { reach: Reach; dossier: DossierPageOut }) {
  const { localize: say } = useLocale();
  const group = say(dossier.group.name);
  if (reach === "group") return <Trans>Бачить кожен, хто в групі «{group}» тепер і хто прийде згодом.</Trans>;
  return reach === "named" ? (
    <Trans>Група знає, що справа є і хто її веде. Зміст бачать лише учасники.</Trans>
  ) : (
    <Trans>Про справу знають лише учасники. Номера вона ще не має.</Trans>
  );
}
