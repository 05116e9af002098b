import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconBookmarkPlus, IconChevronDown, IconTrash } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useVeryWide, useWide } from "@/lib/use-wide";
import { FilterChip, Segments } from "@/ui/choice";
import { Icon } from "@/ui/icon";
import classes from "./board.module.css";
import {
  type BoardFilters,
  boardAddress,
  filtersFrom,
  MAIN_VIEWS,
  MORE_VIEWS,
  VIEWS,
  type View,
} from "./board-filters";
import { savedViewAddress, useSavedViews } from "./saved-views";

const NAMES: Record<View, MessageDescriptor> = {
  board: msg`Дошка`,
  list: msg`Список`,
  calendar: msg`Календар`,
  timeline: msg`Часова шкала`,
  workload: msg`Завантаженість`,
  map: msg`Мапа`,
};

/**
 * The same items, looked at in another way; the views that few need and those that were kept are in a menu. A narrow
 * screen has no board: there the list stands for it.
 */
export function ViewSwitch({ filters }: { filters: BoardFilters }) {
  const { t, i18n } = useLingui();
  const router = useRouter();
  const [wide, veryWide] = [useWide(), useVeryWide()];
  const shown: View = filters.view ?? (wide ? "board" : "list");
  const look = (name: string) => {
    const { view } = filtersFrom({ view: name });
    void router.navigate({ href: boardAddress({ ...filters, view, month: undefined }), replace: true });
  };
  if (!veryWide) {
    const views = VIEWS.filter((view) => wide || view !== "board");
    const name = i18n._(NAMES[shown]);
    return (
      <ViewMenu filters={filters} views={views} shown={shown} label={t`Вигляд: ${name}`} onLook={look}>
        {name}
      </ViewMenu>
    );
  }
  const other = MORE_VIEWS.find((view) => view === shown);
  const segments = MAIN_VIEWS.map((value) => ({ value, label: i18n._(NAMES[value]) }));
  const main = MAIN_VIEWS.find((view) => view === shown);
  return (
    <div className={classes.views}>
      <Segments<View> label={t`Вигляд`} value={main ?? shown} onChange={look} segments={segments} />
      <ViewMenu filters={filters} views={MORE_VIEWS} shown={shown} on={other !== undefined} onLook={look}>
        {other ? i18n._(NAMES[other]) : <Trans>Інші вигляди</Trans>}
      </ViewMenu>
    </div>
  );
}

interface ViewMenuProps {
  filters: BoardFilters;
  views: readonly View[];
  shown: View;
  on?: boolean;
  label?: string;
  onLook: (view: string) => void;
  children: ReactNode;
}

function ViewMenu({ filters, views, shown, on = true, label, onLook, children }: ViewMenuProps) {
  const { i18n } = useLingui();
  const router = useRouter();
  const saved = useSavedViews(filters);
  const open = (id: string) => {
    const view = saved.views.find((one) => one.id === id);
    if (view) void router.navigate({ href: savedViewAddress(view), replace: true });
  };
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <FilterChip on={on} opens aria-label={label}>
            {children}
            <Icon of={IconChevronDown} size={16} />
          </FilterChip>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu}>
          <Menu.RadioGroup value={shown} onChange={onLook}>
            {views.map((view) => (
              <Menu.RadioItem key={view} value={view} closeMenuOnClick>
                {i18n._(NAMES[view])}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <SavedViewItems saved={saved} onOpen={open} />
        </Menu.Dropdown>
      </Menu>
      {saved.dialog}
    </>
  );
}

interface SavedViewItemsProps {
  saved: ReturnType<typeof useSavedViews>;
  onOpen: (id: string) => void;
}

/** The saved views of the reader, and a way to save the present one. */
function SavedViewItems({ saved, onOpen }: SavedViewItemsProps) {
  const { views, shown, save, remove } = saved;
  const name = shown?.name;
  if (views.length === 0 && !save) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>
        <Trans>Збережені вигляди</Trans>
      </Menu.Label>
      <Menu.RadioGroup value={shown?.id ?? ""} onChange={onOpen}>
        {views.map((view) => (
          <Menu.RadioItem key={view.id} value={view.id} closeMenuOnClick>
            {view.name}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      {shown && (
        <Menu.Item leftSection={<Icon of={IconTrash} size={16} />} onClick={() => remove(shown)}>
          <Trans>Прибрати «{name}»</Trans>
        </Menu.Item>
      )}
      {save && (
        <Menu.Item leftSection={<Icon of={IconBookmarkPlus} size={16} />} onClick={save}>
          <Trans>Зберегти вигляд</Trans>
        </Menu.Item>
      )}
    </>
  );
}
