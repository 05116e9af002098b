import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** What each number means, and what it hints at when it grows. */
export const VITALS: Record<string, { title: MessageDescriptor; hint: MessageDescriptor }> = {
  outbox_late_seconds: {
    title: msg`Сповіщення чекають`,
    hint: msg`Сповіщення створює обробник завдань. Якщо він не працює, це число зростає.`,
  },
  outbox_waiting_rows: {
    title: msg`Подій, про які ще не сповіщено`,
    hint: msg`Якщо число велике, обробників замало або один із них зупинився.`,
  },
  reminder_late_seconds: {
    title: msg`Нагадування чекають`,
    hint: msg`Нагадування, чий час настав, обробник має надіслати за кілька секунд.`,
  },
  email_late_seconds: {
    title: msg`Листи чекають`,
    hint: msg`Поштовий сервер не приймає листів або обробник не працює.`,
  },
  email_waiting_rows: {
    title: msg`Листів чекає на надсилання`,
    hint: msg`Поштовий сервер не приймає листів або обробник не працює.`,
  },
  email_sent_rows: { title: msg`Надіслано листів за добу`, hint: msg`Усе гаразд.` },
  email_dropped_rows: {
    title: msg`Скасовано до надсилання за добу`,
    hint: msg`Коли настав їхній час, уже не було про що писати.`,
  },
  email_undeliverable_rows: {
    title: msg`Адрес, яких немає`,
    hint: msg`Поштовий сервер відмовив остаточно. Ці люди бачать про це в налаштуваннях.`,
  },
  email_failed_rows: {
    title: msg`Не доставлено листів за добу`,
    hint: msg`Адреси цих людей треба перевірити.`,
  },
  push_late_seconds: {
    title: msg`Сповіщення на пристрої чекають`,
    hint: msg`Служби браузерів не відповідають або обробник не працює.`,
  },
  push_devices_rows: { title: msg`Пристроїв зі сповіщеннями`, hint: msg`Усе гаразд.` },
  push_failing_rows: {
    title: msg`Пристроїв, на які сповіщення не доходять`,
    hint: msg`Служби їхніх браузерів не приймають сповіщень. Через місяць такі пристрої знімаються.`,
  },
  queue_waiting_jobs: {
    title: msg`Завдань у черзі`,
    hint: msg`Обробник відстає або не працює.`,
  },
  erasure_ledger_faults: {
    title: msg`Пошкоджень у реєстрі видалень`,
    hint: msg`Реєстр видалень змінено поза системою. Звірте його з резервною копією.`,
  },
};

export const PARTS: Record<string, MessageDescriptor> = {
  database: msg`База даних`,
  migrations: msg`Оновлення бази даних`,
  erasures: msg`Видалення даних людей`,
  redis: msg`Миттєві повідомлення (Redis)`,
  worker: msg`Обробник завдань`,
  beat: msg`Годинник завдань`,
};
