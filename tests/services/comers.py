"""Invented registrations for tests and benchmarks, as many as are asked for."""

from datetime import UTC, datetime, timedelta
from typing import Any

from forum_app.domain.registrations import Registration
from forum_app.domain.vocabularies import Constituency, Mode, RegistrationStatus
from tests.factories import an_id

COUNTRIES = ("BD", "IN", "NP", "PH", "IQ", "JO", "LB", "YE", "CH", "TL")
GIVEN = ("Amina", "Boris", "Carla", "Đinh", "Élise", "Fatima", "Goran", "Hana", "İlker", "José")
FAMILY = ("Åkerman", "Barua", "Chowdhury", "Diallo", "Éboué", "Fernández", "García", "Haddad", "Işık", "Jha")
START = datetime(2030, 1, 7, 9, 30, tzinfo=UTC)


def a_registration(number: int = 0, **changes: Any) -> Registration:
    """The same person for the same number; every tenth joins online, every seventh waits."""
    given, family = GIVEN[number % 10], FAMILY[number // 10 % 10]
    values: dict[str, Any] = {
        "id": an_id(number, "n"),
        "given_name": given,
        "family_name": family,
        "name": f"{given} {family}",
        "post": f"Adviser {number % 4}",
        "institution": f"Institution no. {number % 40}",
        "constituency": list(Constituency)[number % 5],
        "country": COUNTRIES[number % len(COUNTRIES)],
        "email": f"person{number}@example.org",
        "phone": f"+880 2 {number:06}",
        "language": "en",
        "mode": Mode.ONLINE if number % 10 == 9 else Mode.IN_PERSON,
        "status": RegistrationStatus.WAITING if number % 7 == 6 else RegistrationStatus.CONFIRMED,
        "registered_at": START + timedelta(minutes=number),
    }
    return Registration(**{**values, **changes})
