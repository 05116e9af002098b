import { IconDots } from "@tabler/icons-react";
import { ActionCard, type ActionView } from "@/modules/actions/action-card";
import { OfflineBar } from "@/modules/layout/offline-bar";
import { TypingLine, UnreadLine } from "@/modules/threads/message-view";
import { Button, ToolButton } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState, ErrorState, LoadingState, OfflineState } from "@/ui/feedback";
import { Icon } from "@/ui/icon";
import { ToastView } from "@/ui/toast";
import { SheetSection } from "./section";
import classes from "./style-page.module.css";

const LIGHTING: ActionView = {
  id: "3",
  href: "#3",
  number: 3,
  title: "Карта освітлення Прибережного",
  state: "done",
  owner: { name: "Асоціація ОСББ", sector: "civil_society" },
  due: "виконано 01.12",
  overdue: null,
  checklist: null,
  evidenceCount: 3,
  blockedReason: null,
  verifiedBy: null,
  waitsForMe: true,
};

const CAR: ActionView = {
  ...LIGHTING,
  id: "12",
  href: "#12",
  number: 12,
  title: "Запит на другий автомобіль для сіл",
  state: "blocked",
  owner: { name: "Відділення поліції № 3", sector: "police" },
  due: "до 01.03.2026",
  evidenceCount: 1,
  blockedReason: "Немає коштів у бюджеті 2026 року",
  waitsForMe: false,
};

function CardMenu({ number }: { number: number }) {
  return (
    <ToolButton label={`Дії з дорученням № ${number}`}>
      <Icon of={IconDots} />
    </ToolButton>
  );
}

export function Cards() {
  return (
    <SheetSection title="Картки й повідомлення">
      <div className={classes.three}>
        <div>
          <ActionCard action={LIGHTING} menu={<CardMenu number={3} />} />
          <ActionCard action={CAR} menu={<CardMenu number={12} />} />
        </div>
        <div className={classes.toasts}>
          <ToastView
            message={{
              id: 1,
              kind: "done",
              text: "Доручення № 3 підтверджено",
              action: { label: "Відкликати", run: () => undefined },
            }}
          />
          <ToastView message={{ id: 2, kind: "later", text: "Збережено на телефоні, надішлемо згодом" }} />
          <div>
            <OfflineBar />
          </div>
        </div>
        <div className="v-stack">
          <p
            style={{
              fontSize: "1.625rem",
              lineHeight: "2.0625rem",
              fontWeight: 700,
              letterSpacing: "-.015em",
            }}
          >
            Чекають на вас: <mark>4</mark>
          </p>
          <UnreadLine label="Далі 5 нових повідомлень">5 нових</UnreadLine>
          <TypingLine>Оксана Мельничук пише…</TypingLine>
        </div>
      </div>
    </SheetSection>
  );
}

export function PageStates() {
  return (
    <SheetSection title="Порожньо, вантажиться, помилка, немає зв’язку">
      <div className={classes.four}>
        <Card label="Порожньо">
          <EmptyState title="На сьогодні все">Нових справ немає. Найближче засідання в четвер.</EmptyState>
        </Card>
        <Card label="Вантажиться">
          <LoadingState delay={0}>Завантажуємо доручення…</LoadingState>
        </Card>
        <Card label="Помилка">
          <ErrorState code="503-71" onRetry={() => undefined} />
        </Card>
        <Card label="Немає зв’язку">
          <OfflineState button={<Button kind="quiet">Збережені теми</Button>} />
        </Card>
      </div>
    </SheetSection>
  );
}
