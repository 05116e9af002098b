import { Trans, useLingui } from "@lingui/react/macro";
import { IconChecklist } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useId } from "react";
import type { DecisionOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { CreateActionDialog } from "@/modules/actions/create-action-dialog";
import classes from "@/modules/decisions/decision.module.css";
import { missingSectors } from "@/modules/decisions/seats";
import { useOptionName } from "@/modules/decisions/use-option-name";
import { recommendationPath } from "@/modules/entities/paths";
import { SECTOR_LABELS } from "@/modules/organisations/sector";
import { DraftDialog } from "@/modules/recommendations/draft-dialog";
import { groupQuery } from "@/queries/groups";
import { Button } from "@/ui/button";
import { ByLine } from "@/ui/by-line";
import { Disclosure } from "@/ui/disclosure";
import { Icon } from "@/ui/icon";
import { OutcomeDialog } from "./outcome-dialog";

interface Props {
  decision: DecisionOut;
}

/** What was decided, as a sentence, and what may follow from it. */
export function OutcomeCard({ decision }: Props) {
  const { localize } = useLocale();
  const id = useId();
  const { outcome } = decision;
  return (
    <section className={classes.outcome} aria-labelledby={id}>
      <h2 id={id} className="v-small v-t2">
        {decision.state === "adopted" && decision.rule.binds ? (
          <Trans>Що ухвалили</Trans>
        ) : (
          <Trans>Результат</Trans>
        )}
      </h2>
      <p className={classes.sentence}>
        {outcome ? localize(outcome.text) : <PlainResult decision={decision} />}
      </p>
      {outcome && <ByLine actor={outcome.by && localize(outcome.by.name)} at={outcome.at} day />}
      <EarlierWords outcomes={decision.earlier_outcomes} />
      <NextSteps decision={decision} />
    </section>
  );
}

/** What people were told before the words were changed. */
function EarlierWords({ outcomes }: { outcomes: DecisionOut["earlier_outcomes"] }) {
  const { localize } = useLocale();
  const count = outcomes.length;
  if (count === 0) return null;
  return (
    <Disclosure label={<Trans>Попередні слова ({count})</Trans>} opened={false}>
      <ul className={classes.earlier}>
        {outcomes.map(({ text, by, at }) => (
          <li key={at}>
            <p>{text.uk ? localize(text) : <Trans>Слова з персональними даними прибрано.</Trans>}</p>
            <ByLine actor={by && localize(by.name)} at={at} />
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

/** The result by the count alone, while nobody has put it into words. */
function PlainResult({ decision }: Props): ReactNode {
  const { i18n } = useLingui();
  const { state, tally, options, quorum, rule } = decision;
  const name = useOptionName(options)(tally?.winner ?? "");
  if (state === "no_quorum") {
    const [answered, needed] = [quorum?.answered ?? 0, quorum?.needed ?? 0];
    const sectors = missingSectors(decision).map((sector) => i18n._(SECTOR_LABELS[sector]));
    const missing = sectors.join(", ");
    return (
      <>
        <Trans>
          Кворуму не було: відповіли {answered}, потрібно {needed}.
        </Trans>{" "}
        {missing && <Trans>Не відповіли: {missing}.</Trans>}
      </>
    );
  }
  if (state === "rejected") return <Trans>Пропозицію не ухвалено.</Trans>;
  if (name) return rule.binds ? <Trans>Вибрано: {name}.</Trans> : <Trans>Радять: {name}.</Trans>;
  return rule.binds ? <Trans>Пропозицію ухвалено.</Trans> : <Trans>Радять пристати на пропозицію.</Trans>;
}

/** Honey for who leads: the words first, then an action item. */
function NextSteps({ decision }: Props) {
  const { data: group } = useQuery(groupQuery(decision.group.id));
  const writing = useDialog();
  const making = useDialog();
  const isAdopted = decision.state === "adopted";
  const leads = decision.allowed.includes("write_outcome");
  const needsWords = leads && !decision.outcome;
  const isFollowed = decision.links.some(({ is_source, kind }) => !is_source && kind === "action");
  const mayMake = isAdopted && group?.allowed.includes("make");
  return (
    <div className={classes.buttons}>
      {leads && (
        <Button kind={needsWords ? "call" : "quiet"} onClick={() => writing.open()}>
          {needsWords ? <Trans>Написати, що ухвалили</Trans> : <Trans>Змінити слова</Trans>}
        </Button>
      )}
      {mayMake && (
        <Button
          kind={needsWords || isFollowed ? "quiet" : leads ? "call" : "primary"}
          onClick={() => making.open()}
        >
          <Icon of={IconChecklist} />
          <Trans>Створити доручення</Trans>
        </Button>
      )}
      {isAdopted && group?.allowed.includes("begin_dossier") && <RecommendButton decision={decision} />}
      {writing.render((_, close) => (
        <OutcomeDialog decision={decision} onClose={close} />
      ))}
      {making.render((_, close) => (
        <CreateActionDialog
          origin={{
            groupId: decision.group.id,
            decision,
            restricted: decision.visibility === "restricted",
          }}
          onClose={close}
        />
      ))}
    </div>
  );
}

function RecommendButton({ decision }: Props) {
  const router = useRouter();
  const drafting = useDialog();
  return (
    <>
      <Button kind="ghost" onClick={() => drafting.open()}>
        <Trans>Рекомендувати іншим</Trans>
      </Button>
      {drafting.render((_, close) => (
        <DraftDialog
          groupId={decision.group.id}
          source={{ kind: "decision", id: decision.id }}
          onClose={close}
          onMade={({ id }) => void router.navigate({ href: recommendationPath(id) })}
        />
      ))}
    </>
  );
}
