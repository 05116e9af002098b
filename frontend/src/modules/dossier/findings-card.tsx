import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
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
import { Disc, Rating, RiskMatrix } from "./risk-matrix";

const AddEvidence = onDemand(async () => (await import("./add-evidence")).AddDossierEvidence);
const RecordDialog = onDemand(async () => (await import("./finding-dialogs")).RecordFindingDialog);
const EditDialog = onDemand(async () => (await import("./finding-dialogs")).EditFindingDialog);
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
          <Button kind="ghost" onPointerEnter={RecordDialog.preload} onClick={() => recording.open()}>
            <Icon of={IconPlus} />
            <Trans>Записати проблему</Trans>
          </Button>
        )
      }
      dialogs={recording.render((_, close) => <RecordDialog dossier={dossier} onClose={close} />)}
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
  const { localize: say } = useLocale();
  const { number, title, text, rating, draft, may_be_published } = finding;
  return (
    <li className={classes.finding} id={`finding-${number}`}>
      <Disc number={number} />
      <div>
        <b>{say(title)}</b>
        {text.uk && <p className={classes.text}>{say(text)}</p>}
        <p className={classes.facts}>
          {rating ? <Rating {...rating} /> : <Unrated />}
          <EvidenceLinks dossier={dossier} finding={finding} />
          {draft && (
            <PlainPill>
              <Trans>Чернетка: бракує доказу</Trans>
            </PlainPill>
          )}
        </p>
        <p className="v-meta">
          {may_be_published ? (
            <MetaItem icon={IconWorld}>
              <Trans>може стояти в оприлюдненій редакції</Trans>
            </MetaItem>
          ) : (
            <MetaItem icon={IconLock}>
              <Trans>лише адресатові</Trans>
            </MetaItem>
          )}
        </p>
      </div>
      <FindingMenu dossier={dossier} finding={finding} />
    </li>
  );
}

function Unrated() {
  return (
    <span className="v-tiny v-t2">
      <Trans>Ризик не оцінено</Trans>
    </span>
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
  const [rating, adding, editing] = [useDialog(), useDialog(), useDialog()];
  const removal = useRemoval({ dossier, finding });
  const { id, number, allowed } = finding;
  if (allowed.length === 0) return null;
  const mayAdd = allowed.includes("edit") && dossier.allowed.includes("add_evidence");
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ToolButton label={t`Дії з проблемою ${number}`}>
            <Icon of={IconDots} />
          </ToolButton>
        </Menu.Target>
        <Menu.Dropdown>
          {mayAdd && (
            <Menu.Item leftSection={<Icon of={IconPaperclip} />} onClick={() => adding.open()}>
              <Trans>Додати доказ…</Trans>
            </Menu.Item>
          )}
          {allowed.includes("rate") && (
            <Menu.Item leftSection={<Icon of={IconGauge} />} onClick={() => rating.open()}>
              {finding.rating ? <Trans>Змінити оцінку…</Trans> : <Trans>Оцінити ризик…</Trans>}
            </Menu.Item>
          )}
          {allowed.includes("edit") && (
            <Menu.Item leftSection={<Icon of={IconPencil} />} onClick={() => editing.open()}>
              <Trans>Змінити…</Trans>
            </Menu.Item>
          )}
          {allowed.includes("remove") && (
            <Menu.Item
              className={menuClasses.danger}
              leftSection={<Icon of={IconTrash} />}
              onClick={removal.open}
            >
              <Trans>Прибрати…</Trans>
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {removal.dialog}
      {adding.render((_, close) => (
        <AddEvidence dossier={dossier} subject={`finding:${id}`} onClose={close} />
      ))}
      {rating.render((_, close) => (
        <RateDialog dossier={dossier} finding={finding} onClose={close} />
      ))}
      {editing.render((_, close) => (
        <EditDialog dossier={dossier} finding={finding} onClose={close} />
      ))}
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
