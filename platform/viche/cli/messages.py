"""Messages of the command line, in Ukrainian if the environment asks for it, else in English."""

import os
from typing import Final, NamedTuple


class Text(NamedTuple):
    """One message in both languages, with `str.format` fields."""

    uk: str
    en: str


def get_language() -> str:
    """Return `uk` or `en`, by the usual locale variables in their usual order."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "uk" if value.lower().startswith("uk") else "en"
    return "en"


def say(key: str, **values: object) -> str:
    """Return the message `key` in the language of the environment."""
    text = MESSAGES[key]
    return (text.uk if get_language() == "uk" else text.en).format(**values)


MESSAGES: Final[dict[str, Text]] = {
    # Help
    "about": Text(
        "Віче: спільна безпека громади — від діалогу до перевіреної дії.",
        "Viche: a community’s security, from dialogue to verified action.",
    ),
    "usage": Text(
        "./viche up | test | bench | check | token | manage | lock   (./viche КОМАНДА --help)",
        "./viche up | test | bench | check | token | manage | lock   (./viche COMMAND --help)",
    ),
    "help_up": Text("запустити все: базу, чергу, вебсервер, виконавця завдань", "start everything"),
    "help_test": Text(
        "перевірити все (--long — довгими випробуваннями); з іншими аргументами — лише pytest; faults — лише "
        "збої; mutations — чи помітять хибне правило доступу",
        "test everything (--long: with the long campaigns); with other arguments, pytest alone; faults: the "
        "fault tests alone; mutations: is a wrong rule of access noticed",
    ),
    "help_bench": Text("виміряти швидкодію", "measure the performance"),
    "help_check": Text("швидкі перевірки: стиль, типи, шари", "the fast checks: style, types, layers"),
    "help_token": Text("видати особистий ключ доступу", "issue a personal access token"),
    "help_manage": Text("керівні команди Django", "Django’s management commands"),
    "help_lock": Text("оновити requirements/*.lock", "renew requirements/*.lock"),
    "usage_word": Text("Використання:", "usage:"),
    "options": Text("параметри", "options"),
    "arguments": Text("аргументи", "arguments"),
    "help_help": Text("показати цю довідку", "show this help"),
    "help_port": Text("порт вебсервера (типово 8000)", "port of the web server (8000)"),
    "help_host": Text("адреса, на якій слухати (типово 127.0.0.1)", "address to listen on (127.0.0.1)"),
    "help_data": Text("тека з даними (типово .viche/data)", "folder of the data (.viche/data)"),
    "help_no_demo": Text("без демонстраційної громади", "without the demo community"),
    "help_email": Text("електронна адреса особи", "e-mail address of the person"),
    "help_scope": Text("дозволена дія; можна повторювати", "what the token may do; can be repeated"),
    "help_upgrade": Text("узяти найновіші сумісні версії", "take the newest compatible versions"),
    "no_command": Text(
        "Немає команди «{name}»: оберіть одну з up, test, bench, check, token, manage, lock.",
        "There is no command “{name}”: choose one of up, test, bench, check, token, manage, lock.",
    ),
    "bad_arguments": Text(
        "Не вдалося розібрати аргументи ({reason}): ./viche {command} --help покаже, які можливі.",
        "These arguments make no sense ({reason}): see ./viche {command} --help.",
    ),
    # Steps
    "seconds": Text("{number:.1f} с", "{number:.1f} s"),
    "step_uv": Text("Встановлюю uv", "Installing uv"),
    "step_packages": Text("Встановлюю залежності Python", "Installing the Python packages"),
    "step_project": Text("Встановлюю сам проєкт", "Installing the project itself"),
    "step_node_packages": Text("Встановлюю залежності клієнта", "Installing the front end’s packages"),
    "step_front_end": Text("Збираю клієнт", "Building the front end"),
    "step_database_new": Text("Створюю базу даних", "Creating the database"),
    "step_database": Text("Запускаю PostgreSQL", "Starting PostgreSQL"),
    "step_valkey": Text("Запускаю Valkey", "Starting Valkey"),
    "step_prepare": Text("Оновлюю базу даних", "Bringing the database up to date"),
    "step_demo": Text("Заселяю демонстраційну громаду", "Loading the demo community"),
    "step_web": Text("Запускаю вебсервер і виконавця завдань", "Starting the web server and the worker"),
    "step_browser": Text("Готую браузер", "Fetching a browser"),
    "step_lighthouse": Text("Встановлюю Lighthouse", "Installing Lighthouse"),
    "step_token": Text("Видаю ключ", "Issuing the token"),
    # Running stack
    "summary": Text(
        "На старт пішло {total}; кроки довші за пів секунди, дещо водночас (від — до):",
        "The start took {total}; steps of more than half a second, some side by side (from – to):",
    ),
    "ready": Text("Віче працює: {address}", "Viche is running: {address}"),
    "stop_hint": Text("Зупинити — Ctrl-C.", "Ctrl-C stops it."),
    "stopping": Text("Зупиняю…", "Stopping…"),
    "stopped": Text(
        "Усе зупинено; дані збережено в {folder}.", "Everything has stopped; the data stays in {folder}."
    ),
    "restarting": Text(
        "«{name}» раптово завершується (код {code}); запускаю знову.",
        "“{name}” ended unexpectedly (code {code}); starting it again.",
    ),
    "open_demo": Text(
        "Увага: {host} видно з мережі, а вхід демонстраційних осіб не має пароля; додайте --no-demo, якщо "
        "це зайве.",
        "Mind: {host} can be reached from the network and the demo people sign in without a password; "
        "add --no-demo unless you want that.",
    ),
    # Failures: one sentence with instructions
    "no_installer": Text(
        "Немає ні uv, ні pip, ні venv: виконайте «apt-get install python3-venv» і повторіть.",
        "There is neither uv nor pip nor venv: run “apt-get install python3-venv” and then this again.",
    ),
    "no_network": Text(
        "Крок «{step}» не зміг нічого завантажити: перевірте мережу або налаштування проксі й повторіть; "
        "після першого запуску мережа не потрібна.",
        "The step “{step}” could not download anything: check the network or the proxy settings and run this "
        "again; after the first start no network is needed.",
    ),
    "no_space": Text(
        "На диску, де лежить {folder}, немає місця: звільніть його й повторіть.",
        "The disk that holds {folder} is full: free some space and run this again.",
    ),
    "little_space": Text(
        "На диску, де лежить {folder}, вільно {free} МБ, а потрібно {needed} МБ: звільніть місце й "
        "повторіть.",
        "The disk that holds {folder} has {free} MB free and {needed} MB are needed: free some space and run "
        "this again.",
    ),
    "read_only": Text(
        "{folder} доступна лише для читання: скопіюйте Віче в теку, до якої можна писати, або вкажіть "
        "--data.",
        "{folder} is read-only: copy Viche to a folder that can be written, or name one with --data.",
    ),
    "no_access": Text(
        "Немає права писати в {folder}: змініть власника теки або вкажіть іншу через --data.",
        "There is no permission to write in {folder}: change its owner, or name another folder with --data.",
    ),
    "not_a_folder": Text(
        "{folder} не є текою: приберіть її звідти або вкажіть іншу теку через --data.",
        "{folder} is not a folder: move it away, or name another folder with --data.",
    ),
    "foreign_folder": Text(
        "Теку {folder} створив хтось інший: видаліть її або задайте власну тимчасову теку через TMPDIR.",
        "Somebody else made the folder {folder}: remove it, or set TMPDIR to a temporary folder of your own.",
    ),
    "system_error": Text(
        "Система відмовила для {place} ({reason}): усуньте причину й повторіть.",
        "The system refused {place} ({reason}): mend that and run this again.",
    ),
    "step_failed": Text(
        "Крок «{step}» не вдався: причина в кінці журналу {log}; усуньте її й повторіть.",
        "The step “{step}” failed: the end of the log {log} says why; mend that and run this again.",
    ),
    "bad_port": Text(
        "Порт {port} неможливий: оберіть число від 1 до 65535.",
        "Port {port} is impossible: choose a number from 1 to 65535.",
    ),
    "port_taken": Text(
        "Порт {port} уже зайнятий: зупиніть програму, що його тримає, або оберіть інший — ./viche up --port "
        "{free}.",
        "Port {port} is taken: stop the program that holds it, or choose another: ./viche up --port {free}.",
    ),
    "port_forbidden": Text(
        "Порт {port} відкриває лише адміністратор системи: оберіть інший — ./viche up --port {free}.",
        "Port {port} may be opened by the system’s administrator alone: choose another: ./viche up --port "
        "{free}.",
    ),
    "bad_host": Text(
        "Адреси {host} на цій машині немає: оберіть 127.0.0.1 або 0.0.0.0.",
        "This machine has no address {host}: choose 127.0.0.1 or 0.0.0.0.",
    ),
    "already_running": Text(
        "На даних {folder} вже працює інше Віче: зупиніть його або вкажіть іншу теку через --data.",
        "Another Viche already runs on the data in {folder}: stop it, or name another folder with --data.",
    ),
    "broken_data": Text(
        "Базу даних у {folder} пошкоджено: відновіть її з копії або перейменуйте теку й почніть з чистої.",
        "The database in {folder} is damaged: restore it from a copy, or rename the folder to start afresh.",
    ),
    "earlier_schema": Text(
        "Дані в {folder} мають давнішу, ще не випущену схему, якої ця версія не продовжує: щоб почати "
        "заново й зберегти копію, виконайте «{move}», або вкажіть іншу теку через --data.",
        "The data in {folder} are of an earlier, unreleased schema that this version cannot continue: to "
        "start anew and keep a copy, run “{move}”, or name another folder with --data.",
    ),
    "other_version": Text(
        "База в {folder} має формат PostgreSQL {found}, а потрібен {wanted}: перенесіть дані через pg_dump "
        "або вкажіть іншу теку через --data.",
        "The database in {folder} has the format of PostgreSQL {found} and {wanted} is needed: move the "
        "data with "
        "pg_dump, or name another folder with --data.",
    ),
    "no_postgres": Text(
        "Для цієї системи немає вбудованого PostgreSQL: встановіть PostgreSQL 18 або задайте DATABASE_URL.",
        "There is no embedded PostgreSQL for this system: install PostgreSQL 18 or set DATABASE_URL.",
    ),
    "no_valkey": Text(
        "Для цієї системи немає вбудованого Valkey: встановіть Valkey чи Redis або задайте REDIS_URL.",
        "There is no embedded Valkey for this system: install Valkey or Redis, or set REDIS_URL.",
    ),
    "no_front_end": Text(
        "Теки {folder} немає: відновіть її командою «git checkout frontend».",
        "The folder {folder} is missing: restore it with “git checkout frontend”.",
    ),
    "not_ready": Text(
        "Віче не відповідає на {address} вже {seconds} с: причина в кінці журналу {log}.",
        "Viche has not answered at {address} for {seconds} s: the end of the log {log} says why.",
    ),
    "keeps_failing": Text(
        "«{name}» щоразу завершується одразу після запуску: причина в кінці журналу {log}.",
        "“{name}” keeps ending right after its start: the end of the log {log} says why.",
    ),
    "not_running": Text(
        "Віче зараз не працює: спершу запустіть ./viche up.",
        "Viche is not running: start it first with ./viche up.",
    ),
    "interrupted": Text(
        "Перервано; нічого не залишилося запущеним.", "Interrupted; nothing was left running."
    ),
    # Tests
    "failed_stages": Text("Не пройдено: {names}", "Failed: {names}"),
    "stage_times": Text("секунди кожного етапу / скільки дозволено", "seconds of each stage / budget"),
    "all_stages": Text("разом", "all together"),
    "over_budget": Text(
        "Етап тривав {taken} за бюджету {budget}: перевищити його можна щонайбільше вдвічі.",
        "This stage took {taken}; its budget is {budget}, and it may take twice that at most.",
    ),
    "stage_style": Text("стиль коду", "code style"),
    "stage_format": Text("оформлення коду", "code format"),
    "stage_types": Text("типи", "types"),
    "stage_layers": Text("шари", "layers"),
    "stage_migrations": Text("повнота міграцій", "complete migrations"),
    "stage_schema": Text("свіжість схеми API", "fresh API schema"),
    "stage_api_rules": Text("правила опису API", "rules of the API description"),
    "stage_pytest": Text("тести Python", "Python tests"),
    "stage_faults": Text("тести збоїв", "fault tests"),
    "stage_mutations": Text("хибні правила доступу", "wrong rules of access"),
    "stage_front_end_style": Text("стиль клієнта", "front-end style"),
    "stage_front_end_types": Text("типи клієнта", "front-end types"),
    "stage_front_end_client": Text("свіжість згенерованого клієнта API", "fresh generated API client"),
    "stage_front_end_messages": Text("свіжість каталогу перекладів клієнта", "fresh front-end translations"),
    "stage_front_end_tests": Text("тести клієнта", "front-end tests"),
    "stage_front_end_build": Text("збирання клієнта", "front-end build"),
    "stage_e2e": Text("тести в браузері", "browser tests"),
    "stage_tree": Text("чистота теки проєкту", "clean working tree"),
    "no_schema": Text("Не вдалося зробити таблиці: {program}.", "The tables could not be made: {program}."),
    "stale_schema": Text(
        "{file} застарів: виконайте ./viche manage {command} --file {file}.",
        "{file} is stale: run ./viche manage {command} --file {file}.",
    ),
    "stale_files": Text(
        "Команда «{command}» змінила файли, тож вони були застарілі; перегляньте й збережіть: {files}.",
        "“{command}” changed these files, so they were stale; look at them and commit them: {files}.",
    ),
    "no_browser": Text(
        "Браузера не знайдено й не вдалося отримати ({reasons}): встановіть Chromium або задайте "
        "E2E_BROWSER.",
        "No browser was found or could be fetched ({reasons}): install Chromium, or set E2E_BROWSER.",
    ),
    "bad_browser": Text(
        "E2E_BROWSER указує на {path}, а запустити це не можна: виправте шлях або приберіть змінну.",
        "E2E_BROWSER names {path}, which cannot be run: mend the path or unset the variable.",
    ),
    "left_files": Text(
        "Після перевірок у теці проєкту з’явилися зміни: {files}.",
        "The tests changed the working tree: {files}.",
    ),
}
