import { useLingui } from "@lingui/react/macro";
import type {
  DecisionOut,
  PatchedEditDecisionInRequest,
  ProposeDecisionInRequest,
} from "@/api/generated/types.gen";
import { type FormCommand, useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { englishOf } from "@/lib/text";
import { zonedMoment } from "@/lib/zoned-moment";
import { draftOption, type OptionDraft } from "./options-field";
import type { Method } from "./words";

type Rule = DecisionOut["rule"];

export interface ProposalForm {
  title: string;
  english: string;
  text: string;
  method: Method;
  options: OptionDraft[];
  threshold: Rule["threshold"];
  base: Rule["base"];
  unit: Rule["unit"];
  capacity: Rule["capacity"];
  tie: Rule["tie_rule"];
  secret: boolean;
  onPaper: boolean;
  day: string;
  time: string;
  mandateId: string | null;
}

export const NO_PROPOSAL: ProposalForm = {
  title: "",
  english: "",
  text: "",
  method: "consent",
  options: [],
  threshold: "simple",
  base: "present",
  unit: "seat",
  capacity: "on_behalf",
  tie: "previous_rounds",
  secret: false,
  onPaper: false,
  day: "",
  time: "18:00",
  mandateId: null,
};

/** Objections are reasoned, so that their answers are open, and there is one proposal. */
export const takesObjections = (method: Method) => method === "consent" || method === "consensus";

/** What a draft says now, as fields. */
export function proposalOf(
  decision: DecisionOut,
  day: (at: string) => string,
  time: (at: string) => string,
): ProposalForm {
  const { title, text, rule, options, closes_at } = decision;
  return {
    ...NO_PROPOSAL,
    title: title.uk,
    english: englishOf(title),
    text,
    method: rule.method,
    options: options.map(({ label, text }) =>
      draftOption({ label: label.uk, labelEn: englishOf(label), text }),
    ),
    threshold: rule.threshold,
    base: rule.base,
    unit: rule.unit,
    capacity: rule.capacity,
    tie: rule.tie_rule,
    secret: rule.secret,
    onPaper: rule.on_paper,
    ...(closes_at ? { day: day(closes_at), time: time(closes_at) } : {}),
  };
}

const optionBody = ({ label, labelEn, text }: OptionDraft) => ({
  label: label.trim(),
  ...(labelEn ? { label_en: labelEn } : {}),
  ...(text ? { text: text.trim() } : {}),
});

/** Return the fields as the API takes them: nothing that the method does not have. */
export function proposalBody(
  form: ProposalForm,
  timeZone: string,
): PatchedEditDecisionInRequest & Pick<ProposeDecisionInRequest, "title" | "method"> {
  const { method } = form;
  const isReasoned = takesObjections(method);
  return {
    title: form.title,
    title_en: form.english,
    text: form.text,
    method,
    options: isReasoned ? [] : form.options.map(optionBody),
    unit: form.unit,
    capacity: form.unit === "organisation" ? "on_behalf" : form.capacity,
    secret: !isReasoned && !form.onPaper && form.secret,
    on_paper: !isReasoned && form.onPaper,
    closes_at: form.day ? zonedMoment(form.day, form.time, timeZone) : null,
    ...(method === "majority" ? { threshold: form.threshold, base: form.base } : {}),
    ...(method === "ranked" ? { tie_rule: form.tie } : {}),
  };
}

/** The form of a proposal, new or changed. */
export function useProposalForm(initial: ProposalForm, command: FormCommand<ProposalForm>) {
  const { t } = useLingui();
  const { dates } = useLocale();
  return useForm<ProposalForm>({
    initial,
    command,
    required: { title: t`Напишіть питання, на яке відповідатимуть`, time: t`Впишіть час` },
    validate: ({ method, options, day }) => {
      const isShort = method === "ranked" ? options.length < 2 : options.length === 1;
      const isBlank = options.some(({ label }) => !label.trim());
      const few = isShort && t`Потрібно щонайменше два варіанти`;
      return {
        options: !takesObjections(method) && (few || (isBlank && t`Назвіть кожен варіант`)),
        day: day !== "" && day < dates.today() && t`Ця дата вже минула. Виберіть пізнішу`,
      };
    },
    pointers: {
      english: ["/title_en"],
      onPaper: ["/on_paper"],
      tie: ["/tie_rule"],
      day: ["/closes_at"],
      mandateId: ["/mandate_id"],
    },
  });
}
