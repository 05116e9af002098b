import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  type Icon as Glyph,
  IconBulb,
  IconDots,
  IconGauge,
  IconLock,
  IconPaperclip,
  IconPencil,
  IconPlus,
  IconTrash,
  IconWorld,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { deleteDossierFinding } from "@/api/generated/sdk.gen";
import type { DossierPageOut, FindingOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { SectionCard } from "@/kit/section-card";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { PlainPill } from "@/modules/actions/status";
import { evidenceAnchor } from "@/modules/evidence/evidence-kinds";
import { dossierEvidenceQuery, dossierFindingsQuery } from "@/queries/dossiers";
import { staleAfter } from "@/queries/resources";
import { Button, ToolButton } from "@/ui/button";
import { CardList } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import menuClasses from "@/ui/menu.module.css";
import { MetaItem } from "@/ui/meta-item";
import { onDemand } from "@/ui/on-demand";
import classes from "./findings.module.css";
import { findDossierKind, mayPropose } from "./kinds";
import { Disc, Rating, RiskMatrix } from "./risk-matrix";

const AddEvidence = onDemand(async () => (await import("./add-evidence")).AddDossierEvidence);
const FindingDialog = onDemand(async () => (await import("./finding-dialogs")).FindingDialog);
const RateDialog = onDemand(async () => (await import("./finding-dialogs")).RateFindingDialog);

interface Props {
  dossier: DossierPageOut;
}

interface FindingProps extends Props {
  finding: FindingOut;
}

/** What was found out, and how grave it is; nothing where there is none and none can be recorded. */
export function FindingsCard({ dossier }: Props) {
  const findings = useQuery(dossierFindingsQuery(dossier.id));
  const recording = useDialog();
  const mayRecord = dossier.allowed.includes("record_finding");
  return (
    <SectionCard
      id="findings"
      title={<Trans>Виявлені проблеми</Trans>}
      aside={<FindingCount count={findings.data?.length ?? 0} />}
      query={findings}
      loading={<Trans>Завантажуємо проблеми…</Trans>}
      empty={
        mayRecord ? (
          <EmptyState title={<Trans>Проблем ще не записано</Trans>}>
            <Trans>Кожна спиратиметься на докази й матиме оцінку ризику.</Trans>
          </EmptyState>
        ) : undefined
      }
      add={
        mayRecord && (
          <Button kind="ghost" onPointerEnter={FindingDialog.preload} onClick={() => recording.open()}>
            <Icon of={IconPlus} />
            <Trans>Записати проблему</Trans>
          </Button>
        )
      }
      dialogs={recording.render((_, close) => <FindingDialog dossier={dossier} onClose={close} />)}
      list={(all) => (
        <div className={classes.split}>
          <CardList>
            {all.map((one) => (
              <FindingRow key={one.id} dossier={dossier} finding={one} />
            ))}
          </CardList>
          {all.some(({ rating }) => rating) && <RiskMatrix findings={all} />}
        </div>
      )}
    />
  );
}

function FindingCount({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className="v-tiny v-t2">
      <Plural value={count} one="# проблема" few="# проблеми" many="# проблем" other="# проблеми" />
    </span>
  );
}

function FindingRow({ dossier, finding }: FindingProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { number, title, text, rating, draft, may_be_published } = finding;
  return (
    <li className={classes.finding} id={`finding-${number}`}>
      <Disc number={number} />
      <div>
        <b>{say(title)}</b>
        {text.uk && <p className={classes.text}>{say(text)}</p>}
        <p className={classes.facts}>
          {rating ? <Rating {...rating} /> : <span className="v-tiny v-t2">{t`Ризик не оцінено`}</span>}
          <EvidenceLinks dossier={dossier} finding={finding} />
          {draft && (
            <PlainPill>
              <Trans>Чернетка: бракує доказу</Trans>
            </PlainPill>
          )}
        </p>
        <p className="v-meta">
          <MetaItem icon={may_be_published ? IconWorld : IconLock}>
            {may_be_published ? t`може стояти в оприлюдненій редакції` : t`лише адресатові`}
          </MetaItem>
        </p>
      </div>
      <FindingMenu dossier={dossier} finding={finding} />
    </li>
  );
}

/** «докази 4, 5», each of which leads to it below; what was withdrawn or hidden is not named. */
function EvidenceLinks({ dossier, finding }: FindingProps) {
  const { data = [] } = useQuery(dossierEvidenceQuery(dossier.id));
  const pieces = data.filter(
    ({ subject, withdrawn_at, hidden }) =>
      subject.kind === "finding" && subject.id === finding.id && withdrawn_at === null && hidden === null,
  );
  return pieces.map(({ id, number }) => (
    <a key={id} className="v-tap v-tiny" href={`#${evidenceAnchor(number)}`}>
      <Trans>доказ {number}</Trans>
    </a>
  ));
}

/** What can be done with it; nothing for those who only read. */
function FindingMenu({ dossier, finding }: FindingProps) {
  const { t } = useLingui();
  const dialog = useDialog<"evidence" | "rating" | "words" | "proposal">();
  const removal = useRemoval({ dossier, finding });
  const { id, number, rating, allowed, draft } = finding;
  const Propose = draft || !mayPropose(dossier) ? undefined : findDossierKind(dossier.kind)?.propose;
  if (allowed.length === 0 && !Propose) return null;
  const mayEdit = allowed.includes("edit");
  const mayAdd = mayEdit && dossier.allowed.includes("add_evidence");
  const item = (may: boolean, icon: Glyph, label: string, open: () => void, className = "") =>
    may && (
      <Menu.Item className={className} leftSection={<Icon of={icon} />} onClick={open}>
        {label}
      </Menu.Item>
    );
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ToolButton label={t`Дії з проблемою ${number}`}>
            <Icon of={IconDots} />
          </ToolButton>
        </Menu.Target>
        <Menu.Dropdown>
          {item(Propose !== undefined, IconBulb, t`Рекомендувати…`, () => dialog.open("proposal"))}
          {item(mayAdd, IconPaperclip, t`Додати доказ…`, () => dialog.open("evidence"))}
          {item(allowed.includes("rate"), IconGauge, rating ? t`Змінити оцінку…` : t`Оцінити ризик…`, () =>
            dialog.open("rating"),
          )}
          {item(mayEdit, IconPencil, t`Змінити…`, () => dialog.open("words"))}
          {item(allowed.includes("remove"), IconTrash, t`Прибрати…`, removal.open, menuClasses.danger)}
        </Menu.Dropdown>
      </Menu>
      {removal.dialog}
      {dialog.render((kind, onClose) => {
        if (kind === "evidence") return <AddEvidence {...{ dossier, onClose }} subject={`finding:${id}`} />;
        if (kind === "proposal") return Propose && <Propose {...{ dossier, finding, onClose }} />;
        if (kind === "rating") return <RateDialog {...{ dossier, finding, onClose }} />;
        return <FindingDialog {...{ dossier, finding, onClose }} />;
      })}
    </>
  );
}

function useRemoval({ dossier, finding }: FindingProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const { id, number, title, version } = finding;
  const name = say(title);
  const command = useCommand<void>({
    version,
    run: (_, { ifMatch }) =>
      unwrap(deleteDossierFinding({ path: { dossier_id: dossier.id, finding_id: id }, headers: ifMatch })),
    success: t`Проблему прибрано`,
    invalidates: staleAfter("dossier", { dossier: dossier.id }),
  });
  return useConfirm({
    command,
    title: t`Прибрати проблему ${number}?`,
    text: <Trans>Чернетка «{name}» зникне для всіх, повернути її не можна.</Trans>,
    submit: t`Прибрати`,
    cancel: t`Залишити`,
    danger: true,
  });
}
