"""The figures that fill the templates: plausible, the same every time, and each place's own.

The retirement ages are by the rule in force (2024 decision); everything else is made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

Gaps = dict[str, object]
Unit = tuple[str, Gaps]
HERE = Path(__file__).resolve().parent
MINIMUM_WAGES = (2080, 1950, 2200, 1880, 2010, 2360, 1780, 2130)
GROUPS = (
    # name, old age, first year of birth that is delayed, years, months of birth per month, most
    ("男职工", 60, 1965, 12, 4, 36),
    ("女干部", 55, 1970, 8, 4, 36),
    ("女工人", 50, 1975, 8, 2, 60),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One row of `places.tsv`; the wage is yuan a month."""

    number: int
    short: str
    full: str
    province: str
    wage: int
    bases: tuple[int, ...]
    symptoms: tuple[str, ...]

    @property
    def low(self) -> int:
        """The least base of contributions, yuan a month."""
        return round(self.wage * 0.6)

    @property
    def minimum(self) -> int:
        """The minimum wage, yuan a month."""
        return MINIMUM_WAGES[self.number * 5 % len(MINIMUM_WAGES)]

    @property
    def dole(self) -> int:
        """The unemployment benefit, yuan a month."""
        return round(self.minimum * self.dole_percent / 100)

    @property
    def dole_percent(self) -> int:
        """The benefit as a share of the minimum wage."""
        return (70, 80, 90)[self.number % 3]


def scopes() -> dict[str, list[Unit]]:
    """Return the units of every scope: a name each, which ends a document's key, and its gaps."""
    places = _places()
    with_base = [(place, base) for place in places for base in place.bases]
    with_symptom = [(place, symptom) for place in places for symptom in place.symptoms]
    described = _symptoms()
    return {
        "place": [(place.short, _of_place(place)) for place in places],
        "base": [
            (f"{place.short}-{base}", _of_place(place) | _of_base(place, base, places))
            for place, base in with_base
        ],
        "symptom": [
            (f"{place.short}-{symptom}", _of_place(place) | described[symptom])
            for place, symptom in with_symptom
        ],
        "salary": [
            (f"{place.short}-{salary}", _of_place(place) | _of_salary(salary))
            for place in places[::3]
            for salary in [6500 + place.number * 3 % 13 * 500]
        ],
        "birth": [
            (f"{born}{group[0]}", _of_birth(born, group))
            for group in GROUPS
            for born in range(group[2], group[2] + group[3])
        ],
    }


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (HERE / name).read_text("utf-8").splitlines()[1:]]


def _places() -> list[Place]:
    places = []
    for number, (short, full, province, wage, bases, symptoms) in enumerate(_rows("places.tsv")):
        base = tuple(int(one) for one in bases.split(",") if one != "-")
        known = tuple(symptoms.split(","))
        places.append(Place(number, short, full, province, int(wage), base, known))
    return places


def _symptoms() -> dict[str, Gaps]:
    names = ("symptom", "department", "cause", "exam", "advice")
    return {row[0]: dict(zip(names, row, strict=True)) for row in _rows("symptoms.tsv")}


