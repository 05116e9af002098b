import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { postGroupActionItems, postRecommendationActions } from "@/api/generated/sdk.gen";
import type {
  ActionOut,
  DecisionOut,
  MakeActionInRequest,
  RecommendationOut,
} from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { type Attempt, useCommand } from "@/kit/use-command";
import { type Form, type FormCommand, useForm } from "@/kit/use-form";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { englishOf } from "@/lib/text";
import { VoiceField } from "@/modules/mandates/voice-field";
import { keys } from "@/queries/keys";
import { staleAfter } from "@/queries/resources";
import { DateField } from "@/ui/date-field";
import { EnglishFields } from "@/ui/english-fields";
import { announce, toast } from "@/ui/toast";
import { type DetailsForm, detailsBody, NO_DETAILS } from "./action-details";
import { DetailsFields } from "./details-fields";
import { DETAILS_POINTERS, useDetailsProblems } from "./details-form";
import { type Owner, OwnerField, ownerBody } from "./owner-field";
import { CriteriaField, criteriaIn, VerifierField } from "./verification-fields";

export interface ActionOrigin {
  groupId: string;
  /** The message that becomes a duty. */
  message?: { id: string; threadId: string; excerpt: ReactNode };
  /** The thread that it comes from, where no message does. */
  threadId?: string;
  /** The thread is seen by some only: so is what comes of it. */
  restricted?: boolean;
  /** The recommendation that it carries out: title, owner and day are taken from it. */
  recommendation?: RecommendationOut;
  /** The decision that it carries out: its words and thread are taken from it; who proposed it is its owner at first. */
  decision?: DecisionOut;
}

interface ActionForm extends DetailsForm {
  title: string;
  english: string;
  mandateId: string | null;
  owner: Owner | null;
  verifier: string | null;
  due: string;
  criteria: string;
}

const EMPTY: ActionForm = {
  title: "",
  english: "",
  mandateId: null,
  owner: null,
  verifier: null,
  due: "",
  criteria: "",
  ...NO_DETAILS,
};

function bodyOf(form: ActionForm, { message, decision, threadId }: ActionOrigin): MakeActionInRequest {
  return {
    title: form.title,
    ...ownerBody(form.owner),
    due_on: form.due,
    criteria: criteriaIn(form.criteria),
    ...detailsBody(form),
    ...(form.english ? { title_en: form.english } : {}),
    ...(form.mandateId ? { on_behalf_of: form.mandateId } : {}),
    ...(form.verifier ? { verifier_organisation: form.verifier } : {}),
    ...(threadId ? { thread: threadId } : {}),
    ...(message ? { message: message.id, thread: message.threadId } : {}),
    ...(decision
      ? { decision: decision.id, ...(decision.thread_id ? { thread: decision.thread_id } : {}) }
      : {}),
  };
}

const MONTH = 30;
/** The longest title of an item. */
const MAX_TITLE = 200;

/** What the form holds at first. */
function initialOf({ recommendation, decision }: ActionOrigin, today: string): ActionForm {
  if (decision) {
    const { outcome, title, proposed_by } = decision;
    const owner = proposed_by?.organisation;
    return {
      ...EMPTY,
      title: (outcome?.text ?? title).uk.slice(0, MAX_TITLE),
      owner: owner ? { id: owner.id, outside: false } : null,
      due: dayAfter(today, MONTH),
    };
  }
  if (!recommendation) return EMPTY;
  const { title, addressee, addressee_outside, agreed_on } = recommendation;
  return {
    ...EMPTY,
    title: title.uk,
    english: englishOf(title),
    owner: { id: addressee.id, outside: addressee_outside },
    due: agreed_on && agreed_on >= today ? agreed_on : dayAfter(today, MONTH),
  };
}

/** Its owner and target groups are those of the recommendation; further details are added on its own page. */
function makeFor({ id }: RecommendationOut, form: ActionForm, headers: Attempt["idempotencyKey"]) {
  const { title, title_en, due_on, criteria, verifier_organisation, on_behalf_of } = bodyOf(form, {
    groupId: "",
  });
  return unwrap(
    postRecommendationActions({
      path: { recommendation_id: id },
      body: { title, title_en, due_on, criteria, verifier_organisation, on_behalf_of },
      headers,
    }),
  );
}

