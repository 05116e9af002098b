import { useLingui } from "@lingui/react/macro";
import { Radio } from "@mantine/core";
import type { MembershipOut } from "@/api/generated/types.gen";
import { useRoleName } from "@/modules/groups/words";
import classes from "./groups.module.css";

export type Role = MembershipOut["role"];

const ROLES: Role[] = ["facilitator", "secretary", "member", "observer"];

interface RoleChoiceProps {
  value: Role;
  onChange: (role: Role) => void;
  /** Grammatical, where it is known of whom one speaks. */
  gender?: string;
}

/** What a seat permits, each role with what it means. */
export function RoleChoice({ value, onChange, gender = "either" }: RoleChoiceProps) {
  const { t } = useLingui();
  const roleName = useRoleName();
  const means: Record<Role, string> = {
    facilitator: t`Веде діалог, розподіляє доручення, надає місця`,
    secretary: t`Пише, веде протоколи й записи групи`,
    member: t`Пише, погоджує, бере доручення`,
    observer: t`Лише читає`,
  };
  return (
    <Radio.Group
      label={t`Роль`}
      value={value}
      onChange={(chosen) => onChange(ROLES.find((one) => one === chosen) ?? "member")}
    >
      {ROLES.map((role) => (
        <Radio
          key={role}
          value={role}
          label={
            <>
              {roleName(role, gender)}
              <span className={classes.means}>{means[role]}</span>
            </>
          }
        />
      ))}
    </Radio.Group>
  );
}
