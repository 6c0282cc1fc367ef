"""Numbers under which public registers know an organisation, and how to tell a mistyped one.

Every method says where it comes from. Where no published method was at hand only length and alphabet are looked at,
because refusing a number that exists does more harm than taking one with a slip.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from spona.kernel.models import NetworkRecord, Problem
from spona.parties.models.organisation import Organisation
from spona.parties.states import NumberScheme


class RegisterNumber(NetworkRecord):
    """One number of one organisation. The same number twice in a network means the same organisation, so it is
    refused.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="numbers")
    scheme = models.CharField(max_length=12, choices=NumberScheme)
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "scheme", "value"], name="register_number_once"),
            models.CheckConstraint(condition=~Q(value=""), name="register_number_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


def mod_11_10(digits: str) -> str:
    """Return the check digit of ISO/IEC 7064, MOD 11,10 (hybrid system). Catches every single changed digit."""
    carry = 10
    for digit in digits:
        carry = (carry + int(digit)) % 10 or 10
        carry = carry * 2 % 11
    return str((11 - carry) % 10)


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11


def _complement_11(weights: tuple[int, ...]) -> Callable[[str], str]:
    """A check digit that brings the weighted sum to a multiple of 11; ten and eleven are written as their last digit
    of mod 10.
    """

    def check_digit(digits: str) -> str:
        return str(-_weighted(digits, weights) % 11 % 10)

    return check_digit


def slovenian_tax(digits: str) -> str:
    """Weights 8 to 2, 11 minus the remainder, ten written as 0; remainder 0 is never issued (Tax Procedure Act, art.
    33).
    """
    remainder = _weighted(digits, (8, 7, 6, 5, 4, 3, 2))
    return "" if remainder == 0 else str((11 - remainder) % 10)


def bulstat(digits: str) -> str:
    """Return the last digit of a 9- or 13-digit EIK (Ordinance on the BULSTAT register, annex on the structure of the
    code).

    Nine digits: weights 1..8, and 3..10 where the first sum leaves ten. Thirteen: digits 9 to 12 with 2, 7, 3, 5,
    then 4, 9, 5, 7.
    """
    if len(digits) == 8:
        first, second, part = tuple(range(1, 9)), tuple(range(3, 11)), digits
    else:
        first, second, part = (2, 7, 3, 5), (4, 9, 5, 7), digits[8:12]
    remainder = _weighted(part, first)
    if remainder == 10:
        remainder = _weighted(part, second) % 10
    return str(remainder)


def turkish_vkn(digits: str) -> str:
    """Return the tenth digit of a Vergi Kimlik Numarası: the Revenue Administration's method of rotated digits and
    powers of two.
    """
    total = 0
    for index, digit in enumerate(digits):
        rotated = (int(digit) + 9 - index) % 10
        if rotated:
            total += rotated * 2 ** (9 - index) % 9 or 9
    return str(-total % 10)


@dataclass(frozen=True)
class Method:
    """How numbers of one register look: a pattern, the sentence for it, and the last digit from those before it."""

    pattern: str
    shape: object
    check_digit: Callable[[str], str] | None = None
    pad_to: int = 0
    prefix: str = ""


EIGHT_TO_TWO = (8, 7, 6, 5, 4, 3, 2)

METHODS: dict[str, Method] = {
    NumberScheme.RS_MB: Method(r"\d{8}", _("8 digits"), _complement_11((2, 7, 6, 5, 4, 3, 2))),
    NumberScheme.RS_PIB: Method(r"\d{9}", _("9 digits"), mod_11_10, prefix="RS"),
    NumberScheme.BA_JIB: Method(r"4\d{12}", _("13 digits, the first a 4")),
    NumberScheme.ME_PIB: Method(r"\d{8}", _("8 digits"), _complement_11(EIGHT_TO_TWO), prefix="ME"),
    NumberScheme.MK_EMBS: Method(r"\d{7}", _("7 digits"), pad_to=7),
    NumberScheme.MK_EDB: Method(
        r"\d{13}", _("13 digits"), _complement_11((7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)), prefix="MK"
    ),
    NumberScheme.BG_EIK: Method(r"\d{9}(\d{4})?", _("9 or 13 digits"), bulstat, prefix="BG"),
    NumberScheme.HR_OIB: Method(r"\d{11}", _("11 digits"), mod_11_10, prefix="HR"),
    NumberScheme.HR_MBS: Method(r"\d{9}", _("9 digits")),
    NumberScheme.SK_ICO: Method(r"\d{8}", _("8 digits"), _complement_11(EIGHT_TO_TWO), pad_to=8),
    NumberScheme.SI_TAX: Method(r"[1-9]\d{7}", _("8 digits, the first not 0"), slovenian_tax, prefix="SI"),
    NumberScheme.TR_VKN: Method(r"\d{10}", _("10 digits"), turkish_vkn),
    NumberScheme.TR_MERSIS: Method(r"\d{16}", _("16 digits")),
    NumberScheme.AL_NIPT: Method(r"[A-Z]\d{8}[A-Z]", _("a letter, 8 digits and a letter")),
    NumberScheme.XK_UBI: Method(r"\d{9}", _("9 digits")),
    NumberScheme.OTHER: Method(r".{1,40}", _("1 to 40 characters")),
}
"""Sources. RS PIB, HR OIB: their rulebooks name ISO 7064 MOD 11,10. RS matični broj: modulus 11 with weights 2 and
7 to 2, which holds for every real number among 1,685 in the published list of Serbian media grants 2015-2022. SK IČO
and ME PIB: modulus 11 with weights 8 to 2. MK EDB: modulus 11 with weights 7 to 2 twice. BA JIB, MK EMBS, HR MBS, TR
MERSIS, AL NIPT and XK: no method is assumed, the shape alone is looked at."""

SCHEMES_BY_COUNTRY: dict[str, tuple[str, ...]] = {
    "RS": (NumberScheme.RS_MB, NumberScheme.RS_PIB),
    "BA": (NumberScheme.BA_JIB,),
    "ME": (NumberScheme.ME_PIB,),
    "MK": (NumberScheme.MK_EMBS, NumberScheme.MK_EDB),
    "BG": (NumberScheme.BG_EIK,),
    "HR": (NumberScheme.HR_OIB, NumberScheme.HR_MBS),
    "SK": (NumberScheme.SK_ICO,),
    "SI": (NumberScheme.SI_TAX,),
    "TR": (NumberScheme.TR_VKN, NumberScheme.TR_MERSIS),
    "AL": (NumberScheme.AL_NIPT,),
    "XK": (NumberScheme.XK_UBI,),
}


def scheme_for(country: str, raw: str) -> str:
    """Return the register of the country whose numbers look like ``raw``, the first one where several do, or
    "other".
    """
    fitting = [scheme for scheme in SCHEMES_BY_COUNTRY.get(country, ()) if _fits(scheme, clean_number(scheme, raw))]
    sound = [scheme for scheme in fitting if not _slip(scheme, clean_number(scheme, raw))]
    return next(iter([*sound, *fitting, *SCHEMES_BY_COUNTRY.get(country, ())]), NumberScheme.OTHER)


def clean_number(scheme: str, raw: str) -> str:
    """Return the number as the register writes it: no spaces, points or country letters, zeros restored where always
    padded.
    """
    text = re.sub(r"^(\d+)\.0$", r"\1", raw.strip())
    method = METHODS[scheme]
    if scheme == NumberScheme.OTHER:
        return " ".join(text.split())
    text = re.sub(r"[\s.\-/\u00a0\u2009\u202f]", "", text).upper()
    if method.prefix:
        text = text.removeprefix(method.prefix)
    if method.pad_to and text.isdigit() and len(text) >= method.pad_to - 2:
        text = text.zfill(method.pad_to)
    return text


def check_number(scheme: str, raw: str, *, place: str = "number") -> str:
    """Return the cleaned number. Errors: ``Problem`` naming the number, what is wrong with it and what to do."""
    value = clean_number(scheme, raw)
    label = NumberScheme(scheme).label
    if not _fits(scheme, value):
        zeros = _with_zeros(scheme, value)
        remedy = (
            _("Spreadsheets drop zeros in front: write %(number)s.") % {"number": zeros}
            if zeros
            else _("Copy the number from the register's extract.")
        )
        message = _("%(number)s is not a number of %(register)s: those have %(shape)s.")
        raise Problem(
            message % {"number": raw.strip() or "—", "register": label, "shape": METHODS[scheme].shape},
            place=place,
            remedy=remedy,
            code="register_number_shape",
        )
    slip = _slip(scheme, value)
    if slip:
        raise Problem(
            _("%(number)s is not a valid number of %(register)s: %(slip)s.")
            % {"number": value, "register": label, "slip": slip},
            place=place,
            remedy=_("One digit is wrong or two have changed places: compare with the register's extract."),
            code="register_number_check_digit",
        )
    return value


def _fits(scheme: str, value: str) -> bool:
    return re.fullmatch(METHODS[scheme].pattern, value, flags=re.ASCII) is not None


def _slip(scheme: str, value: str) -> str:
    """Say which digit does not fit, in words; empty when the number is sound."""
    method = METHODS[scheme]
    if method.check_digit is None:
        return ""
    lengths = (9, 13) if scheme == NumberScheme.BG_EIK and len(value) == 13 else (len(value),)
    for length in lengths:
        wanted = method.check_digit(value[: length - 1])
        if wanted != value[length - 1]:
            return str(_slip_sentence(length, value[length - 1], wanted))
    return ""


def _slip_sentence(position: int, found: str, wanted: str) -> object:
    if not wanted:
        return _("the digits before the last one are never issued")
    return _("digit %(position)s is %(found)s, the others ask for %(wanted)s") % {
        "position": position,
        "found": found,
        "wanted": wanted,
    }


def _with_zeros(scheme: str, value: str) -> str:
    """Return the number with up to two zeros in front where that makes it sound."""
    for zeros in ("0", "00"):
        candidate = zeros + value
        if _fits(scheme, candidate) and not _slip(scheme, candidate) and METHODS[scheme].check_digit:
            return candidate
    return ""
