"""Wrote the files of this folder: documentation of how they came about, not a step of any test.

The files are committed and are what is read; nothing runs this again. It wants openpyxl, odfpy,
xlwt and reportlab beside the libraries of requirements.txt:

    .venv/bin/python -m tests.files.returned.make

Beside each file it writes `<name>.truth.csv`, what a careful person reads out of the file. The two
are written from the same figures, so that a number cannot differ between them by a slip.
"""

import csv
import io
import random
import zipfile
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).parent
DAY = datetime(2025, 7, 15)
COLUMNS = [
    "sheet_or_page",
    "agency",
    "ori",
    "year_from",
    "year_to",
    "measure",
    "answer",
    "qualifier",
    "value",
    "raw",
]


@dataclass
class Figure:
    """What a cell shows and what it says."""

    raw: str
    answer: str
    value: str = ""
    qualifier: str = "exact"


def reported(number, raw=None, qualifier="exact"):
    answer = "reported_zero" if number == 0 else "reported"
    return Figure(f"{number:,}" if raw is None else raw, answer, f"{number}", qualifier)


def without(answer, raw=""):
    return Figure(raw, answer, "", "")


def zero(raw="-"):
    return Figure(raw, "reported_zero", "0", "exact")


NOT_FILLED_IN = without("did_not_report")
WITHHELD = without("withheld", "Withheld")


class Truth:
    def __init__(self, name):
        self.path = HERE / f"{name}.truth.csv"
        self.rows = []

    def add(self, place, agency, ori, year, measure, figure):
        first, last = year if isinstance(year, tuple) else (year, year)
        about = [place, agency, ori, first, last, measure]
        said = [figure.answer, figure.qualifier, figure.value, figure.raw]
        self.rows.append([*about, *said])

    def write(self):
        with self.path.open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(COLUMNS)
            out.writerows(self.rows)


def known():
    """The names and ORIs of real agencies; every number about them here is invented."""
    with (HERE / "agencies.csv").open(encoding="utf-8") as file:
        return {row["name"]: row["ori"] for row in csv.DictReader(file)}


ORIS = known()
PRINTED = {}


def ori_of(name, printed=None):
    """The agency's ORI; how a file spells its name otherwise is kept for names.csv."""
    if printed not in (None, name):
        PRINTED[printed] = name
    return ORIS[name]


def departments(text, ending=" Police Department"):
    return [part.strip() + ending for part in text.replace("\n", " ").split(",")]


def sheriffs(text):
    return departments(text, " County Sheriff's Office")


# --- The DOJ's two tabs -------------------------------------------------------------------------

MEASURES = [
    ("investigations", "Number of\nInvestigations"),
    ("violations", "Violation\nConfirmed"),
    ("pending", "Pending"),
    ("no_action", "No Action\nTaken"),
    ("counseled", "Counseled"),
    ("reprimanded", "Reprimanded"),
    ("trained", "Received\nTraining"),
    ("suspended", "Suspended"),
    ("resigned", "Resigned"),
    ("terminated", "Terminated"),
    ("other", "Other"),
    ("misdemeanor", "Misdemeanor"),
    ("felony", "Felony"),
]
ACTIONS = [name for name, _ in MEASURES[3:11]]
WITH_CASES = sorted(
    departments(
        """Anaheim, Antioch, Bakersfield, Bell Gardens, Berkeley, Burbank, Chula Vista, Clovis,
        Concord, Daly City, El Cajon, Fremont, Glendale, Hayward, Huntington Beach, Inglewood,
        Irvine, Long Beach, Los Angeles, Modesto, Oakland, Ontario, Pomona, Redding, Richmond,
        Salinas, San Jose, Stockton, Torrance, Vallejo, Ventura, Visalia"""
    )
    + sheriffs("Alameda, Contra Costa, Fresno, Los Angeles, Napa, Sacramento, Tuolumne")
    + ["California State University: Chico", "University of California: Davis"]
)
WITH_NONE = sorted(
    departments(
        """Alhambra, Alturas, Arcata, Atherton, Auburn, Azusa, Bell, Benicia, Big Bear Lake,
        Bishop, Brea, Calimesa, Capitola, Carmel, Ceres, Chino, Clearlake, Colton, Corning,
        Davis, Del Rey Oaks, Dixon, El Segundo, Exeter, Ferndale, Fort Bragg, Galt, Gilroy,
        Gridley, Hemet, Hollister, Indio, Kerman, La Canada Flintridge, Laguna Beach, Lodi,
        Los Banos, Marysville, Mill Valley, Mount Shasta, Needles, Novato, Ojai, Paradise,
        Placerville, Ripon, Sausalito, Sonora, St. Helena, Turlock, Ukiah, Weed, Yreka"""
    )
    + sheriffs("Alpine, Del Norte, Modoc, Sierra, Trinity")
    + ["Santa Rosa Junior College", "University of California: Merced"]
)


def doj_rows():
    """For each agency with cases a figure for each measure."""
    dice = random.Random(2024)
    rows = {}
    for name in WITH_CASES:
        number = dice.choice([1, 1, 1, 2, 2, 3, 4, 5, 8, 13])
        confirmed = dice.randint(0, number)
        pending = dice.randint(0, number - confirmed)
        counts = dict.fromkeys([measure for measure, _ in MEASURES], 0)
        counts |= {"investigations": number, "violations": confirmed, "pending": pending}
        for _ in range(confirmed):
            counts[dice.choice(ACTIONS)] += 1
        counts["misdemeanor"] = 1 if confirmed > 2 and dice.random() < 0.3 else 0
        habit = dice.choice(["dash", "zero", "blank", "dash"])
        rows[name] = {}
        for measure, count in counts.items():
            figure = reported(count)
            if count == 0 and habit == "dash":
                figure = zero()
            elif count == 0 and habit == "blank" and measure not in ("investigations", "pending"):
                figure = NOT_FILLED_IN
            rows[name][measure] = figure
    special = {
        "Los Angeles County Sheriff's Office": {
            "investigations": reported(1204),
            "violations": reported(1187),
            "pending": reported(17),
            "no_action": reported(2),
            "counseled": reported(1001),
            "trained": reported(184),
        },
        "Los Angeles Police Department": {
            "investigations": reported(61),
            "violations": reported(24),
            "pending": reported(19),
            "felony": without("unreadable", "N/A"),
            "misdemeanor": without("unreadable", "N/A"),
        },
        "Oakland Police Department": {"investigations": reported(9, "9 (1)")},
        "San Jose Police Department": {
            "investigations": reported(12, "12"),
            "violations": reported(5, "5*"),
        },
        "Berkeley Police Department": {
            "investigations": reported(3),
            "violations": reported(1),
            "pending": without("unreadable", "N/A"),
        },
        "Stockton Police Department": {"investigations": reported(7), "suspended": reported(2)},
    }
    for name, figures in special.items():
        rows[name] |= figures
    return rows


HIDDEN = "Antioch Police Department"
AS_TEXT = {("San Jose Police Department", "investigations")}
FORMULA = {("Stockton Police Department", "investigations"): "=4+3"}
NOT_RECEIVED = ["Colusa Police Department", "Etna Police Department"]


