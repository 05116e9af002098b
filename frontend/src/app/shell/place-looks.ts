import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import {
  IconAdjustments,
  IconBuildingCommunity,
  IconChecklist,
  type Icon as IconGlyph,
  IconInbox,
  IconShieldCheck,
  IconStack2,
  IconSun,
  IconUsersGroup,
} from "@tabler/icons-react";
import type { PlaceSpec } from "@/kit/manifest";

interface Look {
  icon: IconGlyph;
  label: MessageDescriptor;
}

/** The icon and the word of each place. */
export const PLACE_LOOKS: Record<PlaceSpec["name"], Look> = {
  today: { icon: IconSun, label: msg`Сьогодні` },
  group: { icon: IconUsersGroup, label: msg`Групи` },
  action: { icon: IconChecklist, label: msg`Доручення` },
  programmes: { icon: IconStack2, label: msg`Програми` },
  inbox: { icon: IconInbox, label: msg`Вхідні` },
  hromada: { icon: IconBuildingCommunity, label: msg`Громада` },
  protection: { icon: IconShieldCheck, label: msg`Захист даних` },
  administration: { icon: IconAdjustments, label: msg({ message: "Адміністрування", context: "place" }) },
};