function useCreateAction(origin: ActionOrigin, onMade: (action: ActionOut) => void) {
  const { t } = useLingui();
  return useCommand({
    run: (form: ActionForm, { idempotencyKey: headers }): Promise<ActionOut> =>
      origin.recommendation
        ? makeFor(origin.recommendation, form, headers)
        : unwrap(
            postGroupActionItems({
              path: { group_id: origin.groupId },
              body: bodyOf(form, origin),
              headers,
            }),
          ),
    onSuccess: (action) => {
      // Under its message the new item is seen at once; elsewhere it has to be told of.
      const tell = origin.message ? announce : toast;
      tell(
        action.owner_outside
          ? t`Доручення № ${action.number} створено. Надішліть виконавцеві посилання.`
          : t`Доручення № ${action.number} створено, виконавець уже знає`,
      );
      onMade(action);
    },
    invalidates: [
      keys.actions,
      ...(origin.decision ? staleAfter("decision", { decision: origin.decision.id }) : []),
      ...(origin.recommendation ? staleAfter("dossier") : []),
    ],
  });
}

function useActionForm(command: FormCommand<ActionForm>, origin: ActionOrigin) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const detailsProblems = useDetailsProblems();
  return useForm<ActionForm>({
    initial: initialOf(origin, dates.today()),
    command,
    required: {
      title: t`Назвіть, що треба зробити`,
      owner: t`Виберіть, хто це зробить`,
      due: t`Впишіть дату: день, місяць і рік`,
    },
    validate: (form) => ({
      ...detailsProblems(form),
      due: form.due < dates.today() && t`Ця дата вже минула. Виберіть пізнішу`,
    }),
    pointers: {
      ...DETAILS_POINTERS,
      owner: ["/owner_organisation", "/outside_body"],
      verifier: ["/verifier_organisation"],
      due: ["/due_on"],
      english: ["/title_en"],
      mandateId: ["/on_behalf_of"],
    },
  });
}

interface CreateActionDialogProps {
  origin: ActionOrigin;
  onClose: () => void;
  onMade?: (action: ActionOut) => void;
}

/** Words become a duty: who does what by when, and how all will know that it is done. */
export function CreateActionDialog({ origin, onClose, onMade }: CreateActionDialogProps) {
  const { t } = useLingui();
  const command = useCreateAction(origin, (action) => {
    onMade?.(action);
    onClose();
  });
  const form = useActionForm(command, origin);
  return (
    <FormDialog
      form={form}
      title={t`Нове доручення`}
      lead={origin.message?.excerpt ?? (origin.recommendation && <OwnerFact of={origin.recommendation} />)}
      submit={t`Доручити`}
      onClose={onClose}
    >
      <ActionFields groupId={origin.groupId} form={form} follows={origin.recommendation !== undefined} />
      {origin.restricted && (
        <p className="v-small v-t2">
          <Trans>Доручення бачитимуть лише ті, хто бачить цю тему, і його виконавець.</Trans>
        </p>
      )}
    </FormDialog>
  );
}

function OwnerFact({ of: { addressee } }: { of: RecommendationOut }) {
  const { localize } = useLocale();
  const owner = localize(addressee.short_name);
  return <Trans>Виконавець: {owner}</Trans>;
}

interface ActionFieldsProps {
  groupId: string;
  form: Form<ActionForm>;
  /** It follows from a recommendation, which says whose it is and for whom. */
  follows: boolean;
}

function ActionFields({ groupId, form, follows }: ActionFieldsProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const { owner, verifier, coowners } = form.values;
  return (
    <>
      <TextInput
        label={t`Назва доручення`}
        description={t`Дія, яку можна перевірити`}
        maxLength={200}
        data-autofocus
        {...form.text("title")}
      />
      {!follows && (
        <OwnerField
          groupId={groupId}
          {...form.value("owner")}
          onChange={(chosen) =>
            form.change({ owner: chosen, verifier: verifier === chosen.id ? null : verifier })
          }
          problem={form.command.error}
        />
      )}
      <DateField label={t`Строк`} min={dates.today()} {...form.value("due")} />
      <CriteriaField {...form.value("criteria")} />
      <VerifierField groupId={groupId} apart={[owner?.id, ...coowners]} {...form.value("verifier")} />
      <VoiceField groupId={groupId} {...form.value("mandateId")} />
      {!follows && (
        <DetailsFields groupId={groupId} apart={[owner?.id, verifier]} form={form} opened={false} />
      )}
      <EnglishFields opened={false}>
        <TextInput label={t`Назва доручення англійською`} maxLength={200} {...form.text("english")} />
      </EnglishFields>
    </>
  );
}
