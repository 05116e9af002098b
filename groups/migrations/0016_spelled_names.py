from django.db import migrations, models
from django.db.models import F, Func, TextField

# What is written in many ways is left out, and upper case becomes lower case: after that names that
# `groups.member_lists.spelling.folded` takes for one are one.
UPPER = "".join(
    one for one in map(chr, range(0x41, 0x530)) if len(one.lower()) == 1 and one != one.lower() == one.casefold()
)
LOWER = UPPER.lower()
SPACES = "".join(one for one in map(chr, range(0x3000 + 1)) if one.isspace())
SIGNS = "'`´ʼʹ‘’«»“”„\"‐‑–—-:*"
FOUND = (UPPER + SPACES + SIGNS).replace("'", "''")
SPELLING_KEY = f"""
    CREATE FUNCTION spelling_key(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT translate(normalize(words, NFKC), '{FOUND}', '{LOWER}') $$
"""


def index(field: str) -> migrations.AddIndex:
    spelled = Func(F(field), function="spelling_key", output_field=TextField())
    return migrations.AddIndex("organisation", models.Index(spelled, name=f"groups_organisation_{NAMES[field]}"))


NAMES = {"name_uk": "named", "name_en": "named_en", "short_name_uk": "short", "short_name_en": "short_en"}


class Migration(migrations.Migration):
    dependencies = [("groups", "0015_mandate_rests")]

    operations = [
        migrations.RunSQL([SPELLING_KEY], ["DROP FUNCTION spelling_key(text)"]),
        *(index(field) for field in NAMES),
    ]
