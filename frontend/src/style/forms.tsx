import { msg } from "@lingui/core/macro";
import { Menu, Select, Textarea, TextInput } from "@mantine/core";
import { ApiProblem } from "@/api/problem";
import { FormDialog } from "@/kit/form-dialog";
import { InlineForm } from "@/kit/inline-form";
import { useCommand } from "@/kit/use-command";
import { useConfirm } from "@/kit/use-confirm";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { TransitionDialog, type TransitionWords } from "@/kit/workflow/transition-dialog";
import { type Transition, workflow } from "@/kit/workflow/workflow";
import { WorkflowButtons } from "@/kit/workflow/workflow-buttons";
import { WorkflowItems } from "@/kit/workflow/workflow-items";
import { Button } from "@/ui/button";
import { DateField } from "@/ui/date-field";
import { InfoDialog } from "@/ui/info-dialog";
import { SheetSection } from "./section";

const REFUSED = new ApiProblem(422, "invalid", "", [
  { pointer: "/name", code: "taken", message: "Така назва вже є" },
  { pointer: "/seat", code: "taken", message: "Місце зайняте" },
]);
const DATA = new ApiProblem(422, "personal_data", "", [
  { pointer: "/reason", code: "phone", message: "Схоже на номер телефону:", span: [0, 13] },
]);
const INITIAL = { name: "", role: "reader", last: "2027-01-05", reason: "067 123 45 67" };

/** What the server would say to it. */
type Answer = ApiProblem | null;

function useSample(answer: Answer, onClose: () => void) {
  const command = useCommand({
    run: async (_: typeof INITIAL, { confirmed }) => {
      if (answer && !confirmed) throw answer;
    },
    success: "Збережено",
    personalData: { anyway: "Усе одно зберегти" },
    onSuccess: onClose,
  });
  return useForm({
    initial: INITIAL,
    command,
    required: { name: "Впишіть назву" },
    pointers: { last: ["/until"] },
  });
}

function Sample({ answer, onClose }: { answer: Answer; onClose: () => void }) {
  const form = useSample(answer, onClose);
  return (
    <FormDialog
      form={form}
      title="Нова нарада"
      lead="Її побачить уся група."
      submit="Зберегти"
      onClose={onClose}
    >
      <TextInput label="Назва" data-autofocus {...form.text("name")} />
      <Select label="Роль" data={["reader", "writer"]} {...form.choice("role")} />
      <DateField label="До кінця якого дня" {...form.value("last")} />
      <Textarea label="Навіщо" rows={2} {...form.text("reason")} />
    </FormDialog>
  );
}

function useSampleConfirm(danger: boolean, answer: Answer) {
  const command = useCommand({
    run: async () => {
      if (answer) throw answer;
    },
    success: "Доступ закрито",
  });
  const text = "Гість більше нічого не побачить.";
  return useConfirm({ title: "Припинити доступ?", text, submit: "Припинити", danger, command });
}

export function Forms() {
  const sample = useDialog<Answer>();
  const info = useDialog<{ once: boolean }>();
  const inline = useSample(REFUSED, () => undefined);
  const mild = useSampleConfirm(false, null);
  const refused = useSampleConfirm(true, REFUSED);
  return (
    <SheetSection title="Форми й підтвердження">
      <div className="v-row v-wrap" style={{ gap: 12 }}>
        <Button onClick={() => sample.open(null)}>Форма</Button>
        <Button onClick={() => sample.open(REFUSED)}>Форма з відмовою</Button>
        <Button onClick={() => sample.open(DATA)}>Форма з персональними даними</Button>
        <Button kind="quiet" onClick={() => info.open({ once: false })}>
          Показати
        </Button>
        <Button kind="quiet" onClick={() => info.open({ once: true })}>
          Показати раз
        </Button>
        <Button kind="quiet" onClick={mild.open}>
          Підтвердження
        </Button>
        <Button kind="danger" onClick={refused.open}>
          Підтвердження з відмовою
        </Button>
      </div>
      <InlineForm form={inline} className="v-stack" submit="Зберегти">
        <TextInput label="Назва" {...inline.text("name")} />
      </InlineForm>
      <WorkflowSample />
      {sample.render((answer, close) => (
        <Sample answer={answer} onClose={close} />
      ))}
      {info.render(({ once }, close) => (
        <InfoDialog once={once} title="Посилання готове" onClose={close}>
          <p>Скопіюйте його зараз.</p>
        </InfoDialog>
      ))}
      {mild.dialog}
      {refused.dialog}
    </SheetSection>
  );
}

const WORK = workflow<Transition>([
  {
    name: "start",
    label: msg`Почати роботу`,
    lead: msg`Учасники знову зможуть писати, а група — давати доручення.`,
  },
  {
    name: "cancel",
    label: msg`Скасувати доручення`,
    keep: msg`Не скасовувати`,
    reason: { label: msg`Причина`, missing: msg`Напишіть причину` },
    danger: true,
  },
]);

interface SampleStepProps {
  transition: Transition;
  onClose: () => void;
}

function SampleStep({ transition, onClose }: SampleStepProps) {
  const command = useCommand({ run: async (_: TransitionWords) => undefined, onSuccess: onClose });
  return <TransitionDialog transition={transition} command={command} onClose={onClose} />;
}

/** The same transitions as buttons and in a menu; each asks in its dialog. */
function WorkflowSample() {
  const asked = useDialog<Transition>();
  const open = WORK.openTo(["start", "cancel"]);
  return (
    <div className="v-row v-wrap" style={{ gap: 12 }}>
      <WorkflowButtons className="v-row v-wrap" transitions={open} onChoose={asked.open} />
      <Menu>
        <Menu.Target>
          <Button kind="quiet">Переходи</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <WorkflowItems transitions={open} onChoose={asked.open} />
        </Menu.Dropdown>
      </Menu>
      {asked.render((transition, close) => (
        <SampleStep transition={transition} onClose={close} />
      ))}
    </div>
  );
}
