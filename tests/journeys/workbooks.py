"""Spreadsheets as organisers in Croatia keep them. All organisations are made up, their numbers only add up."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

HEADINGS = [
    "Naziv", "OIB", "Županija", "Naziv projekta", "Opis", "Vrijednost", "Bespovratna sredstva", "Početak", "Kraj",
    "E-pošta",
]  # fmt: skip
SHEETS = {"Udruge": ("Udruga", 8), "Tvrtke": ("Tvrtka", 6), "Gradovi i općine": ("Općina", 3)}
PLACES = ("Bistra", "Brezje", "Dolina", "Gaj", "Javor", "Lipa", "Most", "Vrelo")
FIRST_NUMBER = 4_700_000_001


def an_oib(number: int) -> str:
    """A personal identification number of ten digits and their check digit, by ISO 7064 MOD 11,10."""
    digits = f"{number:010}"
    rest = 10
    for digit in digits:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return f"{digits}{(11 - rest) % 10}"


def a_wrong_oib(number: int) -> str:
    """The same with a check digit that does not add up."""
    right = an_oib(number)
    return f"{right[:-1]}{(int(right[-1]) + 1) % 10}"


def email_of(kind: str, index: int) -> str:
    """The address in the sheet's last column."""
    return f"{kind.lower()}.{PLACES[index].lower()}@example.org".replace("ć", "c")


def write_workbook(path: Path, *, wrong: bool = False) -> Path:
    """Write three sheets, 17 organisations; ``wrong``: the first association has an impossible number and date."""
    book = Workbook()
    book.remove(book.worksheets[0])
    number = FIRST_NUMBER
    for sheet, (kind, count) in SHEETS.items():
        page = book.create_sheet(sheet)
        page.append(HEADINGS)
        for index in range(count):
            number += 1
            is_wrong = wrong and sheet == "Udruge" and index == 0
            page.append(
                [
                    f"{kind} {PLACES[index]} (primjer)",
                    a_wrong_oib(number) if is_wrong else an_oib(number),
                    "SPLITSKO-DALMATINSKA",
                    f"Zajedno za {PLACES[index]}",
                    "Mladi i poduzetnici zajedno uređuju obalu, uče zanate i zapošljavaju prve članove.",
                    "128.500,00 kn",
                    "96.375,00 kn",
                    "01.04..2017" if is_wrong else "01.04.2017",
                    "31.03.2018",
                    email_of(kind, index),
                ]
            )
    book.save(path)
    return path
