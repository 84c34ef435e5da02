"""Persons as Navet, Skatteverket's population register, tells of them: ``Folkbokforingsposter`` of ``personpostXML``.

Source: Skatteverket, Navet, *personpostXML* v2 (http://www.skatteverket.se/folkbokforing/na/personpostXML/v2), bare or
in the SOAP answer ``PersonpostXMLResponse``. Known from published answers: PersonId/PersonNr, Namn with Fornamn,
Mellannamn and Efternamn, Adresser/Folkbokforingsadress with Utdelningsadress2, PostNr and Postort, Arendeuppgift with
``andringstidpunkt``, Sekretessmarkering. Assumed: the other parts of addresses, HanvisningsPersonNr, Folkbokforing,
Avregistrering and SkyddadFolkbokforing. No schema is openly published.

A post without the flags is not protected: Navet writes them only where they are set.
"""

from collections.abc import Iterator
from pathlib import Path

from gateway.findings import Finding
from gateway.formats.base import Format, ReadingContext
from gateway.formats.person_posts import Post, address_of, first, read_posts, text_at
from gateway.identifiers import is_samordningsnummer
from gateway.messages import PERSON_REPORT, Part, PersonReport
from gateway.schemas import root_name

POSTS = "Folkbokforingsposter"
_ROOTS = frozenset({POSTS, "PersonpostXMLResponse"})


def recognise(head: bytes) -> bool:
    """Whether a file holds posts of Navet, bare or in an answer of the service."""
    _, name = root_name(head)
    return name in _ROOTS or (name == "Envelope" and POSTS.encode() in head)


def read(path: Path, _context: ReadingContext) -> Iterator[Part | Finding]:
    """The report, then each person, with findings in between. Raises OSError."""
    report = PersonReport(sender="Navet")

    def order(text: str) -> None:
        report.order_number = text

    yield from read_posts(path, ("Folkbokforingspost",), report, _post, {"BestallningsId": order})


def _post(post: Post) -> Iterator[Part | Finding]:
    person = first(post.element, "Personpost")
    post.look_for_protection([post.element, person])
    identity = text_at(person, "PersonId", "PersonNr") or text_at(person, "PersonId", "TilldelatPersonNrSamordningsNr")
    case = first(post.element, "Arendeuppgift")
    names, registration = first(person, "Namn"), first(person, "Folkbokforing")
    home, abroad = first(person, "Adresser", "Folkbokforingsadress"), first(person, "Adresser", "Utlandsadress")
    ended = first(person, "Avregistrering")
    kind = "samordningsnummer" if is_samordningsnummer(identity) else "personnummer"
    yield from post.result(
        identity_number=identity,
        identity_kind=kind if identity else "",
        earlier_identity_number=text_at(person, "HanvisningsPersonNr"),
        first_name=text_at(names, "Fornamn"),
        middle_name=text_at(names, "Mellannamn"),
        last_name=text_at(names, "Efternamn"),
        **address_of(home, abroad),
        county=text_at(registration, "LanKod"),
        municipality=text_at(registration, "KommunKod"),
        registered=post.day("Folkbokforingsdatum", text_at(registration, "Folkbokforingsdatum")),
        deregistration_reason=text_at(ended, "AvregistreringsorsakKod"),
        deregistered=post.day("Avregistreringsdatum", text_at(ended, "Avregistreringsdatum")),
        event_date=post.day("andringstidpunkt", case.get("andringstidpunkt", "") if case is not None else ""),
    )


FORMAT = Format(
    name="navet",
    title="Personposter från folkbokföringen (Navet)",
    family=PERSON_REPORT,
    source="Skatteverket, Navet personpostXML v2, delvis antagen",
    recognise=recognise,
    read=read,
)
