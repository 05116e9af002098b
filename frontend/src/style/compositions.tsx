import { IconDots, IconGavel } from "@tabler/icons-react";
import { ActionCard, type ActionView } from "@/modules/actions/action-card";
import { AttentionPill } from "@/modules/actions/status";
import { OfflineBar } from "@/modules/layout/offline-bar";
import { SectorShape } from "@/modules/organisations/sector";
import type { Sector } from "@/modules/organisations/sector-shapes";
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

interface VoteRow {
  answer: string;
  count: number;
  seats: [id: string, sector: Sector, kind: "cast" | "missing" | "you"][];
  note: string | null;
}

const VOTES: VoteRow[] = [
  {
    answer: "За",
    count: 5,
    seats: [
      ["1", "civil_society", "cast"],
      ["2", "civil_society", "cast"],
      ["3", "education", "cast"],
      ["4", "business", "cast"],
      ["5", "business", "cast"],
    ],
    note: "До того дня полагодять ліхтарі",
  },
  { answer: "Проти", count: 1, seats: [["6", "emergency", "cast"]], note: "Краще подивитись, як є зараз" },
  {
    answer: "Ще чекаємо",
    count: 3,
    seats: [
      ["7", "police", "missing"],
      ["8", "local_government", "you"],
      ["9", "civil_society", "missing"],
    ],
    note: null,
  },
];

function VoteSeat({ sector, kind }: { sector: Sector; kind: "cast" | "missing" | "you" }) {
  if (kind === "you") {
    return (
      <svg viewBox="0 0 24 24" width="26" height="26" role="img" aria-label="Самоврядування, ваш голос">
        <path
          d="M12 1.5 22.3 9.6V22.3H1.7V9.6z"
          fill="var(--v-honey)"
          stroke="var(--v-text)"
          strokeWidth="1.7"
        />
      </svg>
    );
  }
  return <SectorShape sector={sector} size={26} empty={kind === "missing"} named />;
}

const OPTIONS = [
  ["За", "Підтримую, беру участь"],
  ["Проти", "Напишіть, що треба змінити"],
  ["Утримуюсь", "Прийму будь-яке рішення"],
];

function Votes({ row }: { row: VoteRow }) {
  return (
    <div className={classes.vote}>
      <b style={{ fontWeight: 700 }}>{row.answer}</b>
      <span className="v-num v-b">{row.count}</span>
      <span className="v-row v-wrap" style={{ gap: 6 }}>
        {row.seats.map(([id, sector, kind]) => (
          <VoteSeat key={id} sector={sector} kind={kind} />
        ))}
      </span>
      <span className="v-small v-t2">{row.note ?? <AttentionPill>Чекає на вас</AttentionPill>}</span>
    </div>
  );
}

/** Drawn for decisions, so that they will look like the rest. */
export function Decision() {
  return (
    <SheetSection title="Рішення" note="кожен голос — місце свого сектору">
      <div className={classes.decision}>
        <Card padded label="Рішення">
          <p className="v-eyebrow">
            <Icon of={IconGavel} size={16} />
            Рішення групи «Прибережний» · до 18:00
          </p>
          <h3 style={{ fontSize: "1.25rem", lineHeight: "1.625rem", margin: "4px 0 12px" }}>
            Перенести оглядову прогулянку на 12 грудня?
          </h3>
          {VOTES.map((row) => (
            <Votes key={row.answer} row={row} />
          ))}
          <p className="v-small v-t2" style={{ marginTop: 12 }}>
            Кворум є: 6 із 9. Для рішення потрібен ще голос поліції або ради.
          </p>
        </Card>
        <div>
          {OPTIONS.map(([answer, meaning]) => (
            <button
              key={answer}
              type="button"
              aria-pressed={answer === "За"}
              className={`${classes.option} ${answer === "За" ? classes.chosen : ""}`}
            >
              <span className={classes.dot} />
              <span>
                <b>{answer}</b>
                <br />
                <span className="v-small v-t2">{meaning}</span>
              </span>
            </button>
          ))}
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
