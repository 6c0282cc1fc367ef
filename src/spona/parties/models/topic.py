"""What organisations care about, as a list the network agrees on."""

from __future__ import annotations

from django.db import models

from spona.kernel.models import NetworkRecord, Translated, TranslatedField
from spona.parties.models.organisation import Organisation
from spona.parties.states import TopicScheme


class Topic(NetworkRecord):
    """One topic. The seventeen goals come with ``parties.actions.seed_topics``; networks add their own."""

    scheme = models.CharField(max_length=8, choices=TopicScheme)
    code = models.CharField(max_length=40)
    label = TranslatedField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "scheme", "code"], name="topic_once")]

    def __str__(self) -> str:
        return self.label.text()


class OrganisationTopic(NetworkRecord):
    """An organisation works on a topic."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="organisations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "topic"], name="organisation_topic_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.topic_id}"


SDG_LABELS: dict[str, Translated] = {
    "1": Translated.of(
        "No poverty", "en", sr_latn="Svet bez siromaštva", hr="Svijet bez siromaštva", bg="Изкореняване на бедността"
    ),
    "2": Translated.of("Zero hunger", "en", sr_latn="Svet bez gladi", hr="Svijet bez gladi", bg="Край на глада"),
    "3": Translated.of(
        "Good health and well-being",
        "en",
        sr_latn="Dobro zdravlje",
        hr="Zdravlje i blagostanje",
        bg="Добро здраве и благополучие",
    ),
    "4": Translated.of(
        "Quality education",
        "en",
        sr_latn="Kvalitetno obrazovanje",
        hr="Kvalitetno obrazovanje",
        bg="Качествено образование",
    ),
    "5": Translated.of(
        "Gender equality", "en", sr_latn="Rodna ravnopravnost", hr="Rodna ravnopravnost", bg="Равенство между половете"
    ),
    "6": Translated.of(
        "Clean water and sanitation",
        "en",
        sr_latn="Čista voda i sanitarni uslovi",
        hr="Čista voda i sanitarni uvjeti",
        bg="Чиста вода и санитарно-хигиенни условия",
    ),
    "7": Translated.of(
        "Affordable and clean energy",
        "en",
        sr_latn="Dostupna i čista energija",
        hr="Pristupačna i čista energija",
        bg="Достъпна и чиста енергия",
    ),
    "8": Translated.of(
        "Decent work and economic growth",
        "en",
        sr_latn="Dostojanstven rad i ekonomski rast",
        hr="Dostojanstven rad i gospodarski rast",
        bg="Достоен труд и икономически растеж",
    ),
    "9": Translated.of(
        "Industry, innovation and infrastructure",
        "en",
        sr_latn="Industrija, inovacije i infrastruktura",
        hr="Industrija, inovacije i infrastruktura",
        bg="Промишленост, иновации и инфраструктура",
    ),
    "10": Translated.of(
        "Reduced inequalities",
        "en",
        sr_latn="Smanjenje nejednakosti",
        hr="Smanjenje nejednakosti",
        bg="Намаляване на неравенствата",
    ),
    "11": Translated.of(
        "Sustainable cities and communities",
        "en",
        sr_latn="Održivi gradovi i zajednice",
        hr="Održivi gradovi i zajednice",
        bg="Устойчиви градове и общности",
    ),
    "12": Translated.of(
        "Responsible consumption and production",
        "en",
        sr_latn="Odgovorna potrošnja i proizvodnja",
        hr="Odgovorna potrošnja i proizvodnja",
        bg="Отговорно потребление и производство",
    ),
    "13": Translated.of(
        "Climate action", "en", sr_latn="Akcija za klimu", hr="Djelovanje za klimu", bg="Действия за климата"
    ),
    "14": Translated.of(
        "Life below water", "en", sr_latn="Život pod vodom", hr="Život pod vodom", bg="Живот под водата"
    ),
    "15": Translated.of("Life on land", "en", sr_latn="Život na zemlji", hr="Život na kopnu", bg="Живот на сушата"),
    "16": Translated.of(
        "Peace, justice and strong institutions",
        "en",
        sr_latn="Mir, pravda i snažne institucije",
        hr="Mir, pravda i snažne institucije",
        bg="Мир, правосъдие и силни институции",
    ),
    "17": Translated.of(
        "Partnerships for the goals",
        "en",
        sr_latn="Partnerstvom do ciljeva",
        hr="Partnerstvom do ciljeva",
        bg="Партньорства за целите",
    ),
}
"""Short names of the goals of the 2030 Agenda (A/RES/70/1) in the wording in use in each language."""
