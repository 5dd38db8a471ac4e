"""An invented forum in Arabic, with some of its texts in English only: two days, three rooms, a note, people."""

from datetime import date, datetime, time
from typing import Any

from tests.documents.forums import an_id, photo

DAYS = (date(2030, 5, 14), date(2030, 5, 15))
BIOGRAPHY = (
    "<p>مهندسة مياه من عمّان، تعمل منذ 2011 مع تعاونيات المزارعين في تسعة بلدان. أسهمت في برنامج Rain Atlas (الإصدار 2.0) "
    "لقياس الأمطار في القرى، ونشرت <em>أربعين دراسة</em> عن التأمين الزراعي.</p>"
)
ABSTRACT = (
    "<p>اتفقت تعاونيات المزارعين في تسعة بلدان على مقارنة طرق تأمين المحاصيل من الجفاف، وما يدفعه العضو مقابل ذلك. "
    "وأظهرت المقارنة ثلاث طرق ناجحة حيث تُقاس الأمطار في كل قرية.</p>"
)
ENGLISH = "<p>Farmers' cooperatives in nine countries compare how they insure a harvest against drought (2030).</p>"


def ar(text: str, english: str = "") -> dict[str, str]:
    return {"ar": text, "en": english} if english else {"ar": text}


def person(number: int, name: dict[str, str], honorific: str, post: str, **more: Any) -> dict[str, Any]:
    given = {
        "id": an_id("p", number),
        "name": name,
        "honorific": ar(honorific),
        "posts": [{"title": ar(post), "organisation": an_id("g", 1 + number % 2)}],
        "biography": ar(BIOGRAPHY),
        "photo": {"file": photo(number)[0]},
    }
    return given | more


def session(
    number: int, title: dict[str, str], day: int, at: str, minutes: int, room: int, **more: Any
) -> dict[str, Any]:
    given = {
        "id": an_id("s", number),
        "title": title,
        "kind": "panel",
        "summary": ar(ABSTRACT),
        "start": datetime.combine(DAYS[day], time.fromisoformat(at)).isoformat(),
        "minutes": minutes,
        "room": an_id("r", room) if room else None,
        "themes": [an_id("h", 1 + number % 2)],
        "languages": ["ar", "en"],
        "interpretation": ["fr"],
        "roles": [{"person": an_id("p", 1), "role": "moderator"}],
    }
    return given | more


def talk(number: int, title: dict[str, str], *people: int, **more: Any) -> dict[str, Any]:
    given = {
        "id": an_id("t", number),
        "title": title,
        "abstract": ar(ABSTRACT),
        "minutes": 15,
        "kind": "solution",
        "speakers": [{"person": an_id("p", who)} for who in people],
    }
    return given | more


def people() -> list[dict[str, Any]]:
    return [
        person(1, ar("ليلى الحداد", "Layla Haddad"), "السيدة", "مديرة التأمين الريفي"),
        person(2, ar("سامر منصور", "Samer Mansour"), "السيد", "مستشار شؤون المياه", letters="PhD"),
        person(3, {"en": "Boris O’Neil"}, "السيد", "رئيس قسم الأرصاد", biography={"en": ENGLISH}, photo=None),
        person(4, ar("نور العلي"), "الدكتورة", "باحثة في معهد البذور", photo=None),
    ]


def sessions() -> list[dict[str, Any]]:
    talks = [
        talk(1, ar("آبار تدوم"), 2, links=[{"url": "https://example.org/wells"}]),
        talk(2, ar("حصاد المطر: تجربة MGNREGA و PMGSY"), 3, 4),
    ]
    pause = {"kind": "break", "summary": {}, "languages": [], "interpretation": [], "roles": []}
    return [
        session(1, ar("الماء للجميع", "Water for all"), 0, "09:00", 90, 1, talks=talks, key_questions=questions()),
        session(2, ar("حلقة عمل عن البذور"), 0, "09:30", 60, 2, kind="workshop", mode="hybrid"),
        session(3, {"en": "Open data (2030)"}, 0, "09:00", 45, 3, status="cancelled"),
        session(4, ar("استراحة الشاي"), 0, "10:30", 30, 0, **pause),
        session(5, ar("مداولات عن العمل اللائق في الريف"), 0, "11:00", 75, 1, status="tentative"),
        session(6, ar("زيارة ميدانية إلى القرى التي تقيس المطر"), 1, "09:00", 210, 2, kind="field-visit"),
        session(7, ar("عشاء ختامي"), 1, "23:30", 90, 3, kind="closing"),
    ]