def doj_file(name, rows, none, printed, issued, notes, revised=False):
    import xlsxwriter

    truth = Truth(name)
    cases_tab, none_tab = "Agencies with Investigations", "Agencies with None"
    book = xlsxwriter.Workbook(HERE / name)
    book.set_properties({"author": "California Department of Justice", "created": DAY})
    title = book.add_format({"bold": True, "font_size": 14, "align": "center"})
    line = book.add_format({"align": "center", "italic": True})
    head = book.add_format(
        {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    left = book.add_format({"border": 1})
    middle = book.add_format({"border": 1, "align": "center", "num_format": "#,##0"})
    strong = book.add_format({"border": 1, "bold": True, "align": "center", "num_format": "#,##0"})
    sheet = book.add_worksheet(cases_tab)
    last = 1 + len(MEASURES)
    titles = [
        ("California Department of Justice", title),
        ("CLETS Misuse Investigations Reported by Subscribing Agencies", title),
        ("Calendar Year 2024", title),
        (issued, line),
    ]
    if revised:
        titles.insert(3, ("REVISED - supersedes the table issued July 15, 2025", line))
    for row, (text, form) in enumerate(titles):
        sheet.merge_range(row, 0, row, last, text, form)
    top = len(titles) + 1
    sheet.set_row(top + 1, 45)
    for column, text in ((0, "Agency Name"), (1, "ORI")):
        sheet.merge_range(top, column, top + 1, column, text, head)
    for column, (_, text) in enumerate(MEASURES[:3], 2):
        sheet.merge_range(top, column, top + 1, column, text, head)
    sheet.merge_range(top, 5, top, 12, "Administrative Action", head)
    sheet.merge_range(top, 13, top, 14, "Criminal Action", head)
    for column, (_, text) in enumerate(MEASURES[3:], 5):
        sheet.write_string(top + 1, column, text, head)
    sheet.freeze_panes(top + 2, 2)
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, last, 13)

    row = first = top + 2
    sums = [0] * len(MEASURES)
    for agency, figures in rows.items():
        shown = printed.get(agency, agency)
        ori = ori_of(agency, shown)
        if agency == HIDDEN:
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.write_string(row, 0, shown, left)
        sheet.write_string(row, 1, ori, left)
        place = cases_tab + (" (hidden row)" if agency == HIDDEN else "")
        for index, (measure, _) in enumerate(MEASURES):
            figure = figures[measure]
            truth.add(place, shown, ori, 2024, measure, figure)
            column = 2 + index
            plain = figure.raw.replace(",", "")
            if (agency, measure) in FORMULA:
                formula = FORMULA[agency, measure]
                sheet.write_formula(row, column, formula, middle, int(plain))
                sums[index] += int(plain)
            elif plain.isdecimal() and (agency, measure) not in AS_TEXT:
                sheet.write_number(row, column, int(plain), middle)
                sums[index] += int(plain)
            elif plain:
                sheet.write_string(row, column, figure.raw, middle)
            else:
                sheet.write_blank(row, column, None, middle)
        row += 1
    # As a spreadsheet sums: the hidden row is in it, whatever is text is not.
    sheet.merge_range(row, 0, row, 1, "STATEWIDE TOTAL", strong)
    for index, total in enumerate(sums):
        letter = chr(ord("C") + index)
        cells = f"=SUM({letter}{first + 1}:{letter}{row})"
        sheet.write_formula(row, 2 + index, cells, strong, total)
    row += 2
    for text in notes:
        sheet.write_string(row, 0, text)
        row += 1
    for agency in NOT_RECEIVED:
        figure = without("did_not_report", "No report received")
        truth.add(cases_tab, agency, ori_of(agency), 2024, "investigations", figure)

    sheet = book.add_worksheet(none_tab)
    sheet.merge_range(0, 0, 0, 1, "Agencies Reporting No CLETS Misuse Investigations", title)
    sheet.merge_range(1, 0, 1, 1, "Calendar Year 2024", title)
    sheet.write_row(3, 0, ["Agency Name", "ORI"], head)
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, 1, 14)
    row = 4
    for agency in none:
        ori = ori_of(agency)
        sheet.write_row(row, 0, [agency, ori], left)
        truth.add(none_tab, agency, ori, 2024, "investigations", Figure("", "listed_as_none", "0"))
        row += 1
    sheet.write_string(row + 1, 0, f"Total agencies reporting none: {len(none)}")

    sheet = book.add_worksheet("scratch")
    sheet.hide()
    sheet.write_row(0, 0, ["DRAFT - do not release", "", "", "check w/ field rep"])
    sheet.write_row(1, 0, ["Agency Name", "ORI", "Investigations", "Violations"])
    for row, agency in enumerate(["Oakland Police Department", "Chino Police Department"], 2):
        sheet.write_row(row, 0, [agency, ori_of(agency), 40 + row, 30 + row])
    book.close()
    truth.write()


NOTES = [
    'Notes: A dash ("-") means that the agency entered zero.',
    "A blank cell means that the agency left the item blank on its report.",
    "* One confirmed violation may result in more than one administrative action.",
    "(1) Includes an investigation opened in 2023.",
    "As of the date above no report had been received from: Colusa Police Department (CA0060100), "
    "Etna Police Department (CA0470300).",
    "Source: HDC 0010 as submitted. Figures are not audited by DOJ. Questions: (916) 555-0142.",
]
CHICO = "California State University: Chico"


