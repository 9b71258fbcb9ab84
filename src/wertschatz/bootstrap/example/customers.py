"""The joinery's customers, all invented: who they are, how they buy, pay and talk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import starmap

from wertschatz.bootstrap.example.firm import iban

DAYS = 730
"""How far everything goes back."""
_PHONES = {
    "Hamburg": "040 66969", "Köln": "0221 4710", "Frankfurt": "069 90009", "München": "089 99998",
}  # fmt: skip
"""Ranges of the Bundesnetzagentur that are never given to anybody; Berlin's: 030 23125."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", " ": "."})


@dataclass(frozen=True, slots=True)
class Customer:
    """One invented customer and its habits."""

    name: str
    contact: str
    """Who speaks for it; of a private household its own."""
    street: str
    place: str
    """Postcode and town."""
    slug: str
    """Its name on the net: slug.example."""
    every: int
    """Days between two invoices."""
    euros: int
    """About how much an invoice is, net."""
    pays: int = -4
    """About how many days past due; negative: before."""
    effort: int = 100
    """Percent of the hours that work for this money usually takes."""
    unpaid: int = 0
    """Minutes a month for nothing: offers, looking at things, waiting."""
    calls: int = 4
    """A year."""
    talk: int = 3
    """About how many minutes a call lasts."""
    first: int = DAYS
    """Its first invoice is at most so many days old."""
    last: int = 8
    """Its newest invoice is at least so many days old."""
    terms: int = 14
    private: bool = False
    skonto: bool = False
    debit: bool = False
    """Pays by SEPA direct debit."""
    together: int = 1
    """So many invoices are paid with one transfer."""
    currency: str = "EUR"
    country: str = "DE"
    born: str = ""
    """Birthday of the contact person: month and day, with the year where it is known."""
    email: str = ""
    """Of the contact person; '' for the usual one."""
    number: int = 0

    @property
    def index(self) -> int:
        """Place in the table, from 0."""
        return self.number - FIRST_NUMBER

    @property
    def postcode(self) -> str:
        """In front of the town."""
        return self.place.partition(" ")[0]

    @property
    def town(self) -> str:
        """Behind the postcode."""
        return self.place.partition(" ")[2]

    @property
    def invoice_email(self) -> str:
        """Where invoices go."""
        return self.contact_email if self.private else f"rechnung@{self.slug}.example"

    @property
    def contact_email(self) -> str:
        """The contact person's."""
        words = self.contact.lower().replace("dr. ", "").translate(_UMLAUTS)
        return self.email or f"{words}@{self.slug}.example"

    @property
    def phone(self) -> str:
        """On the desk or at home."""
        if self.country == "CH":
            return f"0176 040690 {self.index:02}"
        return f"{_PHONES.get(self.town, '030 23125')} {101 + self.index}"

    @property
    def mobile(self) -> str:
        """In the pocket; half of them have given it to the joinery."""
        return f"0171 39200 {self.index:02}" if self.index % 2 else ""

    @property
    def vat_id(self) -> str:
        """Firms have one; no real one begins with 0."""
        if self.private:
            return ""
        return f"CHE-000.{self.number:06}" if self.country == "CH" else f"DE0{self.number:08}"

    @property
    def iban(self) -> str:
        """Of banks that do not exist."""
        if self.country == "CH":
            return iban("09999", self.number, "CH")
        return iban(("99020010", "99030020", "99070030")[self.index % 3], 4_000_000 + self.number)


FIRST_NUMBER = 69_301
"""Nearly the last of the debtors' numbers. Many firms begin at 10001 themselves, and the example
would have been added to their own customers."""

