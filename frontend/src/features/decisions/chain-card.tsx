import { Trans, useLingui } from "@lingui/react/macro";
import { IconGavel, IconReplace } from "@tabler/icons-react";
import type { DecisionLink, DecisionOut, DecisionRef } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { Chain, ChainStep } from "@/modules/actions/chain";
import { waitsForReader } from "@/modules/decisions/marks";
import { STATES } from "@/modules/decisions/words";
import { ENTITIES } from "@/modules/entities/entities";
import { decisionPath } from "@/modules/entities/paths";
import { useEntityTitle } from "@/modules/entities/use-entity-title";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";

/** Why it is decided, and what came of it, on one line. */
export function ChainCard({ decision }: { decision: DecisionOut }) {
  const { i18n } = useLingui();
  const entityTitle = useEntityTitle();
  const { links, supersedes, superseded_by, number, title, state } = decision;
  const sources = links.filter(({ is_source }) => is_source);
  const results = links.filter(({ is_source }) => !is_source);
  if (links.length === 0 && !supersedes && !superseded_by) return null;
  return (
    <Card padded title={<Trans>Що з чого вийшло</Trans>}>
      <Chain>
        {sources.map((link) => (
          <LinkStep key={link.id} link={link} />
        ))}
        {supersedes && <RefStep decision={supersedes} />}
        <ChainStep
          icon={<Icon of={IconGavel} />}
          label={i18n._(STATES[state])}
          title={entityTitle({ name: title, number })}
          mark={waitsForReader(decision) ? "you" : "now"}
        />
        {superseded_by && <RefStep decision={superseded_by} />}
        {results.map((link) => (
          <LinkStep key={link.id} link={link} />
        ))}
      </Chain>
    </Card>
  );
}

function LinkStep({ link: { kind, title, url } }: { link: DecisionLink }) {
  const { i18n } = useLingui();
  const { localize } = useLocale();
  const { icon, one } = ENTITIES[kind];
  return (
    <ChainStep icon={<Icon of={icon} />} label={i18n._(one)} title={localize(title)} href={givenPath(url)} />
  );
}

function RefStep({ decision: { id, number, title, state } }: { decision: DecisionRef }) {
  const { t, i18n } = useLingui();
  const entityTitle = useEntityTitle();
  const unseen = t`Рішення, якого ви не бачите`;
  return (
    <ChainStep
      icon={<Icon of={IconReplace} />}
      label={i18n._(STATES[state])}
      title={entityTitle({ name: title ?? { uk: unseen, en: unseen }, number })}
      href={title ? decisionPath(id) : undefined}
    />
  );
}
