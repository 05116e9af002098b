import {
  IconAdjustments,
  IconBuildingCommunity,
  IconChecklist,
  IconInbox,
  IconShieldCheck,
  IconSun,
  IconUsersGroup,
} from "@tabler/icons-react";

export const PLACE_ICONS = {
  action: IconChecklist,
  administration: IconAdjustments,
  group: IconUsersGroup,
  hromada: IconBuildingCommunity,
  inbox: IconInbox,
  protection: IconShieldCheck,
  today: IconSun,
};
