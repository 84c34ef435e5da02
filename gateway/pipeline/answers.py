"""What is answered for one file: receipt, error list and work lists, mail, responses and letters to suppliers."""

from gateway.journal.base import FileRecord, PlannedDelivery
from gateway.pipeline.staging import ORIGINAL, Staging
from gateway.pipeline.tools import Office, RouteTools
from gateway.receipts import fellista, kvittens, mail, work_lists
from gateway.receipts.outcome import Outcome, Status
from gateway.receipts.supplier_answers import RESPONSE, supplier_answers
from gateway.schemas import Limits
from gateway.storage.base import UnsafeName, safe_name

MAIL_QUEUE = "mail"


class Answers:
    """Makes the answers for one file."""

    def __init__(self, staging: Staging, record: FileRecord, tools: RouteTools, office: Office) -> None:
        self._staging = staging
        self._record = record
        self._tools = tools
        self._office = office

    def of(self, outcome: Outcome) -> list[PlannedDelivery]:
        """The receipt, and what the outcome and the route ask for beside it."""
        record, route, outbox = self._record, self._tools.route, self._office.outbox
        receipts = f"{outbox}/kvittens/{route.sender}"
        answers = [
            self._staging.made("receipt", receipts, f"{record.id}.xml", kvittens.kvittens_xml(outcome)),
            self._staging.made("receipt", receipts, f"{record.id}.json", kvittens.kvittens_json(outcome)),
        ]
        if outcome.finding_count and outcome.status is not Status.DUPLICATE:
            answers += self._error_list(outcome, f"{outbox}/fellistor/{record.route}/{record.id}")
        answers += self._supplier_answers(outcome)
        wanted = route.mail and not (route.mail.only_problems and outcome.status is Status.DELIVERED)
        if route.mail and wanted and self._office.sends_mail:
            message = mail.kvittens_mail(
                outcome, to=route.mail.to, sender=self._office.mail_from, language=self._office.language
            )
            answers.append(
                self._staging.made("mail", f"{self._office.var}/{MAIL_QUEUE}", f"{record.id}.eml", message.as_bytes())
            )
        return answers

    def _error_list(self, outcome: Outcome, folder: str) -> list[PlannedDelivery]:
        made = []
        for name, write in (
            ("fellista.html", fellista.fellista_html),
            ("fellista.xlsx", fellista.fellista_xlsx),
            ("fellista.json", fellista.fellista_json),
        ):
            staged = self._staging.work / name
            write(outcome, staged, contact=self._tools.route.contact, language=self._office.language)
            made.append(self._staging.planned("error_list", folder, name, staged))
        if work_lists.work_lists_of(outcome):
            for name, write_list in (
                (work_lists.XLSX_NAME, work_lists.work_lists_xlsx),
                (work_lists.JSON_NAME, work_lists.work_lists_json),
            ):
                staged = self._staging.work / name
                write_list(outcome, staged, language=self._office.language)
                made.append(self._staging.planned("work_list", folder, name, staged))
        if not self._record.sha256:
            return made
        name = self._record.name
        try:
            safe_name(name)
        except UnsafeName:
            name = ORIGINAL
        if "/" in name or name in {entry.name for entry in made}:
            name = ORIGINAL
        return [*made, self._staging.planned("original", folder, name, self._staging.original)]

    def _supplier_answers(self, outcome: Outcome) -> list[PlannedDelivery]:
        record, route, outbox = self._record, self._tools.route, self._office.outbox
        answers = supplier_answers(
            self._staging.original,
            outcome,
            response=route.responses,
            templates=self._tools.supplier_mail,
            address=route.supplier_mail.address if route.supplier_mail else "",
            contact=route.contact,
            schemas=self._tools.schemas,
            limits=Limits(depth=route.limits.depth, size=route.limits.tree_size, has_attachments=True),
            language=self._office.language,
        )
        receipts, lists = f"{outbox}/kvittens/{route.sender}", f"{outbox}/fellistor/{record.route}/{record.id}"
        return [
            self._staging.made(answer.kind, receipts if answer.kind == RESPONSE else lists, answer.name, answer.content)
            for answer in answers
        ]