def _of_place(place: Place) -> Gaps:
    def pick(name: str, *choices: int) -> int:
        return choices[crc32(f"{name} {place.short}".encode()) % len(choices)]

    wage, minimum = place.wage, place.minimum
    loan, fee = pick("loan", 40, 50, 60, 70), pick("fee", 380, 400, 420, 450)
    line, out, cap = (
        pick("line", 100, 200, 300),
        pick("out", 55, 60, 65),
        pick("cap", 2000, 2500, 3500),
    )
    leave, birth = pick("leave", 158, 168, 188), pick("birth", 2200, 2600, 3000, 3400)
    by_low, by_average = round(wage * 1.6 / 2 * 0.15), round(wage * 0.15)
    return {
        "place": place.short, "full": place.full, "prov": place.province, "year": 2025,
        "wage": wage, "low": place.low, "high": wage * 3, "minw": minimum,
        "minw80": round(minimum * 0.8), "hourw": round(minimum / 100, 1),
        "unem": place.dole, "unempct": place.dole_percent,
        "keep": pick("keep", 1, 2, 3), "cutpct": pick("cut", 5, 10),
        "cutmore": pick("more", 15, 20), "birth": birth, "cs": birth + pick("cs", 1500, 1800, 2400),
        "check": pick("check", 600, 1000, 1400),
        "months": pick("months", 6, 9, 10, 12), "leave": leave, "allow": round(wage / 30 * leave),
        "payday": pick("pay", 10, 15, 20),
        "fee25": fee, "fee26": fee + 20, "rise": pick("rise", 10, 20, 30), "poor25": fee // 2,
        "gov25": 670, "gov26": 700, "bonus": pick("bonus", 1000, 2000, 3000),
        "deadline25": ("2024年12月31日", "2025年2月28日")[pick("end", 0, 1)],
        "deadline26": ("2025年12月25日", "2026年1月31日")[pick("end26", 0, 1)],
        "loan": loan, "loan2": loan + pick("two", 20, 30),
        "times": pick("times", 10, 12, 15, 20),
        "rent": pick("rent", 800, 1000, 1200, 1500), "r1": 85, "r2": pick("r2", 75, 78),
        "r3": pick("r3", 60, 65), "line1": line, "line2": line * 2, "line3": line * 4,
        "out": out, "out1": out + 10, "out3": out - 5, "outline": line * 2,
        "outcap": cap, "outcap2": cap + 500, "card": pick("card", 85, 96, 108, 116),
        "kinds": pick("kinds", 38, 46, 53, 61), "mtb": pick("mtb", 70, 75, 80),
        "cardfee": pick("cardfee", 10, 16, 20), "minutes": pick("minutes", 10, 15, 20),
        "bmin": by_low, "bavg": by_average, "byear": round(wage / 100),
        "pmin": by_low + round(place.low * 0.08 * 180 * 1.2 / 139),
        "pavg": by_average + round(wage * 0.08 * 180 * 1.2 / 139),
    }  # fmt: skip


def _pension(place: Place, base: int, years: int) -> int:
    own = base * 0.08 * 12 * years * 1.2 / 139
    return round((place.wage + base) / 2 * years / 100 + own)


def _money(amount: float) -> str:
    return f"{amount:.2f}".rstrip("0").rstrip(".")


def _of_base(place: Place, base: int, places: list[Place]) -> Gaps:
    other = places[(place.number + 17) % len(places)]
    wrong, above, othern = base - 300, base > place.wage * 3, 7500
    return {
        "n": base, "nc": f"{base:,}", "p8": _money(base * 0.08), "m2": _money(base * 0.02),
        "u05": _money(base * 0.005), "self": _money(base * 0.105), "p16": _money(base * 0.16),
        "m85": _money(base * 0.085), "unit": _money(base * 0.25), "both": _money(base * 0.355),
        "pen15": _pension(place, base, 15), "pen20": _pension(place, base, 20),
        "pen30": _pension(place, base, 30), "pen5k": _pension(place, 5000, 15),
        "index": f"{base / place.wage:.2f}", "pct": round(base / place.wage * 100),
        "tier": f"{max(1, round(base / place.wage * 2) * 50)}%", "gap": _money(base * 0.105 - 525),
        "nn": wrong, "mm2": _money(wrong * 0.02), "mmy": _money(wrong * 0.24),
        "mp8": _money(wrong * 0.08), "matern": round(base / 30 * 158),
        "ifmax": f"{base}元超过了上限" if above else f"没有超过,{base}元还在范围以内",
        "other": other.short, "otherfull": other.full, "othern": othern,
        "otherself": _money(othern * 0.105), "othertax": _money((othern * 0.895 - 5000) * 0.03),
        "otherwage": other.wage, "otherpen": _pension(other, base, 15), "otherunem": other.dole,
    }  # fmt: skip


def _of_salary(salary: int) -> Gaps:
    social, fund = salary * 0.105, salary * 0.07
    taxable = max(0.0, salary - social - fund - 5000)
    tax = taxable * 0.03
    names = ("n", "social", "fund", "taxable", "tax", "net")
    values = (salary, social, fund, taxable, tax, salary - social - fund - tax)
    return {name: _money(value) for name, value in zip(names, values, strict=True)}


def _of_birth(born: int, group: tuple[str, int, int, int, int, int]) -> Gaps:
    name, old, since, _, step, most = group
    gaps: Gaps = {"born": born, "group": name, "old": old}
    for month, delay_name in ((1, "first"), (6, "mid"), (12, "last")):
        delay = min(((born - since) * 12 + month - 1) // step + 1, most)
        year, rest = divmod((born + old) * 12 + month - 1 + delay, 12)
        years, months = divmod(old * 12 + delay, 12)
        gaps[delay_name] = delay
        gaps[f"age{month}"] = f"{years}岁{months}个月" if months else f"{years}岁"
        gaps[f"date{month}"] = f"{year}年{rest + 1}月"
    return gaps
