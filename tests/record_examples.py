"""Record one real example for each operation of the API while tests run.

`./viche test tests -p tests.record_examples` writes `platform/viche/kernel/api/examples.json`. Of all
successful requests of an operation the one that fills most fields is kept; lists keep their first item.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import orjson
import pytest

from viche.cli.places import ROOT

EXAMPLES = ROOT / "platform" / "viche" / "kernel" / "api" / "examples.json"
SECRET = re.compile(r"secret|token|ticket|path|link|uri|url|codes|signed|password|challenge", re.IGNORECASE)
# The people and organisations of tests, as those of the demo community that are like them.
PEOPLE = {
    "facilitator": "Ірина Савчук",
    "coordinator": "Ольга Бойко",
    "administrator": "Данило Стець",
    "observer": "Тетяна Лисенко",
    "officer": "Андрій Коваль",
    "teacher": "Наталія Ґудзь",
    "secretary": "Оксана Мельничук",
    "councillor": "Роман Литвин",
    "rescuer": "Сергій Гнатюк",
}
ORGANISATIONS = {
    "police": "Відділення поліції № 3",
    "school": "Калинодільський ліцей № 2",
    "council": "Калинодільська міська рада",
    "market": "Прибережний ринок",
    "ngo": "Жіноче коло",
}
PERSON = re.compile(r"Особа (\w+)(?: \d+)?")
ORGANISATION = re.compile(r"(?:[Оо]рганізаці[яї] )?(police|school|council|market|ngo) Тут")
LONGEST = 400  # characters of a text
LARGEST = 9_000  # characters of an example
FOLDER = "VICHE_EXAMPLES_FOLDER"
found: dict[str, dict[str, Any]] = {}


def keep(endpoint: Any, request: Any, response: Any) -> None:
    """Keep the request and the answer when they say more than what is kept."""
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", type(endpoint).__name__).lower()
    operation = f"{str(request.method).lower()}_{words}"
    body = request.__dict__.get("_full_data")  # what the endpoint parsed, if it did
    sent = shorten(body) if type(body) is dict else None  # a form with files is none
    data = getattr(response, "data", None)  # files have none
    told = shorten(orjson.loads(orjson.dumps(data))) if isinstance(data, dict) else None
    status = str(response.status_code)
    known = found.setdefault(operation, {"responses": {}})
    if sent and is_better(sent, known.get("request")):
        known["request"] = sent
    if told is not None and is_better(told, known["responses"].get(status)):
        known["responses"][status] = told


def is_better(new: Any, old: Any) -> bool:
    return len(json.dumps(new)) <= LARGEST and (old is None or count_values(new) > count_values(old))


def count_values(value: Any) -> int:
    """Return how many values are filled."""
    if isinstance(value, dict):
        return sum(map(count_values, value.values()))
    if isinstance(value, list):
        return sum(map(count_values, value))
    return value not in (None, "")


def shorten(value: Any, name: str = "") -> Any:
    """Return JSON with lists of one item, short texts and no secrets."""
    if isinstance(value, dict):
        return {str(key): shorten(one, str(key)) for key, one in value.items()}
    if isinstance(value, list):
        is_span = bool(value) and isinstance(value[0], int)
        return [shorten(one, name) for one in (value if is_span else value[:1])]
    if isinstance(value, str):
        is_secret = SECRET.search(name) and not name.endswith("_at") and len(value) > 20
        return "…" if is_secret else use_demo_names(value)[:LONGEST]
    return value


def use_demo_names(text: str) -> str:
    """Return a text of a test about the demo community."""
    text = PERSON.sub(lambda found: PEOPLE.get(found[1], "Марина Остапчук"), text)
    text = ORGANISATION.sub(lambda found: ORGANISATIONS[found[1]], text)
    return text.replace("Група Тут", "Безпека громади")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = str(config.cache.mkdir("examples"))
    # Django is ready only now.
    from viche.kernel.api.endpoint import Endpoint

    finalize = Endpoint.finalize_response

    def record(endpoint: Any, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = finalize(endpoint, request, response, *args, **kwargs)
        if 200 <= final.status_code < 300 and request.method != "HEAD":
            keep(endpoint, request, final)
        return final

    Endpoint.finalize_response = record  # type: ignore[method-assign, assignment]


def pytest_sessionfinish(session: pytest.Session) -> None:
    folder = Path(os.environ[FOLDER])
    worker = getattr(session.config, "workerinput", {}).get("workerid", "main")
    (folder / f"{worker}.json").write_text(json.dumps(found), encoding="utf-8")
    if worker == "main":
        merge(folder)


def merge(folder: Path) -> None:
    for file in sorted(folder.glob("*.json")):
        for operation, example in json.loads(file.read_text(encoding="utf-8")).items():
            known = found.setdefault(operation, {"responses": {}})
            if "request" in example and is_better(example["request"], known.get("request")):
                known["request"] = example["request"]
            for status, told in example["responses"].items():
                if is_better(told, known["responses"].get(status)):
                    known["responses"][status] = told
        file.unlink()
    EXAMPLES.write_text(
        json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
