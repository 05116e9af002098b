import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { IconCheck, IconClock } from "@tabler/icons-react";
import type { MissingOut, OpenTransition } from "@/api/generated/types.gen";
import { useLocale } from "@/lib/locale";
import { Icon } from "@/ui/icon";
import { findDossierKind } from "./kinds";
import classes from "./lifecycle.module.css";

type Requirement = Exclude<OpenTransition["requires"][number], "reason">;

interface Rule {
  there: MessageDescriptor;
  /** The codes of the refusals that say that it is missing. */
  lacks: RegExp;
  /** The card where it is brought. */
  at: string;
}

/** What a step needs. A reason is asked for with the step itself. */
const RULES: Record<Requirement, Rule> = {
  evidence: { there: msg`докази є`, lacks: /evidence/, at: "evidence" },
  forms_complete: { there: msg`протокол заповнено`, lacks: /^form/, at: "forms" },
  interests_declared: { there: msg`інтереси заявлено`, lacks: /interest|tie|no_team/, at: "participants" },
  sign_off: { there: msg`погоджено`, lacks: /sign_off/, at: "sign-offs" },
  edition: { there: msg`редакцію зафіксовано`, lacks: /edition|report_outdated/, at: "editions" },
};

interface ConditionsProps {
  kind: string;
  step: OpenTransition;
}

/** What a step needs: what is there of it, then what is awaited, and where that is brought. */
export function Conditions({ kind, step: { missing, requires } }: ConditionsProps) {
  const { i18n } = useLingui();
  const there = requires
    .filter((one) => one !== "reason")
    .map((one) => RULES[one])
    .filter(({ lacks }) => !missing.some(({ code }) => lacks.test(code)));
  return (
    <>
      {there.map((rule) => (
        <span key={rule.at} className={`${classes.condition} ${classes.ready} v-t2`}>
          <Icon of={IconCheck} size={16} />
          {i18n._(rule.there)}
        </span>
      ))}
      {missing.map((one) => (
        <Missing key={one.code} kind={kind} missing={one} />
      ))}
    </>
  );
}

interface MissingProps {
  kind: string;
  missing: MissingOut;
  /** Called when the reader goes to where it is brought. */
  onLeave?: () => void;
}

/** What a step still lacks, leading to where it is brought. */
export function Missing({ kind, missing: { code, detail }, onLeave }: MissingProps) {
  const { localize: say } = useLocale();
  const rule = Object.values(RULES).find(({ lacks }) => lacks.test(code));
  const at = findDossierKind(kind)?.broughtAt?.[code] ?? rule?.at;
  return (
    <span className={`${classes.condition} ${classes.awaited}`}>
      <Icon of={IconClock} size={16} />
      {at ? (
        <a className="v-reach" href={`#${at}`} onClick={onLeave}>
          {say(detail)}
        </a>
      ) : (
        say(detail)
      )}
    </span>
  );
}
