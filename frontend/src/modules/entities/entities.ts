import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import {
  IconBuilding,
  IconChecklist,
  IconFile,
  type Icon as IconGlyph,
  IconMap2,
  IconMessage,
  IconMessages,
  IconUser,
  IconUsersGroup,
} from "@tabler/icons-react";
import type { HitOut, LinkCardOut } from "@/api/generated/types.gen";
import type { EntityRef } from "@/queries/keys";

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
  list: string;
  /** Its page; what stands within another thing, as a message does, has none. */
  href: ((id: string) => string) | null;
}

const below = (start: string) => (id: string) => `${start}/${id}`;

/** How each kind of thing is shown, wherever it is named: one row for a new kind. */
export const ENTITIES: Record<EntityKind, Entity> = {
  group: {
    icon: IconUsersGroup,
    one: msg`Група`,
    many: msg`Групи`,
    list: "/groups",
    href: below("/groups"),
  },
  thread: {
    icon: IconMessages,
    one: msg`Тема`,
    many: msg`Теми`,
    list: "/groups",
    href: below("/threads"),
  },
  action: {
    icon: IconChecklist,
    one: msg({ message: "Доручення", context: "one" }),
    many: msg`Доручення`,
    list: "/actions",
    href: below("/actions"),
  },
  message: {
    icon: IconMessage,
    one: msg({ message: "Повідомлення", context: "one" }),
    many: msg`Повідомлення`,
    list: "/search?kind=message",
    href: null,
  },
  file: { icon: IconFile, one: msg`Файл`, many: msg`Файли`, list: "/search?kind=file", href: null },
  person: { icon: IconUser, one: msg`Людина`, many: msg`Люди`, list: "/search?kind=person", href: null },
  organisation: {
    icon: IconBuilding,
    one: msg`Організація`,
    many: msg`Організації`,
    list: "/organisations",
    href: below("/organisations"),
  },
  territory: {
    icon: IconMap2,
    one: msg`Територія`,
    many: msg`Території`,
    list: "/territories",
    href: below("/territories"),
  },
};
