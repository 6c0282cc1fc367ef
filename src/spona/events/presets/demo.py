"""The demo fair's content: invented organisations with texts of the kind real ones write, in several languages.

Every organisation here is invented and says so in its name ("primer", "пример", "primjer"); people are drawn by Faker
when the demo is written. Subjects repeat on both sides in different languages, so that suggestions have something to
find.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoParty:
    """One invented organisation at the demo fair: what it is called, where it is, what it brings."""

    side: str
    name: str
    language: str
    country: str
    town: str
    title: str
    text: str


MARKS = {"sr-latn": "primer", "sr": "пример", "hr": "primjer", "bg": "пример", "bs": "primjer", "en": "example"}
"""The word that tells every reader that an organisation is invented."""


def _cso(name: str, language: str, country: str, town: str, title: str, text: str) -> DemoParty:
    return DemoParty("cso", f"{name} ({MARKS[language]})", language, country, town, title, text)


def _company(name: str, language: str, country: str, town: str, title: str, text: str) -> DemoParty:
    return DemoParty("company", f"{name} ({MARKS[language]})", language, country, town, title, text)


def _town(name: str, language: str, country: str, town: str, title: str, text: str) -> DemoParty:
    return DemoParty("town", f"{name} ({MARKS[language]})", language, country, town, title, text)


CSOS = (
    _cso(
        "Udruženje Druga obala",
        "sr-latn",
        "RS",
        "Niš",
        "Pekara koja zapošljava",
        "Otvaramo pekaru u kojoj rade mladi sa intelektualnim teškoćama. Prostor imamo. Tražimo kompaniju koja bi nas "
        "naučila nabavci i ceni proizvoda i koja bi dva puta nedeljno kupovala doručak za svoje zaposlene.",
    ),
    _cso(
        "Центар Светионик",
        "sr",
        "RS",
        "Крушевац",
        "Дигитална писменост старијих",
        "Волонтери из компанија једном недељно помажу старијим суграђанима да заврше послове преко телефона: банка, "
        "заказивање код лекара, разговор са децом у иностранству. Треба нам двадесет половних таблета и пет предавача.",
    ),
    _cso(
        "Ekološki pokret Čista reka",
        "sr-latn",
        "RS",
        "Leskovac",
        "Obala bez otpada",
        "Čistimo obale i merimo kvalitet vode zajedno sa školama. Nudimo volonterski dan za timove zaposlenih, sa "
        "merenjem učinka. Tražimo prevoz otpada i opremu za merenje.",
    ),
    _cso(
        "Omladinski klub Korak dalje",
        "sr-latn",
        "RS",
        "Beograd",
        "Prvi posao",
        "Pripremamo mlade iz hraniteljskih porodica za prvi posao: biografija, razgovor, probni dan u firmi. Tražimo "
        "mentore među zaposlenima i mesta za kratku praksu.",
    ),
    _cso(
        "Udruga Kreativna radionica",
        "hr",
        "HR",
        "Rijeka",
        "Od otpada do namještaja",
        "U zadruzi od otpadnog drva i tekstila izrađujemo namještaj za urede. Tražimo tvrtke koje bi nam prepustile "
        "otpadni materijal i naručile prvu seriju.",
    ),
    _cso(
        "Udruga Sunčani put",
        "hr",
        "HR",
        "Zagreb",
        "Igra bez prepreka",
        "Gradimo igralište pristupačno djeci s teškoćama u razvoju. Potrebni su nam projektant, gradski prostor i "
        "tvrtka koja bi dala materijal ili radnu akciju zaposlenika.",
    ),
    _cso(
        "Сдружение Нов хоризонт",
        "bg",
        "BG",
        "Враца",
        "Професии за млади хора",
        "Младежи без работа учат занаят при местни фирми: заваряване, обслужване на машини, готварство. Търсим "
        "компании, които приемат стажанти и плащат за обучението им.",
    ),
    _cso(
        "Фондация Зелен град",
        "bg",
        "BG",
        "София",
        "Градини между блоковете",
        "Правим общи градини с жителите на кварталите. Предлагаме на фирмите доброволчески ден на открито. Търсим "
        "инструменти, разсад и съгласие на общината за терен.",
    ),
    _cso(
        "Udruženje Most",
        "bs",
        "BA",
        "Sarajevo",
        "Žene pokreću posao",
        "Žene iz malih mjesta uče da vode obrt: knjige, cijena, prodaja na internetu. Tražimo mentore iz firmi i "
        "banku koja bi dala povoljan mali kredit.",
    ),
    _cso(
        "Centar za podršku Iskra",
        "bs",
        "BA",
        "Tuzla",
        "Kuhinja zajednice",
        "Spašavamo hranu iz trgovina i kuhamo za starije osobe koje žive same. Potrebni su nam hladnjača, vozilo i "
        "dogovor s trgovačkim lancem o viškovima.",
    ),
    _cso(
        "Удружење Дуга",
        "sr",
        "RS",
        "Ниш",
        "Читаоница на точковима",
        "Покретна библиотека обилази села без библиотеке. Тражимо возило, књиге на више језика и компанију која би "
        "покрила гориво за годину дана.",
    ),
    _cso(
        "Inkluzivna zadruga Zajedno",
        "sr-latn",
        "RS",
        "Novi Sad",
        "Hartija po meri",
        "Osobe sa invaliditetom izrađuju poslovne poklone i vezuju sveske. Nudimo kompanijama proizvode umesto obaveze "
        "zapošljavanja. Tražimo kupce i savet za pakovanje.",
    ),
    _cso(
        "Udruga Plavi val",
        "hr",
        "HR",
        "Split",
        "More bez plastike",
        "Ronioci i škole čiste podmorje i popisuju otpad. Nudimo tvrtkama dan čišćenja s izvještajem o prikupljenom "
        "otpadu. Tražimo brod i opremu.",
    ),
    _cso(
        "Сдружение Ръка за ръка",
        "bg",
        "BG",
        "Пловдив",
        "Дигитални умения за възрастни",
        "Доброволци учат пенсионери да ползват телефон и електронни услуги. Търсим употребявани таблети и служители, "
        "които да бъдат обучители два часа седмично.",
    ),
    _cso(
        "Savetovalište Tihi sat",
        "sr-latn",
        "RS",
        "Kragujevac",
        "Razgovor koji pomaže",
        "Besplatno psihološko savetovanje za mlade, uživo i preko interneta. Tražimo pomoć u izradi platforme i "
        "kompaniju koja bi podržala dežurstvo vikendom.",
    ),
    _cso(
        "Community Kitchen Network",
        "en",
        "RS",
        "Beograd",
        "No meal wasted",
        "We link hotels and canteens that have food left with shelters that need it, by an app and a van. Looking for "
        "food donors, a refrigerated van and advice on food safety.",
    ),
    _cso(
        "Sportsko udruženje Svi na teren",
        "sr-latn",
        "RS",
        "Kruševac",
        "Sport za svu decu",
        "Treninzi za decu sa i bez smetnji u razvoju, zajedno. Tražimo salu, dresove i zaposlene koji bi pomagali kao "
        "treneri volonteri.",
    ),
    _cso(
        "Udruga Baština",
        "hr",
        "HR",
        "Rijeka",
        "Stari zanati, novi posao",
        "Majstori prenose tradicijske zanate mladima i razvijaju proizvode za turizam. Tražimo prostor, dizajnera i "
        "hotele koji bi prodavali proizvode.",
    ),
    _cso(
        "Центар за жене Снага",
        "sr",
        "RS",
        "Лесковац",
        "Почетак испочетка",
        "Подршка женама које излазе из насиља: обука за занимање, прва плата, становање. Тражимо послодавце који "
        "запошљавају са разумевањем и правну помоћ.",
    ),
    _cso(
        "Udruženje Pčelica",
        "bs",
        "BA",
        "Mostar",
        "Med za školu",
        "Porodice povratnika drže pčelinjake, a dio meda ide školama. Tražimo otkupljivača, ambalažu i savjet za "
        "izvoz.",
    ),
)

COMPANIES = (
    _company(
        "Panonska hrana d.o.o.",
        "sr-latn",
        "RS",
        "Novi Sad",
        "Hrana koja ne završava u otpadu",
        "Trgovački lanac sa 60 prodavnica. Doniramo viškove hrane i imamo hladnjače. Želimo partnere koji hranu "
        "bezbedno preuzimaju i koji zapošljavaju teže zapošljive.",
    ),
    _company(
        "Срма софтвер д.о.о.",
        "sr",
        "RS",
        "Ниш",
        "Програмери за заједницу",
        "Наши програмери имају 16 сати годишње за волонтирање. Правимо једноставне апликације за удружења и држимо "
        "обуке из дигиталне писмености. Имамо половне рачунаре и таблете.",
    ),
    _company(
        "Drvo i dom d.d.",
        "hr",
        "HR",
        "Rijeka",
        "Drveni ostaci traže dom",
        "Tvornica namještaja. Svakog mjeseca imamo otpadno drvo i tekstil. Možemo podučiti radu na strojevima i "
        "naručiti male serije od društvenih poduzeća.",
    ),
    _company(
        "Банка Хоризонт АД",
        "bg",
        "BG",
        "София",
        "Първи кредит",
        "Банка с програма за малки кредити на социални предприятия. Служителите ни са наставници по финанси. Търсим "
        "организации, които подготвят жени и млади хора за собствен бизнес.",
    ),
    _company(
        "Adria hoteli d.d.",
        "hr",
        "HR",
        "Split",
        "Turizam s lokalnim okusom",
        "Sedam hotela na obali. Kupujemo lokalne proizvode i darove za goste, zapošljavamo mlade i podržavamo čisto "
        "more. Imamo viškove hrane izvan sezone.",
    ),
    _company(
        "Balkan logistika d.o.o.",
        "sr-latn",
        "RS",
        "Beograd",
        "Kamion kad zatreba",
        "Vozni park od 120 vozila. Dajemo prevoz za akcije i zastarela vozila udruženjima. Tražimo volonterske akcije "
        "za 200 zaposlenih.",
    ),
    _company(
        "Метал Враца ООД",
        "bg",
        "BG",
        "Враца",
        "Майстори на бъдещето",
        "Машиностроителна фирма. Търсим стажанти и бъдещи заварчици; плащаме обучение. Подкрепяме местни инициативи за "
        "младежка заетост.",
    ),
    _company(
        "Sarajevski sokovi d.o.o.",
        "bs",
        "BA",
        "Sarajevo",
        "Otkup s pričom",
        "Otkupljujemo voće i med od malih proizvođača. Nudimo savjet o pakovanju, kvalitetu i izvozu. Želimo raditi sa "
        "ženskim zadrugama.",
    ),
    _company(
        "Zdravlje plus a.d.",
        "sr-latn",
        "RS",
        "Kragujevac",
        "Briga o mentalnom zdravlju",
        "Farmaceutska kompanija. Podržavamo savetovališta za mlade, sport dece i brigu o starijima. Dajemo novac, "
        "stručnjake i prostor za događaje.",
    ),
    _company(
        "Gradnja i prostor d.o.o.",
        "hr",
        "HR",
        "Zagreb",
        "Gradimo pristupačno",
        "Građevinska tvrtka. Dajemo materijal, projektante i radne akcije za igrališta i prostore udruga. Važna nam je "
        "pristupačnost.",
    ),
    _company(
        "Clear Water Tech Ltd",
        "en",
        "RS",
        "Beograd",
        "Measure what you clean",
        "We make sensors for water quality. We lend equipment and people to groups that clean rivers and the sea, and "
        "publish the data with them.",
    ),
    _company(
        "Tekstil Jug d.o.o.",
        "sr-latn",
        "RS",
        "Leskovac",
        "Drugi život tkanine",
        "Tekstilna fabrika. Dajemo ostatke tkanina i mašine, zapošljavamo žene iz osetljivih grupa i učimo ih poslu.",
    ),
    _company(
        "Media Most d.o.o.",
        "bs",
        "BA",
        "Tuzla",
        "Priče koje mijenjaju",
        "Agencija za komunikacije. Besplatno radimo kampanje, fotografije i prodaju na internetu za društvena "
        "preduzeća.",
    ),
    _company(
        "Енергия Тракия ЕАД",
        "bg",
        "BG",
        "Пловдив",
        "Енергия за квартала",
        "Енергийна компания с доброволческа програма за 500 служители. Подкрепяме градини, озеленяване и дигитални "
        "умения на възрастни клиенти.",
    ),
)

TOWNS = (
    _town(
        "Град Сунчани Брег",
        "sr",
        "RS",
        "Крушевац",
        "Простори за удружења",
        "Град уступа празне просторе удружењима која запошљавају теже запошљиве и раде са старијима. Тражимо компаније "
        "које би помогле да се простори уреде.",
    ),
    _town(
        "Općina Novi Most",
        "bs",
        "BA",
        "Mostar",
        "Lokalni fond za žene i mlade",
        "Općina sufinansira pokretanje poslova žena i mladih. Tražimo udruženja koja pripremaju i banke koje dopunjuju "
        "fond.",
    ),
    _town(
        "Община Речен град",
        "bg",
        "BG",
        "Враца",
        "Реката като парк",
        "Общината обновява брега на реката. Търсим доброволци от фирми, екологични организации и данни за чистотата на "
        "водата.",
    ),
    _town(
        "Grad Kamenica",
        "hr",
        "HR",
        "Rijeka",
        "Igrališta za svu djecu",
        "Grad daje zemljište za pristupačna igrališta i prostor za stare zanate. Tražimo udruge i tvrtke koje bi ih "
        "zajedno s nama uredile.",
    ),
)

PARTIES = (*CSOS, *COMPANIES, *TOWNS)
