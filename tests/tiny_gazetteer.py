"""A tiny world for tests: some seventy real places, built by the real builder in a moment.

Coordinates and populations are GeoNames' (CC BY 4.0), rounded.
"""

from __future__ import annotations

from pathlib import Path

from events.geoparsing.gazetteer import ALTERNATE, DEMONYM, Gazetteer
from events.geoparsing.gazetteer_store import GazetteerStore, SourcePlace, abbreviation_kind

# geonameid, name, latitude, longitude, country, area in km², population, neighbours, other names
COUNTRIES = """
587116|Azerbaijan|40.4|47.7|AZ|86600|10200000|AM GE IR RU TR|Azərbaycan;Азербайджан
298795|Turkey|39.0|35.0|TR|780580|82300000|AM AZ BG GE GR IQ IR SY|Türkiye;Турция
174982|Armenia|40.3|44.9|AM|29800|2950000|AZ GE IR TR|Hayastan;Армения
614540|Georgia|42.0|43.5|GE|69700|3730000|AM AZ RU TR|Sakartvelo;Грузия
130758|Iran|32.5|54.3|IR|1648000|81800000|AF AM AZ IQ PK TM TR|Islamic Republic of Iran
6252001|United States|39.8|-98.5|US|9629091|327000000|CA CU MX|United States of America;America
3017382|France|46.6|2.5|FR|547030|67000000|BE CH DE ES IT LU MC|French Republic
2635167|United Kingdom|54.0|-2.5|GB|244820|66500000|IE|Britain;Great Britain
2017370|Russia|61.5|96.7|RU|17100000|144000000|AZ BY CN EE FI GE KZ UA|Russian Federation;Россия
6251999|Canada|60.0|-96.0|CA|9984670|37000000|US|
690791|Ukraine|49.0|32.0|UA|603700|44600000|BY HU MD PL RO RU SK|Україна
2921044|Germany|51.0|10.0|DE|357021|83000000|AT BE CH CZ DK FR LU NL PL|Deutschland
"""

# geonameid, name, latitude, longitude, feature, country, admin1, population, other names
PLACES = """
587084|Baku|40.378|49.892|PPLC|AZ|09|2351300|Bakı;Баку;Bakou
148445|Astara|38.456|48.875|PPL|AZ|08|15190|Астара
142676|Āstārā|38.431|48.870|PPL|IR|08|39065|Astara;آستارا
148141|Jabrayil|39.399|47.028|PPL|AZ|14|9600|Cəbrayıl;Jebrail;Джебраил
147982|Imishli|39.871|48.060|PPL|AZ|24|34178|İmişli;Имишли
586523|Ganja|40.683|46.361|PPL|AZ|20|303268|Gəncə;Gyandzha
147622|Lankaran|38.753|48.851|PPL|AZ|29|51300|Lənkəran
148619|Agdam|39.991|46.930|PPL|AZ|03|36000|Ağdam
146970|Khankendi|39.818|46.753|PPL|AZ|61|2100|Stepanakert;Xankəndi;Степанакерт
147425|Shusha|39.760|46.750|PPL|AZ|55|5000|Şuşa;Shushi
323786|Ankara|39.920|32.854|PPLC|TR|68|3517182|Анкара
745044|Istanbul|41.014|28.950|PPL|TR|34|14804116|İstanbul;Constantinople
616052|Yerevan|40.182|44.515|PPLC|AM|11|1093485|Երևան;Ереван;Erevan
616635|Gyumri|40.789|43.847|PPL|AM|07|148381|Leninakan
611717|Tbilisi|41.694|44.834|PPLC|GE|51|1049498|Тбилиси
615532|Batumi|41.642|41.634|PPL|GE|04|121806|
112931|Tehran|35.694|51.422|PPLC|IR|26|7153309|Teheran;تهران
4140963|Washington|38.895|-77.036|PPLC|US|DC|689545|Washington, D.C.;Washington DC
5128581|New York City|40.714|-74.006|PPL|US|NY|8804190|New York;NYC
4717560|Paris|33.661|-95.556|PPL|US|TX|24782|
4250542|Springfield|39.802|-89.644|PPL|US|IL|116565|
4409896|Springfield|37.215|-93.298|PPL|US|MO|167000|
4951788|Springfield|42.101|-72.590|PPL|US|MA|154341|
4180439|Atlanta|33.749|-84.388|PPL|US|GA|463878|
5809844|Seattle|47.606|-122.332|PPL|US|WA|684451|
4297983|Lexington|37.989|-84.478|PPL|US|KY|314488|
2988507|Paris|48.853|2.349|PPLC|FR|11|2138551|Paname;Париж;Παρίσι
2995469|Marseille|43.297|5.381|PPL|FR|93|870731|Marseilles
2643743|London|51.509|-0.126|PPLC|GB|ENG|8961989|Londres;Лондон
6058560|London|42.983|-81.233|PPL|CA|08|346765|
2655603|Birmingham|52.481|-1.900|PPL|GB|ENG|1144919|
4049979|Birmingham|33.521|-86.802|PPL|US|AL|200733|
2643123|Manchester|53.481|-2.237|PPL|GB|ENG|395515|
524901|Moscow|55.752|37.616|PPLC|RU|48|10381222|Москва;Moskva
498817|Saint Petersburg|59.939|30.314|PPL|RU|66|5351935|St. Petersburg;Leningrad;Санкт-Петербург
558418|Groznyy|43.312|45.689|PPL|RU|12|226100|Grozny;Грозный
6094817|Ottawa|45.411|-75.698|PPLC|CA|08|812129|
6167865|Toronto|43.706|-79.399|PPL|CA|08|2731571|
703448|Kyiv|50.455|30.524|PPLC|UA|12|2797553|Kiev;Київ;Киев
706483|Kharkiv|49.981|36.253|PPL|UA|07|1430885|Kharkov;Харків
2950159|Berlin|52.524|13.411|PPLC|DE|16|3426354|
2867714|Munich|48.137|11.575|PPL|DE|02|1260391|München
4197000|Georgia|32.750|-83.500|ADM1|US|GA|8975842|State of Georgia
5815135|Washington|47.500|-120.502|ADM1|US|WA|6271775|Washington State;State of Washington
4138106|District of Columbia|38.917|-77.000|ADM1|US|DC|552433|
4736286|Texas|31.250|-99.250|ADM1|US|TX|22875689|
6254925|Kentucky|38.200|-84.878|ADM1|US|KY|4206074|
5128638|New York|43.000|-75.500|ADM1|US|NY|19274244|New York State
6269131|England|52.160|-0.703|ADM1|GB|ENG|57106398|
2638360|Scotland|56.000|-4.000|ADM1|GB|SCT|5404700|
6093943|Ontario|49.250|-84.500|ADM1|CA|08|12861940|
2951839|Bavaria|49.000|11.500|ADM1|DE|02|13076721|Bayern
569665|Chechnya|43.400|45.700|ADM1|RU|12|1414000|Chechen Republic;Чечня
484048|Tatarstan|55.550|50.933|ADM1|RU|73|3894000|
4293382|Fayette County|38.042|-84.459|ADM2|US|KY|314488|
6255148|Europe|48.691|9.141|CONT|||741000000|Европа
3373405|Atlantic Ocean|10.000|-25.000|OCN||||Atlantic
630671|Black Sea|43.000|34.000|SEA||||
630672|Caspian Sea|42.000|50.500|SEA||||Caspian
2147714|Sydney|-33.868|151.207|PPL|AU|02|4627345|
2198148|Suva|-18.142|178.442|PPLC|FJ|01|88271|
"""