def doj():
    first = doj_rows()
    doj_file("doj_2024.xlsx", first, WITH_NONE, {}, "Data as of July 15, 2025", NOTES)
    again = deepcopy(first)
    changes = []

    def change(kind, agency, measure="", before="", after=""):
        changes.append([kind, agency, ORIS[agency], measure, before, after])

    def correct(agency, measure, number):
        before = again[agency][measure].raw
        again[agency][measure] = reported(number)
        assert before != f"{number:,}", (agency, measure)
        change("corrected", agency, measure, before, f"{number:,}")

    correct("Los Angeles County Sheriff's Office", "investigations", 1240)
    correct("Los Angeles Police Department", "violations", 26)
    correct("Berkeley Police Department", "pending", 2)

    def figures(**counts):
        return {name: reported(counts[name]) if name in counts else zero() for name, _ in MEASURES}

    again["Santa Monica Police Department"] = figures(
        investigations=4, violations=2, pending=1, reprimanded=1, trained=1
    )
    change("added", "Santa Monica Police Department", "", "on neither tab", "with cases")
    again["Turlock Police Department"] = figures(investigations=2, violations=1, counseled=1)
    change("moved", "Turlock Police Department", "", "with none", "with cases")
    del again["Vallejo Police Department"]
    change("removed", "Vallejo Police Department", "", "with cases", "on neither tab")
    new_name = "CSU Chico University Police Department"
    change("renamed", CHICO, "", CHICO, new_name)
    printed = {CHICO: new_name}
    again = dict(sorted(again.items(), key=lambda item: printed.get(item[0], item[0])))
    none = [name for name in WITH_NONE if name != "Turlock Police Department"]
    doj_file(
        "doj_2024_reissued.xlsx",
        again,
        none,
        printed,
        "Data as of November 3, 2025",
        [*NOTES[:4], "Vallejo Police Department (CA0480700) withdrew its report.", *NOTES[4:]],
        revised=True,
    )
    with (HERE / "doj_2024_reissued.changes.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["kind", "agency", "ori", "measure", "before", "after"])
        out.writerows(changes)


# --- A long CSV in the code page of Windows -----------------------------------------------------

CATEGORIES = {
    "Misuse investigations": "investigations",
    "Founded": "violations",
    "Unfounded": "no_misuse_found",
    "Still pending": "pending",
    "Verbal counseling": "counseled",
    "Written reprimand": "reprimanded",
    "Suspension w/o pay": "suspended",
    "Resigned/retired in lieu": "resigned",
    "Terminated": "terminated",
    "Referred to District Attorney": "unmapped:Referred to District Attorney",
}


def long_csv():
    name = "export_2019_2023.csv"
    truth = Truth(name)
    lines = [["Agency", "ORI", "Year", "Category", "Count", "Remarks"]]

    def row(agency, ori, shown, year, category, figure, remark="", ori_printed=None, count=True):
        lines.append([agency, ori_printed or ori, shown, category, figure.raw, remark])
        if count:
            truth.add("", agency, ori, year, CATEGORIES[category], figure)

    dice = random.Random(2019)
    plain = [
        ("Riverside Police Department", "Riverside Police Department"),
        ("Mt. Shasta Police Department", "Mount Shasta Police Department"),
        ("CSU San José University Police Department", "California State University: San Jose"),
        ("La Cañada Flintridge Police Department", "La Canada Flintridge Police Department"),
        ("Yolo County Sheriff’s Department", "Yolo County Sheriff's Office"),
        ("PD, Santa Rosa", "Santa Rosa Police Department"),
    ]
    for printed, canonical in plain:
        ori = ori_of(canonical, printed)
        for year in (2019, 2020, 2021, 2022, 2023):
            number = dice.randint(0, 6)
            founded = dice.randint(0, number)
            counts = {"Misuse investigations": number, "Founded": founded}
            if year == 2023:
                counts["Still pending"] = number - founded
            else:
                counts["Unfounded"] = number - founded
            if founded:
                counts["Written reprimand" if founded > 1 else "Verbal counseling"] = founded
            for category, count in counts.items():
                row(printed, ori, str(year), year, category, reported(count))
    # Two ORIs in a cell, with a stroke; with the separator of the file, so in quotation marks.
    parks = "East Bay Regional Parks District Department of Public Safety"
    park = ori_of("East Bay Regional Park District Police", parks)
    for year, count in ((2021, 2), (2022, 0), (2023, 1)):
        row(
            parks,
            park,
            str(year),
            year,
            "Misuse investigations",
            reported(count),
            ori_printed=park.replace("; ", " / "),
        )
    bart = ori_of("Bay Area Rapid Transit Police Department", "BART Police")
    row("BART Police", bart, "2022", 2022, "Misuse investigations", reported(3))
    row("BART Police", bart, "2022", 2022, "Founded", reported(1))
    # Ranges of years.
    city = "Chula Vista Police Department"
    ori = ori_of(city)
    row(city, ori, "2019–2021", (2019, 2021), "Misuse investigations", reported(14))
    row(city, ori, "2019–2021", (2019, 2021), "Founded", reported(38), "counted per query")
    row(city, ori, "2022", 2022, "Misuse investigations", reported(5))
    row(city, ori, "2023", 2023, "Misuse investigations", zero("none"))
    city = "Eureka Police Department"
    ori = ori_of(city)
    row(city, ori, "FY 2020-21", (2020, 2021), "Misuse investigations", reported(2), "fiscal year")
    row(city, ori, "FY 2021-22", (2021, 2022), "Misuse investigations", reported(1), "fiscal year")
    # What is no plain count.
    city = "LAPD"
    ori = ori_of("Los Angeles Police Department", "LAPD")
    row(city, ori, "2019", 2019, "Misuse investigations", reported(1318), "incl. prior yr.")
    row(
        city, ori, "2020", 2020, "Misuse investigations", without("did_not_report", ""), "no report"
    )
    row(city, ori, "2021", 2021, "Misuse investigations", reported(586, "at least 586", "at_least"))
    row(city, ori, "2022", 2022, "Misuse investigations", reported(600, "> 600", "more_than"))
    row(city, ori, "2023", 2023, "Misuse investigations", reported(40, "nearly 40", "about"))
    row(city, ori, "2023", 2023, "Terminated", without("withheld", "withheld"), "PC 832.7")
    row(city, ori, "2023", 2023, "Referred to District Attorney", reported(2))
    # The same line twice, and two lines that contradict each other.
    city = "Kern County Sheriff's Office"
    ori = ori_of(city)
    row(city, ori, "2022", 2022, "Misuse investigations", reported(4))
    row(city, ori, "2022", 2022, "Misuse investigations", reported(4), count=False)
    row(city, ori, "2023", 2023, "Misuse investigations", reported(6), count=False)
    row(city, ori, "2023", 2023, "Misuse investigations", reported(9), count=False)
    truth.add("", city, ori, 2023, "investigations", without("unreadable", "6 | 9"))
    row(city, ori, "2023", 2023, "Suspension w/o pay", reported(1), '10 days; "time served"')
    row(city, ori, "2023", 2023, "Resigned/retired in lieu", reported(1))
    lines.append(["", "", "", "", "", ""])
    lines.append(["Total", "", "2019–2023", "Misuse investigations", "1,987", "run 03/11/2024"])
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    (HERE / name).write_bytes(text.getvalue().encode("cp1252"))
    truth.write()


# --- A sheriff's letter -------------------------------------------------------------------------

LETTER = r"""
#set document(title: "Response to request", author: "Tuolumne County Sheriff's Office", date: none)
#set page(paper: "us-letter", margin: (x: 1in, y: 0.8in))
#set text(size: 10.5pt)
#align(center)[
  #text(size: 17pt, weight: "bold")[TUOLUMNE COUNTY SHERIFF'S OFFICE] \
  #text(size: 9pt)[28 N. Lower Sunset Drive, Sonora, CA 95370 #h(1em) Tel. (209) 555-0118 #h(1em)
  Fax (209) 555-0119] \
  #text(size: 9pt)[Sheriff-Coroner #h(1em) Office of Emergency Services #h(1em) Est. 1850]
]
#line(length: 100%, stroke: 1.2pt)
#v(0.6em)
February 21, 2024

Re: Public Records Act request no. 24-0131 (received January 29, 2024)

Dear Requester:

This letter responds to your request under Government Code section 7920.000 et seq. for records
showing investigations of misuse of the California Law Enforcement Telecommunications System
(CLETS) by personnel of this Office. We searched the files of the Professional Standards Unit for
the period from January 1, 2019 through December 31, 2023 and found 28 investigations, of which
14 files are exempt in whole or in part. The figures you asked for are these:

#v(0.3em)
#table(
  columns: (2.4fr, 1fr, 1fr, 1fr, 1fr, 1fr, 1fr),
  align: (left, right, right, right, right, right, right),
  stroke: 0.6pt,
  inset: 5pt,
  table.header([*Outcome*], [*2019*], [*2020*], [*2021*], [*2022*], [*2023*], [*Total*]),
ROWS
)
#text(size: 8.5pt)[
  — means none. #super[1] Includes one investigation opened in 2021 and re-opened in 2022.
  #super[2] Withheld under Penal Code section 832.7; disclosure would identify the employee.
]
#v(0.3em)

Complaints of 2019 are shown as “not kept”: they cannot be told from other citizen complaints,
because complaints were not coded by subject until July 1, 2020. In calendar year 2018, which is
outside your request, this Office had no CLETS misuse investigations. Of the 5 cases of misuse
found in 2023, 2 concerned the same employee.

The Office reports these numbers to the Department of Justice by February 1 of each year on form
HDC 0010. There is no charge for the 3 pages of records enclosed.

#v(0.4em)
Sincerely,

#text(size: 19pt, style: "italic", fill: rgb("#1a2f7a"))[D. Ponderosa]

Lt. D. Ponderosa, Custodian of Records \
Enclosures (3)
"""


def letter():
    import typst

    name = "sheriff_letter.pdf"
    truth = Truth(name)
    years = (2019, 2020, 2021, 2022, 2023)
    none, kept = zero("—"), without("did_not_report", "not kept")
    again = reported(7, "7¹")
    hidden = without("withheld", "Withheld²")
    table = {
        ("complaints", "Complaints received"): [kept, 4, 5, 9, 11],
        ("investigations", "Investigations opened"): [4, 3, 5, again, 9],
        ("violations", "Misuse found"): [2, 1, 3, 4, 5],
        ("no_misuse_found", "No misuse found"): [2, 2, 2, 3, 1],
        ("pending", "Pending at year end"): [none, none, none, none, 3],
        ("counseled", "Counseled"): [1, none, 1, 2, 2],
        ("reprimanded", "Written reprimand"): [none, 1, 1, 1, 1],
        ("suspended", "Suspended"): [1, none, hidden, 1, 1],
        ("resigned", "Resigned before discipline"): [none, none, none, none, 1],
        ("terminated", "Terminated"): [none, none, 1, none, none],
        ("unmapped:Referred to District Attorney", "Referred to District Attorney"): [
            none,
            none,
            1,
            without("unreadable", "see file"),
            none,
        ],
    }
    agency = "Tuolumne County Sheriff's Office"
    ori_of(agency)
    lines = []
    for (measure, label), cells in table.items():
        figures = [reported(cell) if isinstance(cell, int) else cell for cell in cells]
        for year, figure in zip(years, figures, strict=True):
            truth.add("1", agency, "", year, measure, figure)
        sure = all(figure.value for figure in figures)
        total = str(sum(int(figure.value) for figure in figures)) if sure else "—"
        shown = [figure.raw for figure in figures] + [total]
        shown = [s.replace("¹", "#super[1]").replace("²", "#super[2]") for s in shown]
        lines.append("  " + ", ".join(f"[{text}]" for text in [label, *shown]) + ",")
    truth.add("1", agency, "", 2018, "investigations", zero("no CLETS misuse investigations"))
    source = LETTER.replace("ROWS", "\n".join(lines)).encode()
    (HERE / name).write_bytes(typst.compile(source, format="pdf", ignore_system_fonts=True))
    truth.write()


# --- A table without rules over two pages -------------------------------------------------------


def unruled():
    from reportlab.lib.pagesizes import letter as paper
    from reportlab.pdfgen.canvas import Canvas

    name = "unruled_2022.pdf"
    truth = Truth(name)
    heads = [
        ("investigations", "Investi-", "gations"),
        ("violations", "Misuse", "found"),
        ("no_misuse_found", "No misuse", "found"),
        ("pending", "", "Pending"),
        ("counseled", "", "Counseled"),
        ("resigned", "", "Resigned"),
        ("terminated", "", "Terminated"),
    ]
    edges = [285, 328, 378, 420, 470, 516, 568]
    agencies = departments(
        """Alameda, Arcadia, Bakersfield, Barstow, Beverly Hills, Brawley, Buena Park, Carlsbad,
        Cathedral City, Chico, Citrus Heights, Corona, Costa Mesa, Cypress, Delano, Downey,
        El Centro, Elk Grove, Fairfield, Folsom, Fontana, Gardena, Grass Valley, Hanford,
        Hawthorne, King City, Livermore, Manteca, Merced, Milpitas, Monterey, Napa, Newark,
        Orange, Palm Springs, Petaluma, Pittsburg, Rialto, Roseville, San Bruno, San Rafael,
        Santa Cruz, Seaside, Sunnyvale, Tracy, Tustin, Vacaville, Whittier, Woodland"""
    )
    wrapped = {
        "University of California: Medical Center, Sacramento": (
            "University of California: Medical",
            "Center, Sacramento",
        ),
        "University of California: Hastings College of Law": (
            "University of California: Hastings",
            "College of Law",
        ),
        "San Bernardino County Sheriff's Office": (
            "San Bernardino County Sheriff's",
            "Office",
        ),
    }
    agencies = sorted([*agencies, *wrapped])
    # Some stand with their numbers on the first line of the name, one on the second.
    low = {"University of California: Hastings College of Law"}
    dice = random.Random(2022)
    canvas = Canvas(str(HERE / name), pagesize=paper, invariant=True)
    canvas.setTitle("CLETS misuse 2022")

    def top(page):
        canvas.setFont("Helvetica-Bold", 13)
        canvas.drawString(40, 745, "CLETS Misuse Statistics by Agency, Calendar Year 2022")
        if page == 1:
            canvas.setFont("Helvetica", 9)
            canvas.drawString(
                40, 730, "Released May 3, 2023 in response to request 2023-00417 (2 pages)"
            )
        canvas.setFont("Helvetica-Bold", 8.5)
        canvas.drawString(40, 700, "Agency")
        canvas.drawString(193, 700, "ORI")
        for edge, (_, upper, lower) in zip(edges, heads, strict=True):
            canvas.drawRightString(edge, 710, upper)
            canvas.drawRightString(edge, 700, lower)
        canvas.setFont("Helvetica", 8.5)

    def foot(page):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(40, 30, "Department of Justice - CJIS Division")
        canvas.drawRightString(568, 30, f"Page {page} of 2")

    page, height = 1, 682
    top(page)
    sums = [0] * len(heads)
    for index, agency in enumerate(agencies):
        if page == 1 and index == 29:
            foot(page)
            canvas.showPage()
            page, height = 2, 682
            top(page)
        ori = ori_of(agency)
        number = dice.choice([0, 1, 1, 2, 3, 5, 11])
        found = dice.randint(0, number)
        cleared = dice.randint(0, number - found)
        counts = [number, found, cleared, number - found - cleared]
        left = found
        for _ in range(3):
            counts.append(dice.randint(0, left))
            left -= counts[-1]
        if agency.startswith("San Bernardino County"):
            counts = [1342, 1317, 20, 5, 1288, 3, 0]
        figures = [reported(count) for count in counts]
        if dice.random() < 0.3:
            # Left blank in the middle of a line: the column is told by its edge alone.
            for gap in dice.sample(range(2, 6), 2):
                figures[gap] = NOT_FILLED_IN
        if agency == "Delano Police Department":
            figures = [NOT_FILLED_IN] * 3 + [reported(2)] + [NOT_FILLED_IN] * 3
        if agency == "Tracy Police Department":
            figures = [without("did_not_report", "no report received")] + [NOT_FILLED_IN] * 6
        name_lines = wrapped.get(agency, (agency,))
        base = height - (10 if agency in low else 0)
        for step, text in enumerate(name_lines):
            canvas.drawString(40, height - 10 * step, text)
        canvas.drawString(193, base, ori)
        for column, figure in enumerate(figures):
            if figure.raw == "no report received":
                canvas.drawString(edges[0] - 24, base, figure.raw)
            elif figure.raw:
                canvas.drawRightString(edges[column], base, figure.raw)
            sums[column] += int(figure.value or 0)
            truth.add(str(page), agency, ori, 2022, heads[column][0], figure)
        height -= 19 + 10 * (len(name_lines) - 1)
    height -= 6
    canvas.setFont("Helvetica-Bold", 8.5)
    canvas.drawString(40, height, f"Total ({len(agencies)} agencies)")
    for edge, total in zip(edges, sums, strict=True):
        canvas.drawRightString(edge, height, f"{total:,}")
    canvas.setFont("Helvetica", 8.5)
    canvas.drawString(40, height - 25, "0 = none. Blank = the agency did not complete the item.")
    canvas.drawString(40, height - 37, "Misuse found may include cases opened in 2021.")
    foot(page)
    canvas.showPage()
    canvas.save()
    truth.write()


# --- A county's working table -------------------------------------------------------------------


def messy():
    import xlsxwriter

    name = "county_working_table.xlsx"
    truth = Truth(name)
    book = xlsxwriter.Workbook(HERE / name)
    book.set_properties({"author": "records", "created": DAY})
    sheet = book.add_worksheet("Sheet1")
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "bold": True, "valign": "top"})
    side = book.add_format({"valign": "top"})
    sheet.set_column(0, 1, 3)
    sheet.set_column(2, 2, 16)
    sheet.set_column(3, 3, 34)
    sheet.set_column(4, 8, 15)
    sheet.set_column(9, 10, 4)
    sheet.set_column(11, 11, 30)
    sheet.write(2, 2, "CLETS audit log, prepared by Records for the Board (rev 3, jm)")
    sheet.write(4, 2, "CY 2023", bold)
    sheet.write(4, 11, "CY 2022 - partner agencies", bold)
    # The left table begins in C7.
    heads = ["County", "Agency", "# of CLETS\nInvest.", "Sustained", "Discipline", "% Sustained"]
    for column, text in enumerate(heads, 2):
        sheet.write(6, column, text, wrap)
    percent = "unmapped:% Sustained"

    def n(number, raw=None, qualifier="exact"):
        return reported(number, raw, qualifier)

    left = [
        (
            "Alameda",
            [
                ("Hayward Police Department", n(12, "12 (3 pending)"), n(6), "2 counseled"),
                ("Oakland PD", n(586, "at least 586", "at_least"), n(100), ""),
                ("San Leandro Police Department", n(3), zero("none"), ""),
                ("Alameda Co. Sheriff", n(20, ">20", "more_than"), n(8), "1 resigned, 1 term."),
            ],
        ),
        (
            "Contra Costa",
            [
                ("Concord Police Department", n(40, "nearly 40", "about"), n(11), ""),
                ("Pinole Police Department", zero("0"), zero("0"), ""),
                ("Walnut Creek Police Department", without("unreadable", "-"), NOT_FILLED_IN, ""),
                ("Richmond Police Department", n(5, " 5 "), n(2, "2 (same ofcr.)"), "trained (2)"),
            ],
        ),
        (
            "Solano",
            [
                ("Benicia Police Department", without("unreadable", "N/A"), NOT_FILLED_IN, ""),
                ("Fairfield Police Department", n(7), n(4), "4 reprimands"),
                (
                    "Vallejo Police Department",
                    without("did_not_report", "no response"),
                    NOT_FILLED_IN,
                    "",
                ),
                ("Solano County Sheriff's Office", n(1002, "1,002"), n(990), "see memo"),
            ],
        ),
    ]
    names = {
        "Oakland PD": "Oakland Police Department",
        "Alameda Co. Sheriff": "Alameda County Sheriff's Office",
    }
    shares = {
        "Oakland PD": n(17, "~17%", "about"),
        "Hayward Police Department": n(50, "50%"),
        "Alameda Co. Sheriff": without("unreadable", "?"),
        "Concord Police Department": n(28, "~28%", "about"),
        "Fairfield Police Department": n(57, "57%"),
    }
    discipline = {
        "2 counseled": [("counseled", 2)],
        "1 resigned, 1 term.": [("resigned", 1), ("terminated", 1)],
        "trained (2)": [("trained", 2)],
        "4 reprimands": [("reprimanded", 4)],
    }
    row = 7
    grand = [0, 0]
    for county, lines in left:
        sheet.merge_range(row, 2, row + len(lines) - 1, 2, county, side)
        sums = [0, 0]
        for agency, invest, sustained, text in lines:
            ori_of(names.get(agency, agency), agency)
            sheet.write_string(row, 3, agency)
            for column, figure in ((4, invest), (5, sustained)):
                if figure.raw.isdecimal():
                    sheet.write_number(row, column, int(figure.raw))
                elif figure.raw:
                    sheet.write_string(row, column, figure.raw)
                sums[column - 4] += int(figure.value or 0)
            truth.add("Sheet1", agency, "", 2023, "investigations", invest)
            if "pending" in invest.raw:
                truth.add("Sheet1", agency, "", 2023, "pending", n(3, invest.raw))
            truth.add("Sheet1", agency, "", 2023, "violations", sustained)
            if text:
                sheet.write_string(row, 6, text)
            for measure, count in discipline.get(text, []):
                truth.add("Sheet1", agency, "", 2023, measure, n(count, text))
            if agency in shares:
                sheet.write_string(row, 7, shares[agency].raw)
                truth.add("Sheet1", agency, "", 2023, percent, shares[agency])
            row += 1
        sheet.write_string(row, 2, f"{county} subtotal", bold)
        for index, total in enumerate(sums):
            sheet.write_number(row, 4 + index, total, bold)
            grand[index] += total
        row += 1
    sheet.write_string(row, 2, "GRAND TOTAL", bold)
    sheet.write_number(row, 4, grand[0] + 2, bold)
    sheet.write_number(row, 5, grand[1], bold)
    # A second table below the first, of another kind: queries, with the years across.
    row += 3
    sheet.write_string(row, 3, "Queries audited (not investigations)", bold)
    row += 1
    sheet.write_row(row, 3, ["Agency", 2021, 2022, 2023], bold)
    queries = {
        "Fairfield Police Department": [n(1200, "1200"), n(1350, "1350"), n(1411, "1411")],
        "Hayward Police Department": [n(900, "~900", "about"), NOT_FILLED_IN, n(1005, "1005")],
    }
    for agency, figures in queries.items():
        row += 1
        sheet.write_string(row, 3, agency)
        for step, figure in enumerate(figures):
            if figure.raw.isdecimal():
                sheet.write_number(row, 4 + step, int(figure.raw))
            elif figure.raw:
                sheet.write_string(row, 4 + step, figure.raw)
            measure = "unmapped:Queries audited"
            truth.add("Sheet1", agency, "", 2021 + step, measure, figure)
    sheet.write_string(row + 2, 3, "LODI PD SENT 2 CASES BY PHONE 3/4 - CONFIRM BEFORE USE!!")
    # The right table begins in L6, one row above the left one.
    sheet.write_row(5, 11, ["Agency (ORI)", "Complaints", "Invest.", "Susp."], wrap)
    right = [
        ("Berkeley Police Department", 4, 3, 1),
        ("University of California: Berkeley", 1, 1, 0),
        ("Emeryville Police Department", 0, 0, 0),
        ("Fremont Police Department", 9, 6, 2),
        ("Union City Police Department", 2, None, None),
    ]
    for row, (agency, *counts) in enumerate(right, 6):
        ori = ori_of(agency)
        sheet.write_string(row, 11, f"{agency} ({ori})")
        for step, (measure, count) in enumerate(
            zip(("complaints", "investigations", "suspended"), counts, strict=True)
        ):
            figure = NOT_FILLED_IN if count is None else n(count)
            if count is not None:
                # Kept as text, as a copy out of a PDF leaves it.
                sheet.write_string(row, 12 + step, str(count))
            truth.add("Sheet1", agency, ori, 2022, measure, figure)
    sheet.write_string(11, 11, "Totals")
    for step, total in enumerate((16, 10, 3)):
        sheet.write_string(11, 12 + step, str(total))
    book.close()
    truth.write()


