"""Persons as SPAR, the state's register of addresses, notifies of them: a file of ``AviseringsPost``.

Source: Statens personadressregister, element AviseringPost, version 20231 (namespaces
http://statenspersonadressregister.se/schema/…). Namn, Persondetaljer, Folkbokforing and addresses may stand several
times with ``DatumFrom`` and ``DatumTill``; the present one is read. In older versions the county and municipality
stand with the address. The element around the posts, and what it says of the order, is assumed.

``SummeradInkomst`` is income of employment and surplus of capital by the tax decision for ``InkomstAr``, in kronor.
"""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from gateway.findings import Finding
from gateway.formats.base import Format, ReadingContext
from gateway.formats.person_posts import Post, address_of, day_of, first, read_posts, text_at
from gateway.messages import PERSON_REPORT, Part, PersonReport
from gateway.schemas import root_name

NAMESPACE = "http://statenspersonadressregister.se/schema/"
_POSTS = ("AviseringsPost", "AviseringPost")
_FOR_GOOD = "9999-12-31"
_FLAGS = ("Sekretessmarkering", "SkyddadFolkbokforing")


def recognise(head: bytes) -> bool:
    """Whether a file holds notifications of SPAR, bare or in an answer of the service."""
    namespace, name = root_name(head)
    if name == "Envelope":
        return NAMESPACE.encode() in head
    return namespace.startswith(NAMESPACE) or name.startswith("SPAR")


def read(path: Path, _context: ReadingContext) -> Iterator[Part | Finding]:
    """The report, then each person, with findings in between. Raises OSError."""
    report = PersonReport(sender="SPAR")

    def order(text: str) -> None:
        report.order_number = text

    def created(text: str) -> None:
        report.created = day_of(text)

    heads = {"UppdragId": order, "UppdragsId": order, "Tidsstampel": created}
    yield from read_posts(path, _POSTS, report, _post, heads)


def _post(post: Post) -> Iterator[Part | Finding]:
    element = post.element
    details = _present(element, "Persondetaljer")
    post.look_for_protection([element, details], must_be_there=_FLAGS)
    names, registration = _present(element, "Namn"), _present(element, "Folkbokforing")
    home = first(_present(element, "Folkbokforingsadress"), "SvenskAdress")
    abroad = first(_present(element, "Utlandsadress"), "InternationellAdress")
    place = registration if registration is not None else home
    income = post.income("SummeradInkomst", text_at(element, "SummeradInkomst"))
    year = post.year("InkomstAr", text_at(element, "InkomstAr"))
    if income is not None and year is None:
        post.fault("PERSON-POST-INCOME", name="InkomstAr", expected="ÅÅÅÅ")
    yield from post.result(
        identity_number=text_at(element, "PersonId", "IdNummer") or text_at(element, "PersonId", "FysiskPersonId"),
        identity_kind=text_at(element, "PersonId", "Typ").lower(),
        earlier_identity_number=_earlier(details),
        first_name=text_at(names, "Fornamn"),
        middle_name=text_at(names, "Mellannamn"),
        last_name=text_at(names, "Efternamn"),
        **address_of(home, abroad),
        county=text_at(place, "FolkbokfordLanKod"),
        municipality=text_at(place, "FolkbokfordKommunKod"),
        registered=post.day("Folkbokforingsdatum", text_at(place, "Folkbokforingsdatum")),
        deregistration_reason=text_at(details, "AvregistreringsorsakKod"),
        deregistered=post.day("Avregistreringsdatum", _ended(details)),
        income_year=year,
        income=income,
        event_date=post.day("SenasteAndringSPAR", text_at(element, "SenasteAndringSPAR")),
    )


def _present(element: etree._Element, name: str) -> etree._Element | None:
    """Of the elements that stand once for each time, the one that holds now; the latest where none does."""
    held = element.findall(f"{{*}}{name}")
    return max(held, key=lambda one: (_dated(one, "DatumTill") or _FOR_GOOD, _dated(one, "DatumFrom")), default=None)


def _dated(element: etree._Element, name: str) -> str:
    """A date of an element, which in an address stands one level further in."""
    return (element.findtext(f".//{{*}}{name}") or "").strip()


def _earlier(details: etree._Element | None) -> str:
    """The identity number that this one replaces: a reference from it."""
    for reference in [] if details is None else details.findall("{*}Hanvisning"):
        if text_at(reference, "Typ").lower() == "fran":
            return text_at(reference, "IdNummer")
    return ""


def _ended(details: etree._Element | None) -> str:
    return text_at(details, "Avregistreringsdatum") or text_at(details, "Avlidendatum")


FORMAT = Format(
    name="spar",
    title="Aviseringar från SPAR, även summerad inkomst",
    family=PERSON_REPORT,
    source="Statens personadressregister, AviseringPost 20231, delvis antagen",
    recognise=recognise,
    read=read,
)
