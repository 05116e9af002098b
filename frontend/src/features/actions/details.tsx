import { Trans, useLingui } from "@lingui/react/macro";
import {
  IconCash,
  IconHeartHandshake,
  IconHourglass,
  IconMap2,
  IconMapPin,
  IconRepeat,
  IconTag,
} from "@tabler/icons-react";
import type { ActionOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { continued } from "@/lib/text";
import { BUDGET_SOURCES, TARGET_GROUPS } from "@/modules/actions/action-details";
import { useRecurrenceWords } from "@/modules/actions/recurrence";
import { PlaceLink } from "@/modules/map/place-link";
import { usePlaceWords } from "@/modules/map/use-place-words";
import { AppLink } from "@/ui/app-link";
import { Icon } from "@/ui/icon";
import { MetaItem } from "@/ui/meta-item";
import classes from "./action.module.css";
import { boardAddress } from "./board-filters";

/** Whether anything of it was said. */
function says(action: ActionOut): boolean {
  const { target_groups, tags, place_name, place, budget_source, recurrence } = action;
  const said = [...target_groups, ...tags, place_name, place, budget_source, recurrence];
  return said.some(Boolean) || action.effort_hours !== null || action.budget !== null;
}

/** For whom it is done, where, what it takes, and under which words it is found. */
export function Details({ action }: { action: ActionOut }) {
  const { t, i18n } = useLingui();
  const { target_groups, effort_hours, tags } = action;
  const targets = target_groups.map((one) => continued(i18n._(TARGET_GROUPS[one]))).join(", ");
  if (!says(action)) return null;
  return (
    <div className={`v-meta ${classes.facts}`}>
      {targets && (
        <MetaItem icon={IconHeartHandshake}>
          <Trans>Для кого: {targets}</Trans>
        </MetaItem>
      )}
      <Where action={action} />
      {effort_hours !== null && (
        <MetaItem icon={IconHourglass}>
          <Trans>{effort_hours} год роботи</Trans>
        </MetaItem>
      )}
      <Money action={action} />
      {action.recurrence && <Recurrence rule={action.recurrence} />}
      {tags.map((tag) => (
        <span key={tag}>
          <Icon of={IconTag} size={16} />
          <AppLink className="v-reach" href={boardAddress({ tag })} aria-label={t`Мітка: ${tag}`}>
            {tag}
          </AppLink>
        </span>
      ))}
    </div>
  );
}

/** In words, and on a map with streets; a map of others is not told of what is for some only. */
function Where({ action: { place_name, place, audience } }: { action: ActionOut }) {
  const degrees = usePlaceWords();
  if (!place_name && !place) return null;
  return (
    <>
      {place_name && <MetaItem icon={IconMapPin}>{place_name}</MetaItem>}
      {place && (
        <MetaItem icon={IconMap2}>
          {audience === "group" ? <PlaceLink place={place} zoom={17} /> : degrees(place)}
        </MetaItem>
      )}
    </>
  );
}

function Recurrence({ rule }: { rule: string }) {
  const words = useRecurrenceWords()(rule);
  return (
    <MetaItem icon={IconRepeat}>
      <Trans>Повторюється {words}</Trans>
    </MetaItem>
  );
}

/** «125 000,50 ₴, бюджет громади» */
function Money({ action: { budget, budget_source } }: { action: ActionOut }) {
  const { i18n } = useLingui();
  const { language } = useLocale();
  if (budget === null && budget_source === null) return null;
  const digits = Number.isInteger(budget) ? 0 : 2;
  const written = new Intl.NumberFormat(language, { minimumFractionDigits: digits });
  const source = budget_source && i18n._(BUDGET_SOURCES[budget_source]);
  const sum = budget !== null && `${written.format(budget)} ₴`;
  return (
    <MetaItem icon={IconCash}>
      {sum ? [sum, source && continued(source)].filter(Boolean).join(", ") : source}
    </MetaItem>
  );
}
