"""Countries and territories by the names that the United Nations use (UNTERM's short ones), where CLDR's are others.

The Occupied Palestinian Territory is called as the International Labour Organization calls it.
"""

_EN = """
AG Antigua and Barbuda
BA Bosnia and Herzegovina
BL Saint Barthélemy
BN Brunei Darussalam
BO Bolivia (Plurinational State of)
CD Democratic Republic of the Congo
CG Congo
CV Cabo Verde
FK Falkland Islands (Malvinas)
FM Micronesia (Federated States of)
GB United Kingdom of Great Britain and Northern Ireland
HK China, Hong Kong Special Administrative Region
IR Iran (Islamic Republic of)
KN Saint Kitts and Nevis
KP Democratic People’s Republic of Korea
KR Republic of Korea
LA Lao People’s Democratic Republic
LC Saint Lucia
MD Republic of Moldova
MM Myanmar
MO China, Macao Special Administrative Region
NL Netherlands (Kingdom of the)
PM Saint Pierre and Miquelon
PS Occupied Palestinian Territory
RU Russian Federation
SH Saint Helena
ST Sao Tome and Principe
SY Syrian Arab Republic
TC Turks and Caicos Islands
TT Trinidad and Tobago
TZ United Republic of Tanzania
US United States of America
VA Holy See
VC Saint Vincent and the Grenadines
VE Venezuela (Bolivarian Republic of)
VI United States Virgin Islands
VN Viet Nam
WF Wallis and Futuna Islands
"""
_FR = """
BN Brunéi Darussalam
BO Bolivie (État plurinational de)
BY Bélarus
CD République démocratique du Congo
CG Congo
CV Cabo Verde
FK Îles Falkland (Malvinas)
FM Micronésie (États fédérés de)
GB Royaume-Uni de Grande-Bretagne et d’Irlande du Nord
HK Chine, région administrative spéciale de Hong Kong
IQ Iraq
IR Iran (République islamique d’)
KG Kirghizistan
KP République populaire démocratique de Corée
KR République de Corée
LA République démocratique populaire lao
MD République de Moldova
MM Myanmar
MO Chine, région administrative spéciale de Macao
NL Pays-Bas (Royaume des)
PS Territoire palestinien occupé
RU Fédération de Russie
SY République arabe syrienne
TL Timor-Leste
TR Türkiye
TZ République-Unie de Tanzanie
US États-Unis d’Amérique
VA Saint-Siège
VE Venezuela (République bolivarienne du)
VN Viet Nam
"""
_AR = """
BN بروني دار السلام
BO بوليفيا (دولة - المتعددة القوميات)
CD جمهورية الكونغو الديمقراطية
CG الكونغو
CI كوت ديفوار
CV كابو فيردي
CZ تشيكيا
FK جزر فوكلاند (مالفيناس)
FM ميكرونيزيا (ولايات - الموحدة)
GB المملكة المتحدة لبريطانيا العظمى وآيرلندا الشمالية
HK الصين، منطقة هونغ كونغ الإدارية الخاصة
IR إيران (جمهورية - الإسلامية)
KP جمهورية كوريا الشعبية الديمقراطية
KR جمهورية كوريا
LA جمهورية لاو الديمقراطية الشعبية
MD جمهورية مولدوفا
MM ميانمار
MO الصين، منطقة ماكاو الإدارية الخاصة
NL هولندا (مملكة -)
PS الأرض الفلسطينية المحتلة
RU الاتحاد الروسي
SY الجمهورية العربية السورية
TZ جمهورية تنزانيا المتحدة
US الولايات المتحدة الأمريكية
VA الكرسي الرسولي
VE فنزويلا (جمهورية - البوليفارية)
VN فييت نام
"""


def _by_code(lines: str) -> dict[str, str]:
    return {code: name for code, _, name in (line.partition(" ") for line in lines.strip().splitlines())}


COUNTRY_NAMES: dict[str, dict[str, str]] = {"en": _by_code(_EN), "fr": _by_code(_FR), "ar": _by_code(_AR)}
