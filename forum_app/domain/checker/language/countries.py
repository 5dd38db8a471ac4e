"""Countries and territories by ISO 3166-1 code, in English and French (CLDR's short names), to know a place for a country."""

from functools import cache

from forum_app.domain.country_names import COUNTRY_NAMES
from forum_app.domain.texts import folded

_NAMES = """
AD Andorra|Andorre; AE United Arab Emirates|Émirats arabes unis; AF Afghanistan; AG Antigua and
Barbuda|Antigua-et-Barbuda; AI Anguilla; AL Albania|Albanie; AM Armenia|Arménie; AO Angola; AR
Argentina|Argentine; AS American Samoa|Samoa américaines; AT Austria|Autriche; AU Australia|Australie; AW Aruba;
AX Åland Islands|Îles Åland; AZ Azerbaijan|Azerbaïdjan; BA Bosnia and Herzegovina|Bosnie-Herzégovine; BB
Barbados|Barbade; BD Bangladesh; BE Belgium|Belgique; BF Burkina Faso; BG Bulgaria|Bulgarie; BH Bahrain|Bahreïn;
BI Burundi; BJ Benin|Bénin; BL Saint Barthélemy|Saint-Barthélemy; BM Bermuda|Bermudes; BN Brunei; BO
Bolivia|Bolivie; BQ Caribbean Netherlands|Pays-Bas caribéens; BR Brazil|Brésil; BS Bahamas; BT Bhutan|Bhoutan;
BW Botswana; BY Belarus|Biélorussie; BZ Belize; CA Canada; CC Cocos Islands|Îles Cocos; CD Democratic Republic
of the Congo|République démocratique du Congo; CF Central African Republic|République centrafricaine; CG Congo;
CH Switzerland|Suisse; CI Côte d’Ivoire; CK Cook Islands|Îles Cook; CL Chile|Chili; CM Cameroon|Cameroun; CN
China|Chine; CO Colombia|Colombie; CR Costa Rica; CU Cuba; CV Cape Verde|Cap-Vert; CW Curaçao; CX Christmas
Island|Île Christmas; CY Cyprus|Chypre; CZ Czechia|Tchéquie; DE Germany|Allemagne; DJ Djibouti; DK
Denmark|Danemark; DM Dominica|Dominique; DO Dominican Republic|République dominicaine; DZ Algeria|Algérie; EC
Ecuador|Équateur; EE Estonia|Estonie; EG Egypt|Égypte; EH Western Sahara|Sahara occidental; ER Eritrea|Érythrée;
ES Spain|Espagne; ET Ethiopia|Éthiopie; FI Finland|Finlande; FJ Fiji|Fidji; FK Falkland Islands|Îles Malouines;
FM Micronesia|Micronésie; FO Faroe Islands|Îles Féroé; FR France; GA Gabon; GB United Kingdom|Royaume-Uni; GD
Grenada|Grenade; GE Georgia|Géorgie; GF French Guiana|Guyane française; GG Guernsey|Guernesey; GH Ghana; GI
Gibraltar; GL Greenland|Groenland; GM Gambia|Gambie; GN Guinea|Guinée; GP Guadeloupe; GQ Equatorial
Guinea|Guinée équatoriale; GR Greece|Grèce; GT Guatemala; GU Guam; GW Guinea-Bissau|Guinée-Bissau; GY Guyana; HK
Hong Kong; HN Honduras; HR Croatia|Croatie; HT Haiti|Haïti; HU Hungary|Hongrie; ID Indonesia|Indonésie; IE
Ireland|Irlande; IL Israel|Israël; IM Isle of Man|Île de Man; IN India|Inde; IQ Iraq|Irak; IR Iran; IS
Iceland|Islande; IT Italy|Italie; JE Jersey; JM Jamaica|Jamaïque; JO Jordan|Jordanie; JP Japan|Japon; KE Kenya;
KG Kyrgyzstan|Kirghizstan; KH Cambodia|Cambodge; KI Kiribati; KM Comoros|Comores; KN Saint Kitts and
Nevis|Saint-Christophe-et-Niévès; KP North Korea|Corée du Nord; KR South Korea|Corée du Sud; KW Kuwait|Koweït;
KY Cayman Islands|Îles Caïmans; KZ Kazakhstan; LA Laos; LB Lebanon|Liban; LC Saint Lucia|Sainte-Lucie; LI
Liechtenstein; LK Sri Lanka; LR Liberia; LS Lesotho; LT Lithuania|Lituanie; LU Luxembourg; LV Latvia|Lettonie;
LY Libya|Libye; MA Morocco|Maroc; MC Monaco; MD Moldova|Moldavie; ME Montenegro|Monténégro; MF Saint
Martin|Saint-Martin; MG Madagascar; MH Marshall Islands|Îles Marshall; MK North Macedonia|Macédoine du Nord; ML
Mali; MM Myanmar; MN Mongolia|Mongolie; MO Macao; MP Northern Mariana Islands|Îles Mariannes du Nord; MQ
Martinique; MR Mauritania|Mauritanie; MS Montserrat; MT Malta|Malte; MU Mauritius|Maurice; MV Maldives; MW
Malawi; MX Mexico|Mexique; MY Malaysia|Malaisie; MZ Mozambique; NA Namibia|Namibie; NC New
Caledonia|Nouvelle-Calédonie; NE Niger; NF Norfolk Island|Île Norfolk; NG Nigeria; NI Nicaragua; NL
Netherlands|Pays-Bas; NO Norway|Norvège; NP Nepal|Népal; NR Nauru; NU Niue; NZ New Zealand|Nouvelle-Zélande; OM
Oman; PA Panama; PE Peru|Pérou; PF French Polynesia|Polynésie française; PG Papua New
Guinea|Papouasie-Nouvelle-Guinée; PH Philippines; PK Pakistan; PL Poland|Pologne; PM Saint Pierre and
Miquelon|Saint-Pierre-et-Miquelon; PN Pitcairn Islands|Îles Pitcairn; PR Puerto Rico|Porto Rico; PS Palestine;
PT Portugal; PW Palau|Palaos; PY Paraguay; QA Qatar; RE Réunion|La Réunion; RO Romania|Roumanie; RS
Serbia|Serbie; RU Russia|Russie; RW Rwanda; SA Saudi Arabia|Arabie saoudite; SB Solomon Islands|Îles Salomon; SC
Seychelles; SD Sudan|Soudan; SE Sweden|Suède; SG Singapore|Singapour; SH Saint Helena|Sainte-Hélène; SI
Slovenia|Slovénie; SJ Svalbard and Jan Mayen|Svalbard et Jan Mayen; SK Slovakia|Slovaquie; SL Sierra Leone; SM
San Marino|Saint-Marin; SN Senegal|Sénégal; SO Somalia|Somalie; SR Suriname; SS South Sudan|Soudan du Sud; ST
São Tomé and Príncipe|Sao Tomé-et-Principe; SV El Salvador|Salvador; SX Sint Maarten|Saint-Martin; SY
Syria|Syrie; SZ Eswatini; TC Turks and Caicos Islands|Îles Turques-et-Caïques; TD Chad|Tchad; TG Togo; TH
Thailand|Thaïlande; TJ Tajikistan|Tadjikistan; TK Tokelau; TL Timor-Leste|Timor oriental; TM
Turkmenistan|Turkménistan; TN Tunisia|Tunisie; TO Tonga; TR Türkiye; TT Trinidad and Tobago|Trinité-et-Tobago;
TV Tuvalu; TW Taiwan|Taïwan; TZ Tanzania|Tanzanie; UA Ukraine; UG Uganda|Ouganda; US United States|États-Unis;
UY Uruguay; UZ Uzbekistan|Ouzbékistan; VA Vatican City|État de la Cité du Vatican; VC Saint Vincent and
Grenadines|Saint-Vincent-et-les Grenadines; VE Venezuela; VG British Virgin Islands|Îles Vierges britanniques;
VI U.S. Virgin Islands|Îles Vierges des États-Unis; VN Vietnam|Viêt Nam; VU Vanuatu; WF Wallis and
Futuna|Wallis-et-Futuna; WS Samoa; YE Yemen|Yémen; YT Mayotte; ZA South Africa|Afrique du Sud; ZM Zambia|Zambie;
ZW Zimbabwe
"""
# Names in use beside the list's own.
_OTHERS = (
    "US USA|United States of America|États-Unis d’Amérique; GB UK|Great Britain|Grande-Bretagne; VN Viet Nam; LA Lao PDR; TR Turkey|Turquie;"
    " CI Ivory Coast; KR Republic of Korea|Korea|Corée; TZ United Republic of Tanzania; SY Syrian Arab Republic; RU Russian Federation; BO Bolivia;"
    " IR Islamic Republic of Iran; MD Republic of Moldova; CZ Czech Republic; NL Netherlands|The Netherlands; CV Cape Verde|Cap-Vert; SZ Swaziland;"
    " CD DRC|RDC|DR Congo; AE UAE; MK Macedonia; TL East Timor; MM Burma|Birmanie; CN People’s Republic of China"
)


@cache
def codes() -> dict[str, str]:
    """Folded name -> code, in English and French."""
    found: dict[str, str] = {}
    for entry in f"{_NAMES};{_OTHERS}".replace("\n", " ").split(";"):
        code, _, names = entry.strip().partition(" ")
        for name in names.split("|"):
            found[_plain(name)] = code
    for language in ("en", "fr"):
        for code, name in COUNTRY_NAMES[language].items():
            found.setdefault(_plain(name), code)
    return found


def country_named(name: str) -> str | None:
    """The code of a country named in English or French; None for anything else."""
    return codes().get(_plain(name))


def _plain(name: str) -> str:
    return folded(name).replace("’", "'").replace("-", " ").removeprefix("the ").strip()