def questions() -> list[dict[str, Any]]:
    asked = ar("كيف تستخدم مؤسستكم تعاون بلدان الجنوب في 2030؟")
    return [{"text": asked, "sub_questions": [ar("وما الذي يحتاج إلى شركاء جدد؟")], "to": [an_id("p", 3)]}]


def note() -> dict[str, Any]:
    body = (
        '<h2>ما تعلّمناه</h2><p>تُقاس الأمطار في 45 قرية<sup class="fn" data-id="a1">1</sup>، وتُدفع التعويضات خلال 10 أيام.</p>'
        "<ul><li>شراكات متعددة الأطراف؛</li><li>تعلّم من الأقران (peer learning)؛</li></ul>"
        "<table><caption>ما دُفع</caption><thead><tr><th>السنة</th><th>المبلغ</th></tr></thead>"
        "<tbody><tr><td>2029</td><td>1500</td></tr></tbody></table>"
        '<ol class="footnotes"><li data-id="a1">تقرير المنتدى لعام 2029، الصفحة 12.</li></ol>'
    )
    drawn = ("objectives", "themes", "moderator", "key-questions", "speakers", "programme", "focal-points", "partners")
    sections: list[dict[str, Any]] = [{"heading": ar("الخلفية"), "body": ar(body)}]
    return {"sections": sections + [{"kind": kind} for kind in drawn], "states": {"ar": "final"}}


def the_forum() -> dict[str, Any]:
    return {
        "id": an_id("f", 6),
        "slug": "hisad",
        "title": ar("وظائف تبني القدرة على الصمود: تبادل الخبرات بين بلدان الجنوب", "Jobs that build resilience"),
        "short_title": ar("منتدى الحصاد", "Harvest Forum"),
        "theme": ar("الاستثمار كثيف العمالة في مواجهة الأزمات وتغيّر المناخ"),
        "summary": ar("تواجه بلدان المنطقتين الكوارث والنزاعات وفقدان الوظائف في آن واحد."),
        "figures": [{"value": "80", "label": ar("مشاركًا ومشاركة")}, {"value": "30+", "label": {"en": "countries"}}],
        "part_of": {
            "name": ar("معرض تعاون بلدان الجنوب"),
            "first_day": str(DAYS[0]),
            "last_day": "2030-05-16",
        },
        "partners": [{"organisation": an_id("g", 1), "kind": "organiser"}, {"organisation": an_id("g", 2)}],
        "first_day": str(DAYS[0]),
        "last_day": str(DAYS[1]),
        "zone": "Asia/Dhaka",
        "venue": {"name": ar("مركز المؤتمرات"), "city": ar("دكا", "Dhaka"), "country": "BD"},
        "languages": ["ar", "en"],
        "working_languages": ["ar", "en"],
        "goals": ["8", "8.5", "13.b"],
        "funding": ["Fund for Rain (2030)", "صندوق الحصاد"],
        "practical": ar("<h2>الوصول</h2><p>الحافلة رقم 12 من المطار (BDT 40).</p>"),
        "accent": "#0b6b55",
        "terms": [
            {"acronym": ar("م ع د", "ILO"), "expansion": ar("منظمة العمل الدولية", "International Labour Organization")}
        ],
        "references": [{"title": {"en": "Rain Atlas"}, "year": 2029, "number": "A/RES/70/1"}],
        "roles": [
            {
                "person": an_id("p", 4),
                "role": "focal-point",
                "responsible_for": ar("الدعم باللغة العربية"),
                "contact": {"email": "hisad@example.org"},
            }
        ],
        "note": note(),
    }


def arabic_data() -> dict[str, Any]:
    """The forum as its file holds it, without the files' bytes."""
    return {
        "version": 1,
        "forum": the_forum(),
        "themes": [
            {"id": an_id("h", 1), "title": ar("الوظائف الخضراء"), "text": ar(ABSTRACT), "colour": "green"},
            {"id": an_id("h", 2), "title": ar("الأزمات والتعافي"), "colour": "amber"},
        ],
        "rooms": [
            {"id": an_id("r", 1), "name": ar("القاعة الكبرى"), "capacity": 300},
            {"id": an_id("r", 2), "name": ar("قاعة النخيل"), "capacity": 2},
            {"id": an_id("r", 3), "name": {"en": "Studio 3"}},
        ],
        "organisations": [
            {"id": an_id("g", 1), "name": ar("اتحاد المزارعين", "Farmers' Union"), "kind": "workers"},
            {"id": an_id("g", 2), "name": {"en": "Institute for Seeds"}, "acronym": {"en": "IFS"}, "kind": "academia"},
        ],
        "people": people(),
        "sessions": sessions(),
    }
