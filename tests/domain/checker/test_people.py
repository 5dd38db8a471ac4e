"""People who are shown: biography, photo, post. The first one moderates the panel, the fourth the workshop."""

import pytest

from tests.domain.checker.examples import GONE, Example, right, wrong

FOCAL = {"id": "m922222222", "person": "p622222222", "role": "focal-point"}
HELPER = {
    "id": "p622222222",
    "name": {"en": "Rui Teles"},
    "posts": [{"title": {"en": "Organiser"}}],
    "photo": {"file": f"{9:064x}.png"},
}
ALT = {"en": "A portrait"}

EXAMPLES = [
    wrong("person-without-biography", "en", {"people[1].biography": GONE}),
    wrong("person-without-biography", "fr", {"people[0].biography.fr": "<p>(à compléter)</p>"}, "people[0].biography"),
    right("person-without-biography", "en", {"people[4]": HELPER, "forum.roles[0]": FOCAL}),
    right("person-without-biography", "fr", {"people[1].biography.fr": "<p>Greffe.</p>"}),
    right("person-without-biography", "en", {"people[1].biography": GONE, "sessions[0].talks[0].speakers[0].state": "declined", "forum.severities": {"declined-still-listed": "ignore"}}),
    wrong("person-without-photo", "en", {"people[1].photo": GONE}),
    wrong("person-without-photo", "en", {"people[4]": {**HELPER, "photo": None}, "forum.roles[0]": FOCAL}, "people[4].photo"),
    right("person-without-photo", "en", {"people[4]": {**HELPER, "photo": None}}),  # has no part in the programme
    right("person-without-photo", "fr", {"people[2].photo.alt": {"fr": "Graça Moutinho devant une ruche"}}),
    wrong("person-without-post", "en", {"people[1].posts": []}),
    wrong("person-without-post", "fr", {"people[3].posts[0].title.fr": "N/A"}, "people[3].posts"),
    wrong("person-without-post", "en", {"people[4]": {**HELPER, "posts": []}, "sessions[0].roles[1]": {"id": "m822222222", "person": "p622222222", "role": "rapporteur"}}, "people[4].posts"),
    right("person-without-post", "en", {"people[1].posts[1]": {"title": {"en": "President"}}}),
    right("person-without-post", "en", {"people[4]": {**HELPER, "posts": []}, "sessions[0].roles[1]": {"id": "m822222222", "person": "p622222222", "role": "interpreter"}}),
    right("person-without-post", "fr", {"people[1].posts[0].title.fr": "Éditeur de la revue « N/A »"}),
    wrong("photo-alt-same", "en", {"people[1].photo.alt": ALT, "people[2].photo.alt": ALT}, "people[1].photo.alt.en"),
    wrong("photo-alt-same", "fr", {f"people[{i}].photo.alt": {"fr": "Photo"} for i in range(4)}, "people[0].photo.alt.fr", says="4"),
    right("photo-alt-same", "en", {"people[1].photo.alt": ALT, "people[2].photo.alt": {"en": "A portrait with bees"}}),
    right("photo-alt-same", "fr", {f"people[{i}].photo.alt": {"fr": ""} for i in range(4)}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