_LEADING = (
    Customer("Hausverwaltung Lindenhof GmbH", "Petra Lindner", "Lindenhof 4", "12169 Berlin",
             "lindenhof", 10, 1990, -6, calls=40, talk=4, born="--03-14"),
    Customer("Architekturbüro Sommerfeld & Partner", "Marlene Sommerfeld", "Am Kontor 11",
             "10969 Berlin", "sommerfeld", 12, 2080, -3, calls=34, talk=5, born="1971-09-02"),
    Customer("Wohnbau Nordufer eG", "Ralf Behnke", "Nordufer 120", "13353 Berlin", "nordufer",
             13, 1960, 27, calls=24),
    Customer("Hotel Drei Kastanien", "Ivo Kastner", "Kastanienallee 3", "14050 Berlin",
             "dreikastanien", 11, 1490, -5, calls=30, born="--11-21"),
    Customer("Seniorenstift Rosengarten gGmbH", "Ulrike Rosen", "Rosengarten 1", "13187 Berlin",
             "rosengarten", 10, 1290, -12, terms=30, together=3, calls=26, born="--06-30"),
    Customer("Praxisgemeinschaft Dr. Öztürk", "Dr. Selin Öztürk", "Torweg 9", "10999 Berlin",
             "praxis-oeztuerk", 12, 1450, -8, calls=18),
    Customer("Loft & Raum Projektentwicklung GmbH", "Benno Raum", "Speicherstraße 40",
             "10243 Berlin", "loft-raum", 12, 1400, -2, effort=210, calls=60, talk=7),
    Customer("Kiez-Markt Handels GmbH", "Doris Hagen", "Marktring 18", "12347 Berlin",
             "kiezmarkt", 12, 1370, -3, calls=36, talk=4),
    Customer("Möbelhaus Eichkamp KG", "Frank Eichkamp", "Eichkamp 2", "14055 Berlin",
             "eichkamp", 11, 1230, -3, skonto=True, calls=22, born="1964-01-19"),
)  # fmt: skip

_OF_A_STORY = (
    Customer("Kita Pusteblume e.V.", "Aylin Demir", "Wiesenweg 5", "12105 Berlin", "pusteblume",
             80, 390, -6, unpaid=20, calls=10, born="--05-08"),
    Customer("Fahrradladen Kettenblatt", "Tom Radtke", "Speichengasse 8", "10997 Berlin",
             "kettenblatt", 90, 420, -9),
    Customer("Halle 7 Coworking GmbH", "Nina Vogel", "Alte Halle 7", "12437 Berlin", "halle7",
             75, 980, -5, calls=14, first=420),
    Customer("Eheleute von Trautwitz", "Gisela von Trautwitz", "Villenweg 22", "14129 Berlin",
             "trautwitz", 40, 420, 2, effort=950, calls=40, talk=6, private=True),
    Customer("Bauträger Silbersee GmbH", "Heiko Brandt", "Seepromenade 1", "12559 Berlin",
             "silbersee", 130, 380, 4, unpaid=170, calls=26, talk=5),
    Customer("Antiquitäten Plauder", "Egon Plauder", "Trödelgasse 14", "10785 Berlin", "plauder",
             120, 310, -2, calls=84, talk=18),
    Customer("Kanzlei Hartmann & Streng", "Dr. Volker Streng", "Gerichtsweg 6", "14057 Berlin",
             "hartmann-streng", 85, 520, 3, effort=170, unpaid=100, calls=20),
    Customer("Event-Agentur Vollgas", "Sandro Blitz", "Studiostraße 33", "10245 Berlin",
             "vollgas", 95, 560, 5, effort=150, unpaid=120, calls=38, talk=5),
    Customer("Musikschule Dreiklang", "Clara Notenbaum", "Liedweg 12", "12203 Berlin",
             "dreiklang", 30, 270, -4, effort=620, calls=16, born="--12-12"),
    Customer("Imbiss Hafenblick", "Murat Kaya", "Kaimauer 2", "10317 Berlin", "hafenblick",
             64, 430, 34),
    Customer("Autohaus Krüger", "Jens Krüger", "Ringstraße 77", "12277 Berlin", "ah-krueger",
             70, 480, 33),
    Customer("Agentur Blauwal", "Mia Tiefsee", "Walgasse 1", "10119 Berlin", "blauwal",
             66, 360, 36),
    Customer("Gasthaus Zum Alten Kran", "Willi Kran", "Kranufer 9", "12487 Berlin", "alterkran",
             72, 610, 31),
    Customer("Tanzschule Schwanitz", "Elke Schwanitz", "Walzerweg 3", "13507 Berlin",
             "schwanitz", 99, 780, 0, calls=0, first=20, last=20),
    Customer("Galerie Lichthof", "Paul Sander", "Lichthof 2", "10117 Berlin", "lichthof",
             60, 640, -2, last=260),
    Customer("Familie Brückner", "Jonas Brückner", "Birkenpfad 17", "14532 Stahnsdorf",
             "brueckner", 240, 290, -5, last=130, private=True),
    Customer("Sportstudio Kraftwerk GmbH", "Leon Stark", "Hantelweg 10", "12435 Berlin",
             "kraftwerk", 61, 390, 0, debit=True),
    Customer("Weinhandlung Groß", "Anton Groß", "Rebengasse 21", "10825 Berlin", "weingross",
             110, 520, -4, last=150),
    Customer("Weinhandlung Gross e.K.", "Anton Groß", "Rebengasse 21", "10825 Berlin",
             "weingross", 100, 540, -4, first=300, last=31),
    Customer("Baugruppe Kirschallee GbR", "Marlene Sommerfeld", "Kirschallee 30", "12589 Berlin",
             "kirschallee", 95, 720, -3, last=25, email="marlene.sommerfeld@sommerfeld.example"),
    Customer("Uhrenatelier Brunner AG", "Beat Brunner", "Rheinsteg 5", "4058 Basel", "brunner",
             58, 690, -3, currency="CHF", country="CH"),
)  # fmt: skip

