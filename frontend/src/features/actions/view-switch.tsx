import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import {
  type Icon as Glyph,
  IconCalendar,
  IconLayoutKanban,
  IconListDetails,
  IconMap2,
  IconScale,
  IconTimeline,
} from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useVeryWide, useWide } from "@/lib/use-wide";
import { Segments } from "@/ui/choice";
import { Icon } from "@/ui/icon";
import { type BoardFilters, boardAddress, filtersFrom, VIEWS, type View } from "./board-filters";
import { ChoiceChip } from "./choice-chip";

const NAMES: Record<View, MessageDescriptor> = {
  board: msg`Дошка`,
  list: msg`Список`,
  calendar: msg`Календар`,
  timeline: msg`Часова шкала`,
  workload: msg`Завантаженість`,
  map: msg`Мапа`,
};

const ICONS: Record<View, Glyph> = {
  board: IconLayoutKanban,
  list: IconListDetails,
  calendar: IconCalendar,
  timeline: IconTimeline,
  workload: IconScale,
  map: IconMap2,
};

/** The same items, looked at in another way. A narrow screen has no board: there the list stands for it. */
export function ViewSwitch({ filters }: { filters: BoardFilters }) {
  const { t, i18n } = useLingui();
  const router = useRouter();
  const [wide, veryWide] = [useWide(), useVeryWide()];
  const views = VIEWS.filter((view) => wide || view !== "board");
  const shown = filters.view ?? "board";
  const look = (name: string) => {
    const { view } = filtersFrom({ view: name });
    void router.navigate({ href: boardAddress({ ...filters, view, month: undefined }), replace: true });
  };
  const options = views.map((value) => ({ value, label: i18n._(NAMES[value]) }));
  if (!veryWide) {
    const value = wide || shown !== "board" ? shown : "list";
    return <ChoiceChip label={t`Вигляд`} value={value} on options={options} onChange={look} />;
  }
  const segments = options.map((option) => {
    const Sign = ICONS[option.value];
    return { ...option, icon: <Icon of={Sign} /> };
  });
  return <Segments label={t`Вигляд`} value={shown} onChange={look} segments={segments} />;
}
