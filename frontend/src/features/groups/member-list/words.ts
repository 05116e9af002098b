import type { MessageDescriptor } from "@lingui/core";
import { msg, plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { ImportedOut, MemberFaultOut, MemberRowOut } from "@/api/generated/types.gen";

export const COLUMNS: Record<MemberFaultOut["column"], MessageDescriptor> = {
  name: msg`Ім’я та прізвище`,
  email: msg`Електронна пошта`,
  organisation: msg`Організація`,
  position: msg`Посада`,
  role: msg`Роль`,
  until: msg`Останній день`,
  document: msg`Документ про призначення`,
};

export const OUTCOMES: Record<MemberRowOut["outcome"], MessageDescriptor> = {
  seat: msg`Місце одразу`,
  appoint: msg`Призначення й місце`,
  invite: msg`Лист із запрошенням`,
};

/** «2 людини дістали місце. 5 листів із запрошенням у дорозі.» */
export function useDoneWords(): (done: ImportedOut) => string {
  const { t } = useLingui();
  return ({ seated, appointed, invited }) => {
    const atOnce = seated + appointed;
    const seats = t`${plural(atOnce, { one: "# людина вже має місце.", few: "# людини вже мають місце.", many: "# людей уже мають місце.", other: "# людини вже мають місце." })}`;
    const letters = t`${plural(invited, { one: "# лист із запрошенням у дорозі.", few: "# листи із запрошенням у дорозі.", many: "# листів із запрошенням у дорозі.", other: "# листа із запрошенням у дорозі." })}`;
    return [atOnce > 0 ? seats : "", invited > 0 ? letters : ""].filter(Boolean).join(" ");
  };
}
