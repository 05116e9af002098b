import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** What each number means, and what it hints at when it grows. */
export const VITALS: Record<string, { title: MessageDescriptor; hint: MessageDescriptor }> = {
  outbox_late_seconds: {
    title: msg`Найстаріший наслідок події чекає`,
    hint: msg`Сповіщення створює обробник завдань. Якщо він не працює, це число зростає.`,
  },
  outbox_waiting_rows: {
    title: msg`Наслідків подій у черзі`,
    hint: msg`Багато — замало обробників або один із них спинився.`,
  },
  reminder_late_seconds: {
    title: msg`Найстаріше нагадування чекає`,
    hint: msg`Нагадування, чий час настав, обробник має надіслати за кілька секунд.`,
  },
  email_late_seconds: {
    title: msg`Найстаріший лист чекає`,
    hint: msg`Поштовий сервер не приймає листів або обробник не працює.`,
  },
  email_failed_rows: {
    title: msg`Листів не доставлено за добу`,
    hint: msg`Адреси цих людей треба перевірити.`,
  },
  queue_waiting_jobs: {
    title: msg`Завдань у черзі`,
    hint: msg`Обробник відстає або не працює.`,
  },
};

export const PARTS: Record<string, MessageDescriptor> = {
  database: msg`База даних`,
  migrations: msg`Оновлення бази даних`,
  redis: msg`Миттєві повідомлення (Redis)`,
  worker: msg`Обробник завдань`,
  beat: msg`Годинник завдань`,
};