# --- A page saved from a portal -----------------------------------------------------------------


def portal():
    name = "portal_saved.html"
    truth = Truth(name)
    agencies = [
        ("Carlsbad Police Department", [(3, 1), (2, 2), (4, 1)]),
        ("Coronado Police Department", [(0, 0), (0, 0), (0, 0)]),
        ("El Cajon Police Department", [(5, 3), (None, None), (6, 2)]),
        ("Escondido Police Department", [(1, 0), (2, 1), ("Withheld", "Withheld")]),
        ("La Mesa Police Department", [(1, 1), ("–", "–"), (2, 0)]),
        ("National City Police Department", [(0, 0), (3, "2<sup>b</sup>"), (1, 1)]),
        ("Oceanside Police Department", [(14, 9), (1120, 1104), (17, 8)]),
        ("San Diego County Sheriff's Office", [(22, 10), (31, 12), (28, "pending")]),
        ("San Diego Police Department", [("48<sup>a</sup>", 20), (52, 31), (47, 19)]),
        ("San Diego State University", [(0, 0), (1, 1), (0, 0)]),
    ]
    spelled = {"<sup>a</sup>": "ᵃ", "<sup>b</sup>": "ᵇ"}
    body = []
    for agency, pairs in agencies:
        ori = ori_of(agency)
        shown = agency.replace("'", "&#39;").replace(" Police", "&nbsp;Police")
        cells = [f'<th scope="row"><a href="/agency/{ori.lower()}">{shown}</a></th>']
        cells.append(f'<td class="ori">{ori}</td><td style="display:none">{len(agency) * 37}</td>')
        for year, pair in zip((2021, 2022, 2023), pairs, strict=True):
            for measure, content in zip(("investigations", "violations"), pair, strict=True):
                raw = "" if content is None else content
                raw = f"{raw:,}" if isinstance(raw, int) else raw
                cells.append(f'<td class="num">{raw.replace("–", "&ndash;") or "&nbsp;"}</td>')
                for mark, letter in spelled.items():
                    raw = raw.replace(mark, letter)
                number = raw.rstrip("ᵃᵇ").replace(",", "")
                if number.isdecimal():
                    figure = reported(int(number), raw)
                elif raw == "–":
                    figure = zero("–")
                elif raw == "Withheld":
                    figure = without("withheld", raw)
                elif raw == "":
                    figure = NOT_FILLED_IN
                else:
                    figure = without("unreadable", raw)
                truth.add("", agency, ori, year, measure, figure)
        body.append(f"<tr>{''.join(cells)}</tr>")
    other = "".join(
        f"<tr><td>{agency}<td>{ori_of(agency)}"
        for agency in departments("Chula Vista, Poway, Santee, Solana Beach, Vista")
    )
    for agency in departments("Chula Vista, Poway, Santee, Solana Beach, Vista"):
        figure = Figure("", "listed_as_none", "0")
        truth.add("", agency, ori_of(agency), 2023, "investigations", figure)
    html = f"""<!DOCTYPE html>
<!-- saved from url=(0061)https://opendata.example.gov/law-enforcement/clets/2023?p=1 -->
<html lang="en"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>CLETS Audits | Open Data Portal</title>
<style>.num {{ text-align: right }} .sr {{ position: absolute; left: -9999px }}</style>
<script>window.__DATA__ = {{"rows": [["Vista Police Department", 99]]}};</script>
</head><body>
<table role="presentation" width="100%"><tr><td><img alt="Seal" src="portal_files/seal.png"></td>
<td><a href="/">Home</a> | <a href="/data">2,318 datasets</a> | Last updated 2024-04-02</td></tr>
<tr><td colspan="2">
<h1>CLETS misuse investigations by agency</h1>
<label>Show <select><option>10</option><option selected>25</option></select> entries</label>
<table id="t1" class="dataTable"><caption>San Diego County, 2021&ndash;2023</caption>
<thead>
<tr><th rowspan="2">Agency <span class="sr">: activate to sort</span></th><th rowspan="2">ORI</th>
<th rowspan="2" style="display:none">row_id</th>
<th colspan="2">2021</th><th colspan="2">2022</th><th colspan="2">2023</th></tr>
<tr>{"<th>Investigations</th><th>Violations</th>" * 3}</tr>
</thead>
<tbody>
{chr(10).join(body)}
</tbody>
<tfoot><tr><th colspan="2">All agencies</th><td style="display:none"></td>
<td>94</td><td>44</td><td>1,211</td><td>1,153</td><td>105</td><td>31</td></tr></tfoot>
</table>
<div class="info">Showing 1 to 10 of 10 entries</div>
<p>&ndash; no cases. Empty: not submitted for the year. <sup>a</sup> Revised 2022-09-30.
<sup>b</sup> One case closed in 2023. <em>pending</em>: outcomes not yet entered.</p>
<h2>Agencies that reported no investigations in 2023</h2>
<table id="t2"><tr><th>Agency<th>ORI{other}</table>
</td></tr></table>
<footer>&copy; 2024 &middot; 1600 Pacific Hwy &middot; v3.12.0</footer>
</body></html>
"""
    (HERE / name).write_text(html, encoding="utf-8", newline="\n")
    truth.write()


