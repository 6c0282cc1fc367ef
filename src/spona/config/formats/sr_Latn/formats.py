"""Serbian in Latin: short days stand below each other, so days and months have two figures."""

SHORT_DATE_FORMAT = "d.m.Y."
SHORT_DATETIME_FORMAT = "d.m.Y. H:i"
