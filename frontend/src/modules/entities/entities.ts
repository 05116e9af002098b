import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import {
  IconAlertTriangle,
  IconBuilding,
  IconBulb,
  IconCalendarEvent,
  IconChecklist,
  IconFile,
  IconFileText,
  IconGavel,
  type Icon as IconGlyph,
  IconMap2,
  IconMessage,
  IconMessages,
  IconStack2,
  IconUser,
  IconUsersGroup,
} from "@tabler/icons-react";
import type { HitOut, LinkCardOut } from "@/api/generated/types.gen";
import { type Path, pathTo } from "@/lib/paths";
import type { EntityRef } from "@/queries/keys";
import {
  actionPath,
  decisionPath,
  dossierPath,
  groupPath,
  meetingPath,
  minutesPath,
  organisationPath,
  recommendationPath,
  territoryPath,
  threadPath,
} from "./paths";

export type EntityKind =
  | EntityRef["kind"]
  | HitOut["kind"]
  | LinkCardOut["kind"]
  | "organisation"
  | "territory";

interface Entity {
  icon: IconGlyph;
  /** What one is called, and several. */
  one: MessageDescriptor;
  many: MessageDescriptor;
  /** Where all of them are found. */
  list: Path;
  /** Its page; what stands within another thing, as a message does, has none. */
  href?: (id: string) => Path;
}

/** How each kind of thing is shown, wherever it is named: one row for a new kind. */
export const ENTITIES = {
  group: {
    icon: IconUsersGroup,
    one: msg`Група`,
    many: msg`Групи`,
    list: "/groups",
    href: groupPath,
  },
  thread: {
    icon: IconMessages,
    one: msg`Тема`,
    many: msg`Теми`,
    list: "/groups",
    href: threadPath,
  },
  action: {
    icon: IconChecklist,
    one: msg({ message: "Доручення", context: "one" }),
    many: msg`Доручення`,
    list: "/actions",
    href: actionPath,
  },
  dossier: {
    icon: IconStack2,
    one: msg`Справа`,
    many: msg`Справи`,
    list: "/programmes",
    href: dossierPath,
  },
  finding: {
    icon: IconAlertTriangle,
    one: msg`Виявлена проблема`,
    many: msg`Виявлені проблеми`,
    list: "/programmes",
  },
  decision: {
    icon: IconGavel,
    one: msg`Рішення`,
    many: msg({ message: "Рішення", context: "many" }),
    list: "/groups",
    href: decisionPath,
  },
  meeting: {
    icon: IconCalendarEvent,
    one: msg({ message: "Засідання", context: "one" }),
    many: msg`Засідання`,
    list: "/groups",
    href: meetingPath,
  },
  minutes: {
    icon: IconFileText,
    one: msg`Протокол`,
    many: msg`Протоколи`,
    list: "/groups",
    href: minutesPath,
  },
  recommendation: {
    icon: IconBulb,
    one: msg`Рекомендація`,
    many: msg`Рекомендації`,
    list: "/recommendations",
    href: recommendationPath,
  },
  message: {
    icon: IconMessage,
    one: msg({ message: "Повідомлення", context: "one" }),
    many: msg`Повідомлення`,
    list: pathTo("/search", {}, { kind: "message" }),
  },
  file: {
    icon: IconFile,
    one: msg`Файл`,
    many: msg`Файли`,
    list: pathTo("/search", {}, { kind: "file" }),
  },
  person: {
    icon: IconUser,
    one: msg`Людина`,
    many: msg`Люди`,
    list: pathTo("/search", {}, { kind: "person" }),
  },
  organisation: {
    icon: IconBuilding,
    one: msg`Організація`,
    many: msg`Організації`,
    list: "/organisations",
    href: organisationPath,
  },
  territory: {
    icon: IconMap2,
    one: msg`Територія`,
    many: msg`Території`,
    list: "/territories",
    href: territoryPath,
  },
} as const satisfies Record<EntityKind, Entity>;
