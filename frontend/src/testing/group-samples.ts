import type { GroupOut, TerritoryOut } from "@/api/generated/types.gen";
import { GROUP as SEATED_GROUP } from "./members-samples";
import { GROUP_ID } from "./realtime-samples";
import { EMPTY_API } from "./test-page";

export const PLACE = {
  id: "place-1",
  name: { uk: "Калинодільська громада", en: "Kalynodil" },
  level: "hromada" as const,
};

export const GROUP: GroupOut = {
  ...SEATED_GROUP,
  territory: PLACE,
  state: "proposed",
  sectors: [{ sector: "police", seated: 0, required: 1 }],
  member_count: 0,
  observer_count: 0,
  allowed: ["read", "edit", "activate", "dissolve"],
};

export const TERRITORY: TerritoryOut = {
  ...PLACE,
  code: "UA05020030000000000",
  parent_id: null,
  above: [],
  latitude: null,
  longitude: null,
  populations: [],
  allowed: ["read", "found_group"],
  version: 1,
};

export const NOTHING = { items: [], next_cursor: null };
export const GROUP_PATH = `/api/v1/groups/${GROUP_ID}`;
export const BASE = {
  ...EMPTY_API,
  "GET /api/v1/notifications": NOTHING,
  "GET /api/v1/territories": { items: [TERRITORY], next_cursor: null },
  [`GET ${GROUP_PATH}`]: GROUP,
  [`GET ${GROUP_PATH}/members`]: { items: [] },
  [`GET ${GROUP_PATH}/transitions`]: NOTHING,
  [`GET ${GROUP_PATH}/readiness`]: { items: [], reached: 0, checks: [], allowed: [] },
  [`GET ${GROUP_PATH}/balance`]: { since: "2026-01-01T00:00:00Z", sectors: [] },
};