# key, name, latitude, longitude, feature, radius in m, where_prec, country, other names
REGIONS = """
dl:karabakh|Karabakh|39.8|46.8|RGN|60000|5|AZ|Nagorno-Karabakh;Qarabağ;Artsakh;Карабах
dl:donbas|Donbas|48.3|38.0|RGN|150000|5|UA|Donbass;Донбас
dl:middle-east|Middle East|29.0|41.0|RGN|1500000|5||Mideast
"""

# form, target: a geonameid, a country code or a key above
DEMONYMS = """
Azerbaijani:AZ Azerbaijanis:AZ Azeri:AZ Turkish:TR Turks:TR Turk:TR Armenian:AM Armenians:AM
Georgian:GE Georgians:GE Iranian:IR Iranians:IR American:US Americans:US French:FR British:GB
Britons:GB English:6269131 Scottish:2638360 Russian:RU Russians:RU Canadian:CA Ukrainian:UA
Ukrainians:UA German:DE Germans:DE Chechen:569665 Texan:4736286 Parisian:2988507 Londoner:2643743
European:6255148
"""
ABBREVIATIONS = "US:US U.S.:US USA:US UK:GB U.K.:GB D.C.:4140963 Ky.:6254925 KY:6254925 TX:4736286"


def build_tiny_gazetteer(path: Path) -> Gazetteer:
    """Build the tiny world at ``path`` and open it."""
    with GazetteerStore(path) as store:
        _add_countries(store)
        _add_places(store)
        _add_regions(store)
        for words, demonym in ((DEMONYMS, True), (ABBREVIATIONS, False)):
            for pair in words.split():
                name, _, target = pair.rpartition(":")
                kind = DEMONYM if demonym else abbreviation_kind(name)
                store.add_names([(_ref(store, target), name, kind)])
        store.finish(
            {"built": "2000-01-01", "source": "tests", "licence": "CC BY 4.0, GeoNames", "dump": ""}
        )
    return Gazetteer.open(path)


def _ref(store: GazetteerStore, target: str) -> int:
    return int(target) if target.isdecimal() else store.countries[target]


def _add_countries(store: GazetteerStore) -> None:
    for line in COUNTRIES.strip().splitlines():
        ref, name, latitude, longitude, code, area, people, neighbours, names = line.split("|")
        store.countries[code] = store.add(
            SourcePlace(
                geonameid=int(ref),
                name=name,
                latitude=float(latitude),
                longitude=float(longitude),
                feature="PCLI",
                country=code,
                population=int(people),
                radius_m=round((int(area) / 3.14159) ** 0.5) * 1000,
            )
        )
        store.neighbours[code] = neighbours
        store.add_names((int(ref), other, ALTERNATE) for other in names.split(";"))


def _add_places(store: GazetteerStore) -> None:
    for line in PLACES.strip().splitlines():
        ref, name, latitude, longitude, feature, code, admin1, people, names = line.split("|")
        if feature == "PPLC":
            store.capitals[code] = int(ref)
        if feature == "ADM1":
            store.divisions[code, admin1] = int(ref)
        store.add(
            SourcePlace(
                geonameid=int(ref),
                name=name,
                latitude=float(latitude),
                longitude=float(longitude),
                feature=feature,
                country=code,
                admin1=admin1,
                population=int(people or 0),
                names=tuple(filter(None, names.split(";"))),
            )
        )


def _add_regions(store: GazetteerStore) -> None:
    for line in REGIONS.strip().splitlines():
        key, name, latitude, longitude, feature, radius, precision, code, names = line.split("|")
        store.add(
            SourcePlace(
                key=key,
                name=name,
                latitude=float(latitude),
                longitude=float(longitude),
                feature=feature,
                country=code,
                radius_m=int(radius),
                where_prec=int(precision),
                names=tuple(names.split(";")),
                boost=3.0,
            )
        )