# Small and easy, all of them: name | contact | street | place | slug | days between | euros
_SMALL = """
Bäckerei Krumbügel        | Renate Krumbügel | Mehlgasse 3      | 12043 Berlin  | krumbuegel    | 100 | 640
Café Morgenstern          | Lars Stern       | Sternplatz 1     | 10405 Berlin  | morgenstern   | 120 | 580
Buchhandlung Seitenweise  | Ina Blatt        | Lesegasse 6      | 10437 Berlin  | seitenweise   | 110 | 610
Zahnarztpraxis Dr. Weiß   | Dr. Karla Weiß   | Kronenweg 15     | 13156 Berlin  | weiss-zahn    | 125 | 520
Familie Sørensen          | Maja Sørensen    | Fjordweg 4       | 14163 Berlin  | soerensen     | 150 | 470
Kanzlei Vogt              | Henrike Vogt     | Aktengasse 8     | 10623 Berlin  | vogt-recht    | 130 | 450
Yogaraum am Fluss         | Svenja Still     | Flussweg 19      | 12524 Berlin  | yogaraum      | 140 | 410
Optik Hellmann            | Uwe Hellmann     | Linsenstraße 2   | 12163 Berlin  | hellmann      | 105 | 520
Tierarztpraxis Fuchs      | Dr. Ruth Fuchs   | Am Bau 7         | 13465 Berlin  | tierarztfuchs | 115 | 500
Blumen Jäger              | Rosa Jäger       | Blütenweg 11     | 12161 Berlin  | blumenjaeger  | 135 | 430
Friseur Schnittpunkt      | Cem Yalcin       | Kammgasse 5      | 13347 Berlin  | schnittpunkt  | 160 | 280
Apotheke am Markt         | Judith Salbe     | Marktplatz 2     | 12555 Berlin  | markt-apo     | 120 | 490
Töpferei Lehmann          | Gerd Lehmann     | Tongrube 3       | 14542 Werder  | toepferei     | 150 | 310
Eheleute Nowak            | Alina Nowak      | Ulmenring 40     | 13629 Berlin  | nowak         | 170 | 360
Physiotherapie Beck       | Hanna Beck       | Rückenweg 16     | 10551 Berlin  | physio-beck   | 115 | 400
Imkerei Süßmilch          | Bruno Süßmilch   | Honigpfad 1      | 15366 Hoppegarten | suessmilch | 160 | 330
Goldschmiede Rabe         | Sofie Rabe       | Ringgasse 9      | 20095 Hamburg | rabe-gold     | 145 | 380
Reisebüro Fernweh         | Olaf Weit        | Kofferweg 12     | 50667 Köln    | fernweh       | 155 | 340
Uhren Petersen            | Knut Petersen    | Zeigerweg 6      | 10715 Berlin  | petersen      | 130 | 300
Schneiderei Yildiz        | Emine Yildiz     | Fadenweg 2       | 12049 Berlin  | yildiz        | 140 | 290
"""  # noqa: E501 - a table


def _small(place: int, line: str) -> Customer:
    name, contact, street, town, slug, every, euros = (cell.strip() for cell in line.split("|"))
    # Spread out, so that not all of them bought last month.
    last = 8 + place * 29 % int(every)
    private = name.startswith(("Familie", "Eheleute"))
    return Customer(
        name, contact, street, town, slug, int(every), int(euros), private=private, last=last,
        calls=3,
    )  # fmt: skip


CUSTOMERS: tuple[Customer, ...] = tuple(
    replace(customer, number=FIRST_NUMBER + place)
    for place, customer in enumerate(
        (*_LEADING, *_OF_A_STORY, *starmap(_small, enumerate(_SMALL.strip().splitlines())))
    )
)
"""In the order of their numbers."""
BY_NAME = {customer.name: customer for customer in CUSTOMERS}
BY_NUMBER = {customer.number: customer for customer in CUSTOMERS}
