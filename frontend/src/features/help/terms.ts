import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** A word of the product in both languages, and what it means in the language of the reader. */
export interface Term {
  uk: string;
  en: string;
  meaning: MessageDescriptor;
}

/** Words that a newcomer meets first, in the order of the work: who, what is said, what is done, the data. */
export const TERMS: Term[] = [
  { uk: "громада", en: "hromada", meaning: msg`Місто чи села, які мають спільну раду.` },
  {
    uk: "ініціативна група",
    en: "initiative group",
    meaning: msg`Люди з різних установ, які разом розв’язують питання безпеки.`,
  },
  {
    uk: "сектор",
    en: "sector",
    meaning: msg`Чию сторону людина представляє: поліцію, ДСНС, раду, бізнес, освіту, громадськість.`,
  },
  {
    uk: "повноваження",
    en: "mandate",
    meaning: msg`Від якої організації, на якій посаді й до якого дня людина діє.`,
  },
  { uk: "заступник", en: "deputy", meaning: msg`Діє, поки того, кого заступає, немає.` },
  {
    uk: "фасилітатор",
    en: "facilitator",
    meaning: msg`Веде розмову групи, підбиває підсумки й дає доручення.`,
  },
  { uk: "секретар", en: "secretary", meaning: msg`Веде записи групи й допомагає фасилітаторові.` },
  { uk: "учасник", en: "member", meaning: msg`Читає, пише й бере доручення.` },
  { uk: "спостерігач", en: "observer", meaning: msg`Лише читає.` },
  { uk: "гість", en: "guest", meaning: msg`Бачить лише ту тему чи доручення, до яких його запросили.` },
  { uk: "координатор", en: "coordinator", meaning: msg`Засновує групи у своїй громаді й призначає людей.` },
  { uk: "тема", en: "thread", meaning: msg`Розмова групи про одне питання.` },
  {
    uk: "повідомлення",
    en: "message",
    meaning: msg`Те, що сказано в темі. Його номер, як #12, не змінюється.`,
  },
  {
    uk: "обов’язкове до прочитання",
    en: "must-read",
    meaning: msg`Повідомлення, прочитання якого треба підтвердити.`,
  },
  { uk: "теза", en: "statement", meaning: msg`Коротка думка, яку інші можуть підтримати.` },
  { uk: "коло", en: "round", meaning: msg`Кожен сектор висловлюється один раз.` },
  {
    uk: "доручення",
    en: "action item",
    meaning: msg`Справа, що має виконавця і строк. Її номер пишуть так: № 5.`,
  },
  { uk: "доказ", en: "evidence", meaning: msg`Фото, файл чи посилання, з яких видно, що зроблено.` },
  {
    uk: "підтвердження виконання",
    en: "verification",
    meaning: msg`Інша організація перевіряє, чи доручення виконано.`,
  },
  { uk: "нагадування", en: "reminder", meaning: msg`Сповіщення перед строком або після нього.` },
  { uk: "журнал доступу", en: "access record", meaning: msg`Хто, коли й навіщо бачив дані.` },
  {
    uk: "відповідальна особа із захисту даних",
    en: "data protection officer",
    meaning: msg`Стежить за доступом до даних і відповідає на запити про них.`,
  },
];
