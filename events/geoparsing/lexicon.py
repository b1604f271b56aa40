"""Closed lists of English words that tell names of places from other words, and roles apart.

Written by hand from the grammar of news English; nothing here is taken from any annotated text.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Prepositions after which a name is mostly somewhere.
LOCATIVE = _words(
    "in at near around across throughout inside outside within into toward towards through over"
    " above below beneath along between beyond via off onto upon from to behind"
)
#: Of these, the ones that hardly ever stand before people or governments.
STRONGLY_LOCATIVE = _words(
    "in at near around across throughout inside outside within into through along off onto"
)

#: Small words that may stand inside a name.
PARTICLES = _words(
    "of the and de la le du des el al on upon in sur am an der den van do da dos das di del e y"
    " a bin ben ul ur es d l san von und et les los las st ste under by en lez"
)
#: Small words that may begin one, joined by a hyphen or a space: al-Tanf, el Arish.
LEADING_PARTICLES = _words("al el ar as ad an at ed es ash az")

#: Words that end the name of a feature: Licking County, Fore Street.
GENERIC_LAST = _words(
    "county parish district province region governorate oblast krai raion prefecture state"
    " territory township borough municipality canton department division river creek lake bay"
    " sea ocean gulf strait channel canal island islands isle isles peninsula cape coast beach"
    " harbor harbour port valley mountain mountains mount hill hills desert plain plateau forest"
    " park reservoir falls dam bridge tunnel pass basin delta reef springs street avenue road"
    " boulevard drive lane highway parkway square plaza trail court crescent terrace place st"
    " ave rd blvd hwy dr ln way turnpike route expressway freeway airport station stadium arena"
    " cathedral church mosque temple palace castle prison cemetery hospital university college"
    " school village city town base airfield camp heights gardens"
)
#: Of these, the ones that make a new place of the name before them (not an organisation).
STREETS = _words(
    "street avenue road boulevard drive lane highway parkway trail crescent terrace st ave rd"
    " blvd hwy dr ln turnpike expressway freeway route"
)
DIVISIONS = _words(
    "county parish district province region governorate oblast krai raion prefecture state"
    " territory township borough municipality canton co"
)
NATURE = _words(
    "river creek lake bay sea ocean gulf strait channel canal island islands isle isles"
    " peninsula cape beach valley mountain mountains mount desert plateau forest reservoir falls"
    " basin delta"
)
#: Words that begin one: Lake Huron, Mount Etna, Fort Hood.
GENERIC_FIRST = _words("lake mount mt fort ft cape gulf bay port strait isle river camp point")

#: A name before or around one of these names an organisation, not a place.
ORGANISATION = _words(
    "university college school academy institute institution ministry department police army"
    " navy force forces council court bank times post news herald tribune journal gazette press"
    " daily star chronicle association authority agency bureau commission committee company co"
    " corp corporation inc ltd llc plc group party union federation foundation fund organization"
    " organisation club fc united city team league hospital clinic church society museum office"
    " sheriff senate parliament congress assembly government embassy airlines airways air"
    " railways railroad energy oil gas power electric water motors stock exchange board service"
    " services center centre program project festival orchestra symphony theatre theater library"
    " magistrates guard command fire emergency medical health community public national"
    " international central royal state federal district superior circuit municipal high middle"
    " elementary conference summit agreement accord treaty declaration championship cup open"
    " games marathon bulldogs tigers eagles wildcats lions bears hawks"
)
#: A name after one of these is mostly a person.
PERSON_TITLES = _words(
    "mr mrs ms miss dr sir dame lord lady prof professor president minister premier chancellor"
    " senator sen rep representative governor gov mayor judge justice general gen colonel col"
    " captain capt lieutenant lt sergeant sgt major maj officer detective chief secretary king"
    " queen prince princess pope bishop archbishop cardinal rev reverend father sister brother"
    " coach manager spokesman spokeswoman spokesperson director chairman chairwoman attorney"
    " ambassador sheriff deputy commissioner councilman councilwoman councillor principal actor"
    " actress singer author st saint"
)
MONTHS_AND_DAYS = _words(
    "january february march april may june july august september october november december jan"
    " feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday"
    " saturday sunday mon tue tues wed thu thur thurs fri sat sun easter christmas ramadan"
)
#: Everyday words and person names that are also towns somewhere.
COMMON_WORDS = _words(
    "of the a an and or but in on at to by as is it be was are this that he she they we you i"
    " his her their our my its not no yes so if then than when where who what why how which all"
    " any some most more many much few other another such same own new old good best great big"
    " small long short high low first second third last next early late young right left white"
    " black red green blue brown gray grey gold silver reading nice mobile police march may bath"
    " rugby sandwich hope love joy faith grace liberty freedom justice union independence"
    " enterprise commerce trade industry central center centre main park hill hall house home"
    " church school college university hospital bank bar club court lake river bay beach island"
    " field forest wood woods stone rock bridge ford mill mills spring springs summer fall"
    " winter day night morning sun moon star earth water fire air ice snow rain wind storm lead"
    " deal battle war peace speed force power energy radio media times post sport sports game"
    " games team coach king queen prince pope bishop lord baron duke earl major general captain"
    " sergeant chief president governor mayor man men woman women child children boy boys girl"
    " girls son sons father mother brother sister family people person friend friends god christ"
    " jesus bible angel cross holy saint mission temple bond bend ball bell book box boss bray"
    " buy call can car card care case cash cat city clay coal come cook corner cost country"
    " county could crane crown date dates dead deer divide dollar door down dream drum dry due"
    " during east ever every face fact fair farm fast feb fine fish flag floor flow for forget"
    " found four fox franklin free from front fun gap gas gate gay golf government group guy had"
    " ham has have head hell help here hero hit hot hour hours idea image intercourse inside"
    " into jackson james job john johnson jones jordan judge july just key kent kid lance large"
    " law lay lee less let lewis life light like line lion live lone look lost made mars martin"
    " mason mercury miller mine minor moore moss motor music nelson never north novice now oil"
    " one only open orange order others over paul paradise parks part past patrick pay perry"
    " peter pie plain plan plant poll poor pop prague premier price prior progress public real"
    " republic rich ring robinson rome rose roy russell said sale sales sam santa scott sea seed"
    " serve set seven sign simon six smith soap social soda south square stage start state"
    " station steel stella still street success sugar suit surprise taft taylor ten texas three"
    " time tip today ton top tower town trail troy true truth turkey twin two un under united"
    " universal up us vale van very victor victory view village violet virgin volunteer wales"
    " walker warren wash washington watch way webster week welcome well wells west wilson winner"
    " wisdom with wolf world worth would year years yellow york chad israel charlotte austin"
    " madison sydney paris victoria sofia florence chelsea brooklyn dallas houston lincoln"
    " carter clinton nixon hamilton hudson morgan murray douglas dixon bradley chester clifton"
    " harrison hayward howard irving jefferson kingston lawrence leon marion melbourne milton"
    " montgomery newton norman parker preston quincy sidney stanley vernon wayne winston data"
    " split along tours angers apple orient pearl eagle internet web news english senate"
    " congress democrats republicans parliament moor euro delta alpha beta omega gamma sigma"
    " phoenix cocos corona eden imperial royal nova via"
)

#: Subjects of these speak and decide: a place that does is its government or people.
DECISION_VERBS = _words(
    "say tell announce warn claim accuse deny confirm report declare state add insist argue"
    " urge call demand ask request vow pledge promise threaten refuse reject accept agree sign"
    " ratify approve ban block veto impose lift sanction condemn criticize criticise blame"
    " praise welcome support back oppose vote want seek hope plan intend decide consider believe"
    " think know fear recognize recognise expect prefer pursue propose offer invite expel summon"
    " recall retaliate respond negotiate mediate broker discuss meet cooperate withdraw deploy"
    " invade attack bomb shell strike fire launch test fund finance buy sell export import"
    " supply send deport extradite arrest jail free release win lose beat defeat draw score play"
    " compete qualify host lead finish trail join leave quit enter ally celebrate mark protest"
    " complain suspect face owe pay spend invest borrow lend hold take make give let allow help"
    " try continue begin start stop keep use need get put set move push press pressure act react"
    " intervene annex liberate occupy surrender"
)
#: Nouns that hold between states, teams or peoples.
RELATION_NOUNS = _words(
    "war conflict talk relation tie agreement deal treaty accord ceasefire truce peace tension"
    " dispute cooperation negotiation dialogue alliance rivalry match game series trade"
    " partnership friendship hostility clash summit pact contact exchange rapprochement standoff"
    " feud row understanding"
)
#: Nouns that such a noun is not literal beside: "policy of France".
INSTITUTION_NOUNS = _words(
    "government president minister leader official army military force troop police parliament"
    " senate congress court embassy ambassador team side club player coach people citizen"
    " national economy currency policy law constitution authority regime state spokesman"
    " spokeswoman spokesperson foreign voter bank company firm group party diplomat"
)
#: Nouns of which a place is literal: "the city of", "residents of", "the coast of".
PLACE_NOUNS = _words(
    "city town village suburb district neighborhood neighbourhood province region state county"
    " capital coast shore north south east west center centre part area outskirts island port"
    " border street road airport resident inhabitant mayor population mountain river lake valley"
    " territory soil land place site corner heart middle edge side mile kilometer kilometre"
)
#: Verbs of going, being and happening.
PLACE_VERBS = _words(
    "live arrive travel go come return fly drive move visit reach leave flee enter cross tour"
    " bear raise grow locate situate base settle stay remain happen occur take hold kill injure"
    " arrest hit strike rock flood destroy evacuate surround besiege capture seize liberate land"
    " stop head walk run pass encompass include cover"
)
#: Where these stand, a town is mostly its team.
SPORT_WORDS = _words(
    "game match season coach team league cup goal goalkeeper striker midfielder defender"
    " quarter half inning homer touchdown quarterback rebound pointer playoff tournament"
    " champion championship semifinal scorer innings wicket batsman bowler football soccer"
    " basketball baseball hockey cricket rugby tennis"
)
#: Words before a name that mean a part of the place, or more than it.
DIRECTIONS = _words(
    "north south east west northern southern eastern western central upper lower greater inner"
    " outer downtown mid northeast northwest southeast southwest northeastern northwestern"
    " southeastern southwestern metropolitan"
)

#: Armed groups, parties, parliaments, agencies and persons of the news that share their name with a
#: town somewhere.
KNOWN_OTHERWISE = _words(
    "abbas ahmed ali amal arafat assad biden castro clinton daesh duma erdogan fatah gandhi hamas"
    " hassan hezbollah hussein ibrahim isis karzai khan khomeini knesset likud lenin maduro majlis"
    " mandela merkel modi mohammed mubarak mugabe netanyahu obama olympic osama putin reuters"
    " saddam sadr saleh shabaab stalin taliban tass tito trump wagner xi xinhua zelensky"
)
#: What is done to towns in wars, and the nouns for it.
TAKEN = _words(
    "attack besiege bomb bombard capture encircle enter evacuate flatten flee hit hold leave loot"
    " liberate occupy overrun raid reach recapture regain retake seize shell storm strike surround"
)
TAKING = _words(
    "assault bombardment bombing capture evacuation fall liberation occupation outskirts raid"
    " recapture seizure shelling siege storming"
)