# --- An OpenDocument sheet with a tab a year ----------------------------------------------------


def same_zip(path):
    """The same bytes each time: the parts in their order, without the hour they were packed."""
    with zipfile.ZipFile(path) as old:
        parts = [(info, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w") as new:
        for info, data in parts:
            fresh = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            fresh.compress_type = info.compress_type
            new.writestr(fresh, data)


def campuses():
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
    from odf.text import P

    name = "campuses.ods"
    truth = Truth(name)
    book = OpenDocumentSpreadsheet()
    names = sorted(
        "California State University: " + campus
        for campus in ("Bakersfield", "Fresno", "Fullerton", "Long Beach", "Sacramento")
    ) + [
        "University of California: " + campus
        for campus in ("Irvine", "Los Angeles", "San Diego", "Santa Cruz")
    ]
    heads = [
        ("complaints", "Complaints"),
        ("investigations", "Investigations"),
        ("violations", "Misuse confirmed"),
        ("trained", "Retrained"),
        ("other", "Other"),
    ]

    def cell(text="", number=None, **more):
        if number is not None:
            made = TableCell(valuetype="float", value=str(number), **more)
        elif text:
            made = TableCell(valuetype="string", **more)
        else:
            return TableCell(**more)
        for line in text.split("\n"):
            made.addElement(P(text=line))
        return made

    dice = random.Random(23)
    for year in (2022, 2023):
        sheet = Table(name=f"CY{year}")
        sheet.addElement(TableColumn(numbercolumnsrepeated="16384"))
        row = TableRow()
        row.addElement(cell("Campus public safety: CLETS misuse", numbercolumnsspanned="7"))
        row.addElement(CoveredTableCell(numbercolumnsrepeated="6"))
        sheet.addElement(row)
        sheet.addElement(TableRow(numberrowsrepeated="2"))
        row = TableRow()
        for text in ("ORI", "Campus", *(text for _, text in heads)):
            row.addElement(cell(text))
        sheet.addElement(row)
        sums = [0] * len(heads)
        for agency in names:
            ori = ori_of(agency)
            number = dice.choice([0, 0, 1, 2, 4])
            counts = [number + dice.randint(0, 2), number, dice.randint(0, number), 0, 0]
            counts[3 + dice.randint(0, 1)] = counts[2]
            figures = [reported(count) for count in counts]
            if agency.endswith("Fresno"):
                figures = [NOT_FILLED_IN] * 5
                if year == 2023:
                    figures = [without("did_not_report", "not submitted")] + [NOT_FILLED_IN] * 4
            if agency.endswith("Santa Cruz") and year == 2023:
                figures = [reported(1)] * 3 + [zero("0")] * 2
            if agency.endswith("Irvine") and year == 2022:
                figures[2] = reported(1, "1\n(see letter of 3/9/2023)")
            if agency.endswith("Los Angeles"):
                figures[4] = without("withheld", "withheld (personnel)")
            # The campus is filtered away in the tab of 2022: not seen on the screen.
            hidden = agency.endswith("San Diego") and year == 2022
            row = TableRow(visibility="filter") if hidden else TableRow()
            row.addElement(cell(ori))
            row.addElement(cell(agency))
            place = f"CY{year}" + (" (hidden row)" if hidden else "")
            index = 0
            while index < len(figures):
                figure = figures[index]
                run = 1
                while index + run < len(figures) and figures[index + run].raw == figure.raw:
                    run += 1
                more = {"numbercolumnsrepeated": str(run)} if run > 1 else {}
                number = int(figure.raw) if figure.raw.isdecimal() else None
                row.addElement(cell(figure.raw, number, **more))
                index += run
            for step, ((measure, _), figure) in enumerate(zip(heads, figures, strict=True)):
                raw = figure.raw.replace("\n", " ")
                shown = Figure(raw, figure.answer, figure.value, figure.qualifier)
                truth.add(place, agency, ori, year, measure, shown)
                sums[step] += int(figure.value or 0)
            sheet.addElement(row)
        row = TableRow()
        row.addElement(cell("All campuses", numbercolumnsspanned="2"))
        row.addElement(CoveredTableCell())
        for total in sums:
            row.addElement(cell(str(total), total))
        sheet.addElement(row)
        # What LibreOffice writes to fill a sheet up to its last row.
        row = TableRow(numberrowsrepeated="1048500")
        row.addElement(TableCell(numbercolumnsrepeated="16384"))
        sheet.addElement(row)
        book.spreadsheet.addElement(sheet)
    book.save(str(HERE / name))
    same_zip(HERE / name)
    truth.write()


# --- An old sheet of Excel 97 -------------------------------------------------------------------


def old_excel():
    import xlwt

    name = "old_2016_2018.xls"
    truth = Truth(name)
    book = xlwt.Workbook(encoding="cp1252")
    bold = xlwt.easyxf("font: bold on")
    grey = xlwt.easyxf("font: bold on; pattern: pattern solid, fore_colour gray25")
    date = xlwt.easyxf(num_format_str="M/D/YYYY")
    sheet = book.add_sheet("CLETS Misuse")
    sheet.col(0).width = 256 * 40
    sheet.write(0, 0, "CLETS Misuse Totals, Calendar Years 2016 - 2018", bold)
    sheet.write(1, 0, "Printed")
    sheet.write(1, 1, datetime(2019, 4, 22), date)
    heads = [
        ("investigations", "Invest."),
        ("violations", "Misuse"),
        ("counseled", "Couns."),
        ("suspended", "Susp."),
        ("resigned", "Resig."),
        ("terminated", "Term."),
        ("misdemeanor", "Misd."),
        ("felony", "Fel."),
    ]
    for column, text in enumerate(["Agency", "ORI", *(text for _, text in heads)]):
        sheet.write(3, column, text, bold)
    agencies = departments(
        "Alhambra, Auburn, Eureka, Gardena, Lodi, Marysville, Redding, Santa Maria, Ukiah"
    ) + sheriffs("Humboldt, Lake, Shasta")
    dice = random.Random(2016)
    row = 4
    for year in (2016, 2017, 2018):
        # The year stands once, as a number, on a line of its own.
        sheet.write(row, 0, year, grey)
        row += 1
        sums = [0] * len(heads)
        for agency in agencies:
            if year == 2017 and agency.startswith("Lodi"):
                continue
            ori = ori_of(agency)
            number = dice.choice([1, 1, 2, 3, 6])
            counts = [number, dice.randint(0, number)] + [0] * 6
            for _ in range(counts[1]):
                counts[dice.randint(2, 5)] += 1
            figures = [reported(count) for count in counts]
            error = False
            if agency.startswith("Redding") and year == 2018:
                figures = [reported(2018), reported(2016), reported(1990)] + [reported(0)] * 5
            if agency.startswith("Eureka"):
                figures[7] = zero("none")
            if agency.startswith("Gardena") and year == 2016:
                figures = [*figures[:2], *[NOT_FILLED_IN] * 6]
            if agency.startswith("Lake") and year == 2018:
                error, figures[1] = True, without("unreadable", "#REF!")
            sheet.write(row, 0, f"  {agency}")
            sheet.write(row, 1, ori)
            for column, ((measure, _), figure) in enumerate(zip(heads, figures, strict=True)):
                if measure == "violations" and error:
                    sheet.row(row).set_cell_error(2 + column, "#REF!")
                elif figure.value and figure.raw != "none":
                    sheet.write(row, 2 + column, float(figure.value))
                    figure.raw = figure.value
                elif figure.raw:
                    sheet.write(row, 2 + column, figure.raw)
                truth.add("CLETS Misuse", agency, ori, year, measure, figure)
                sums[column] += int(figure.value or 0)
            row += 1
        sheet.write(row, 0, f"Total {year}", bold)
        for column, total in enumerate(sums):
            sheet.write(row, 2 + column, total, bold)
        row += 2
    sheet.write(row, 0, "Blank = item not answered.")

    sheet = book.add_sheet("None")
    sheet.write_merge(0, 0, 0, 2, "Agencies reporting no misuse", bold)
    lists = {
        2016: "Arcata, Calistoga, Ferndale, Lakeport, Willits",
        2017: "Arcata, Calistoga, Clearlake, Ferndale, Lakeport, Lodi, Willits",
        2018: "Arcata, Clearlake, Ferndale, Fortuna",
    }
    for column, (year, text) in enumerate(lists.items()):
        sheet.col(column).width = 256 * 34
        sheet.write(2, column, year, bold)
        for step, agency in enumerate(departments(text), 3):
            ori_of(agency)
            sheet.write(step, column, agency)
            truth.add("None", agency, "", year, "violations", Figure("", "listed_as_none", "0"))
    hidden = book.add_sheet("Sheet3")
    hidden.visibility = 1
    hidden.write(0, 0, "pivot cache old")
    hidden.write(1, 0, "Eureka Police Department")
    hidden.write(1, 1, 77)
    book.save(str(HERE / name))
    truth.write()


# --- A scan: pictures only ----------------------------------------------------------------------

MEMO = r"""
#set document(date: none)
#set page(paper: "us-letter", margin: 1in)
#set text(size: 11.5pt)
#align(center)[#text(weight: "bold", size: 14pt)[SISKIYOU COUNTY SHERIFF'S OFFICE] \
  INTEROFFICE MEMORANDUM]
#v(1em)
TO: #h(2.2em) Sheriff \
FROM: #h(1em) Internal Affairs \
DATE: #h(1.1em) March 11, 2019 \
RE: #h(2.3em) CLETS misuse, annual totals
#v(1em)
Totals reported to the Department of Justice on form HDC 0010:
#v(0.5em)
#table(columns: (1fr,) * 6, align: center, inset: 8pt,
  table.header([*Year*], [*Investi-gations*], [*Misuse found*], [*Counseled*], [*Suspended*],
  [*Resigned*]),
ROWS
)
#v(1em)
The 2016 report was filed late. No totals were kept before 2014.
#place(bottom + right, rotate(-8deg, text(size: 22pt, fill: gray, weight: "bold")[
  RECEIVED MAR 14 2019]))
"""


def scan():
    import pypdfium2
    import typst
    from PIL import Image, ImageDraw, ImageFilter
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    name = "scanned_memo.pdf"
    truth = Truth(name)
    smudge, black = without("unreadable", "(smudged)"), without("withheld", "(blacked out)")
    heads = ["investigations", "violations", "counseled", "suspended", "resigned"]
    table = {
        2014: [3, 1, 1, 0, 0],
        2015: [2, 2, 1, 1, 0],
        2016: [5, smudge, 2, 1, 0],
        2017: [1, 0, 0, 0, 0],
        2018: [8, 4, 2, black, 1],
    }
    agency = "Siskiyou County Sheriff's Office"
    ori_of(agency)
    lines = []
    for year, cells in table.items():
        figures = [reported(cell) if isinstance(cell, int) else cell for cell in cells]
        for measure, figure in zip(heads, figures, strict=True):
            truth.add("1", agency, "", year, measure, figure)
        shown = [str(year)] + [figure.value or "7" for figure in figures]
        lines.append("  " + ", ".join(f"[{text}]" for text in shown) + ",")
    pdf = typst.compile(
        MEMO.replace("ROWS", "\n".join(lines)).encode(), format="pdf", ignore_system_fonts=True
    )
    page = pypdfium2.PdfDocument(pdf)[0]
    # Where the two covered cells are is asked of the page, before it becomes a picture.
    text = page.get_textpage()
    boxes = []
    search = text.search("7")
    while found := search.get_next():
        start, _ = found
        left, bottom, right, high = text.get_charbox(start)
        if text.get_text_range(max(start - 3, 0), 4) != "2017":
            boxes.append((left, bottom, right, high))
    assert len(boxes) == 2, boxes
    scale = 1.6
    picture = page.render(scale=scale).to_pil().convert("L")
    draw = ImageDraw.Draw(picture)
    tall = page.get_height()

    def spot(box, wide, high):
        x, y = (box[0] + box[2]) / 2 * scale, (tall - (box[1] + box[3]) / 2) * scale
        return [x - wide, y - high, x + wide, y + high]

    dice = random.Random(10)
    for _ in range(60):
        x, y = dice.gauss(0, 6), dice.gauss(0, 4)
        left, upper, right, lower = spot(boxes[0], 5, 4)
        draw.ellipse([left + x, upper + y, right + x, lower + y], fill=dice.randint(60, 130))
    draw.rectangle(spot(boxes[1], 26, 9), fill=5)
    picture = picture.rotate(0.9, resample=Image.Resampling.BICUBIC, fillcolor=250)
    noise = Image.frombytes(
        "L", picture.size, bytes(dice.choices(range(236, 256), k=picture.width * picture.height))
    )
    picture = Image.blend(picture, noise, 0.25).filter(ImageFilter.GaussianBlur(0.5))
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=38)
    canvas = Canvas(str(HERE / name), pagesize=(612, 792), invariant=True)
    canvas.setTitle("SKM_C36819031409120")
    jpeg.seek(0)
    canvas.drawImage(ImageReader(jpeg), 0, 0, 612, 792)
    canvas.showPage()
    canvas.save()
    truth.write()


# --- Sworn officers -----------------------------------------------------------------------------


def denominators():
    name = "denominators.csv"
    truth = Truth(name)
    about = {
        "Los Angeles Police Department": 8960,
        "Los Angeles County Sheriff's Office": 9210,
        "Oakland Police Department": 690,
        "San Jose Police Department": 1080,
        "Berkeley Police Department": 152,
        "Chula Vista Police Department": 274,
        "Stockton Police Department": 372,
        "Tuolumne County Sheriff's Office": 58,
        "Siskiyou County Sheriff's Office": 61,
        "Riverside Police Department": 361,
        "Mount Shasta Police Department": 9,
        "Bell Gardens Police Department": 47,
        "Turlock Police Department": 71,
        "University of California: Davis": 48,
        CHICO: 17,
        "Bay Area Rapid Transit Police Department": 205,
    }
    dice = random.Random(7)
    lines = [["agency", "ori", "year", "sworn_officers"]]
    for agency, officers in about.items():
        ori = ori_of(agency)
        for year in range(2019, 2025):
            figure = reported(max(1, round(officers * dice.uniform(0.95, 1.04))))
            figure.raw = figure.value
            if agency == CHICO and year == 2020:
                figure = NOT_FILLED_IN
            if agency.startswith("Los Angeles County"):
                figure.raw = f"{int(figure.value):,}"
            lines.append([agency, ori, year, figure.raw])
            truth.add("", agency, ori, year, "sworn_officers", figure)
    with (HERE / name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)
    truth.write()


def names():
    with (HERE / "names.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["printed", "agency", "ori"])
        out.writerows([printed, name, ORIS[name]] for printed, name in sorted(PRINTED.items()))


if __name__ == "__main__":
    for make in (
        doj,
        long_csv,
        letter,
        unruled,
        messy,
        portal,
        campuses,
        old_excel,
        scan,
        denominators,
        names,
    ):
        make()
