"""Function words, written the way `fold` writes them. They carry no subject and tell languages apart."""

from __future__ import annotations

_BCMS = (
    "a ako ali an bez bi bice bila bile bili bilo bio biti buduci ce cega cemo ces cete cija cije ciji cim da "
    "dakle do dok duz ga gde god i iako ih ili im ima imaju ipak isto iz iza izmedu iznad ja je jedan jedna "
    "jedno jer jesam jesi jest jeste jesu jos ju k ka kad kada kako kao ko koga koja koje kojeg kojem koji kojih "
    "kojim kojima koju kroz li mada me medu mi mimo mnogo mogu moj moja moje moze mu na nad nakon nam nama nas "
    "nasa nase ne nego neka neke neki neko nekoliko nema nesto ni nije nikad nisu niti nje njega njegov njegova "
    "njegove njemu njen njena njih njihov njihova njihove njim njima njoj nju no o od odnosno oko on ona one oni "
    "ono osim ova ovaj ove ovi ovih ovo ovog ovom pa pak po pod pored posle poslije pre pred preko prema pri "
    "prije pritom radi s sa sam samo se sebe si sta sto su sva svaka svake svaki sve svi svih svim svog svoj "
    "svoja svoje svojih svoju ta tada taj tako takode takoder te tebe ti tih tim time tko to tog toga toj tom tu "
    "u uz vam vas vase vec vi vise vrlo za zato zbog"
)
_MK = (
    "a ako ama beshe bez bi bidejki bil bila bile bilo da deka do dodeka dur e eden edna edno gi go i iako ili "
    "im ima imaat istaa iz ja jas kade kaj kako ke kje koe koga koi koj koja kolku kon li me megju meju mi mozat "
    "moze mu na nad nas nasa nase ne nea nego nekoi nema ni niv nivnata nivni nivnite no od oti otkako ova ovaa "
    "ovie ovoj pa po pod pokraj poradi pred preku pri pritoa raz s se sebe si site sme so spored ste sto sum taa "
    "tie toa toga toj toku tuka u uste va vi vie vo vrz za zad zatoa zosto"
)
_BG = (
    "a ako ala badat bade bese beshe bez bi bil bila bili bilo ce cesto cieto cij cijto cjato da dali do dokato "
    "dori e edin edna edni edno go i ili im ima imat iz ja kak kakto kam koeto koga kogato koi koito koj kojato "
    "kojto kolko li me mezdu mi mnogo mogat moze mu na nad naj nas nasata nasite ne nego neja nejnata ni nie "
    "njakoi no obace osven ot po pod podobno poradi pred predi prez pri s sa sam samo sas se sega si sled sme "
    "ste sto stoto tak taka takava tam tazi te tezi ti tja tjah to toj tova tozi tuk u v vas vasu vav vie vraz "
    "vruz vrz vse vseki vsicki za zad zaedno zasto zatova"
)
_TR = (
    "acaba ama ancak artik aslinda az bana bazi ben beni bir biraz biri birkac birsey biz bize bizi bu bunlar "
    "bunu bunun cok cunku da daha de defa degil diye dolayi eden edilen en etmek fakat gibi gore ha hem hep her "
    "hic icin iken ile ise kadar kendi ki kim mi mu nasil ne neden nerede nicin o olan olarak oldu oldugu olmak "
    "olmasi olup olur on ona onlar onlari onun oysa sadece sen siz sonra su tarafindan tum uzere var ve veya ya "
    "yani yine yok zaten"
)
_SK = (
    "a aby aj ak ako ale alebo ani asi az bez bol bola boli bolo bude budu by byt cez ci co dalsi dalsie do ho i "
    "ich im ine iny ja je jeden jedna jedno jeho jej jemu k kazdy kde kdo ked ktora ktore ktoreho ktori ktory "
    "ktorych ktorym ku ma maju medzi mi moze mozu mu na nad nam nas nase nasi nebo nech nich nie nim o od on ona "
    "oni ono po pod podla pre pred preto pretoze pri s sa si sme so som ste su svoj svoje svojich ta tak takze "
    "tam tato te ten tento tieto tiez to toho tom tomu toto tu ty u uz v vam vas vo vsak vsetci vsetky z za ze "
    "zo"
)
_SQ = (
    "a ai ajo ala apo as asaj ata atij ato atyre c cdo cfare deri dhe dicka disa do duke e edhe eshte gjate "
    "gjithe i ia ishin ishte ja jane je jemi jo ka kam kane ke kesaj kete ketij keto ku kur kush mbi me mes mund "
    "na ndaj nder ne nen nese nga nje nuk o ose pa para pas per permes perms po por prej qe qene s sa saj se "
    "secili sepse si sic sipas te tek ti tij tyre u une vet vete vetem"
)
_EN = (
    "a about above after again against all also although am among an and any are as at be because been before "
    "being below between both but by can could did do does doing down during each either else etc ever every few "
    "for from further had has have having he her here hers him his how however i if in into is it its itself "
    "just may me might more most much must my no nor not now of off on once one only or other our ours out over "
    "own per same shall she should since so some such than that the their theirs them then there these they this "
    "those through thus to too toward towards under until up upon us very via was we were what when where "
    "whether which while who whom whose why will with within without would yet you your"
)

STOP_WORDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("sr", "hr", "bs", "cnr"), frozenset(_BCMS.split())),
    "mk": frozenset(_MK.split()),
    "bg": frozenset(_BG.split()),
    "tr": frozenset(_TR.split()),
    "sk": frozenset(_SK.split()),
    "sq": frozenset(_SQ.split()),
    "en": frozenset(_EN.split()),
}
