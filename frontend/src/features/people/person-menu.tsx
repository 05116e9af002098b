import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  IconDots,
  IconKeyOff,
  IconLogout,
  IconPencil,
  IconShieldMinus,
  IconShieldPlus,
  IconUserOff,
} from "@tabler/icons-react";
import type { PersonOut } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import menuClasses from "@/ui/menu.module.css";

/** In this order: what takes something away last. The names are those of `allowed`. */
const ICONS = {
  rename: IconPencil,
  make_administrator: IconShieldPlus,
  sign_out: IconLogout,
  revoke_keys: IconKeyOff,
  unmake_administrator: IconShieldMinus,
  deactivate: IconUserOff,
};
export type PersonStep = keyof typeof ICONS;
const ORDER = Object.keys(ICONS) as PersonStep[];
const DANGER = new Set<PersonStep>(["unmake_administrator", "deactivate"]);

interface PersonMenuProps {
  person: PersonOut;
  onChoose: (step: PersonStep) => void;
}

/** What an administrator can do to an account, as the server names it. */
export function PersonMenu({ person, onChoose }: PersonMenuProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(person.name);
  const words: Record<PersonStep, string> = {
    rename: t`Виправити ім’я`,
    make_administrator: t`Надати права адміністратора`,
    sign_out: t`Завершити всі входи`,
    revoke_keys: t`Відкликати всі ключі`,
    unmake_administrator: t`Припинити права адміністратора`,
    deactivate: t`Вимкнути обліковий запис`,
  };
  const open = ORDER.filter((step) => person.allowed.includes(step));
  if (open.length === 0) return null;
  return (
    <Menu>
      <Menu.Target>
        <ToolButton label={t`Дії: ${name}`}>
          <Icon of={IconDots} />
        </ToolButton>
      </Menu.Target>
      <Menu.Dropdown>
        {open.map((step) => {
          return (
            <Menu.Item
              key={step}
              className={DANGER.has(step) ? menuClasses.danger : undefined}
              leftSection={<Icon of={ICONS[step]} />}
              onClick={() => onChoose(step)}
            >
              {words[step]}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
