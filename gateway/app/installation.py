"""What an installation consists of, loaded once: layouts, formats, registers, rules, schemas, mappings and routes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gateway.formats.base import HEAD_SIZE, Format
from gateway.formats.layouts.layout import Layout, load_layout
from gateway.formats.layouts.output import Output, output_problems
from gateway.formats.registry import all_formats
from gateway.mapping import Mapping as Translation
from gateway.mapping import check_mappings, load_mapping
from gateway.messages import PAYMENT_REPORT, REPLY_REPORT
from gateway.pipeline.document_index import index_problems
from gateway.pipeline.tools import RouteTools
from gateway.receipts.supplier_mail import load_supplier_mail
from gateway.registers import Registers, load_registers
from gateway.routes import BESIDE, Route, load_route_files
from gateway.rule_files import LoadedRules, RuleFile, load_rules, read_rule_files, set_name
from gateway.rules.registry import RULE_SETS, unprepared
from gateway.schemas import SchemaStore
from gateway.settings import Settings
from gateway.specification import BrokenSpecification, SpecificationProblem, read_yaml


@dataclass(frozen=True)
class Installation:
    """The specs and schemas of one home folder. Everything is loaded when first asked for, then kept."""

    settings: Settings

    @property
    def mappings_folder(self) -> Path:
        """The folder that staff edit."""
        return self.settings.path(self.settings.mappings)

    @cached_property
    def layouts(self) -> dict[str, Layout]:
        """The layouts that can be used, by name."""
        return {name: layout for name, layout in self._layout_files.items() if isinstance(layout, Layout)}

    @cached_property
    def broken_layouts(self) -> dict[str, BrokenSpecification]:
        """What is wrong with the other layouts, by name."""
        return {name: fault for name, fault in self._layout_files.items() if isinstance(fault, BrokenSpecification)}

    @cached_property
    def _layout_files(self) -> dict[str, Layout | BrokenSpecification]:
        found: dict[str, Layout | BrokenSpecification] = {}
        for path in sorted((self.mappings_folder / "layouts").glob("*.yaml")):
            try:
                found[path.stem] = load_layout(path)
            except BrokenSpecification as fault:
                found[path.stem] = fault
        return found

    @cached_property
    def formats(self) -> dict[str, Format]:
        """Every readable format by name."""
        return all_formats(self.layouts)

    @cached_property
    def registers(self) -> Registers:
        """The registers. Raises BrokenSpecification."""
        return load_registers(self.mappings_folder / "registers")

    @cached_property
    def schemas(self) -> SchemaStore:
        """The XML schemas."""
        return SchemaStore(self.settings.path(self.settings.xsd))

    @cached_property
    def _rule_files(self) -> dict[Path, RuleFile | BrokenSpecification]:
        return read_rule_files(self.mappings_folder / "rules")

    @cached_property
    def rules(self) -> LoadedRules:
        """Every rule set, with all its versions. Raises BrokenSpecification when the registers cannot be used."""
        return load_rules(self._rule_files, coded=RULE_SETS, registers=self.registers, formats=self._format_names)

    @property
    def _format_names(self) -> list[str]:
        return [*self.formats, *self.broken_layouts]

    @cached_property
    def mapping_names(self) -> list[str]:
        """Names of the mappings, sorted."""
        return sorted(path.stem for path in (self.mappings_folder / "translations").glob("*.yaml"))

    @cached_property
    def routes(self) -> dict[str, Route | BrokenSpecification]:
        """Routes by name; a broken one is there as what is wrong with it."""
        return load_route_files(
            self.mappings_folder / "routes",
            formats=self._format_names,
            rule_sets=[*RULE_SETS, *map(set_name, self._rule_files)],
            mappings=self.mapping_names,
            options=self._rule_options,
            own_codes=[code for file in self._sound_rule_files.values() for code in file.own_codes],
            switchable=self._rule_codes,
        )

    @property
    def _sound_rule_files(self) -> dict[Path, RuleFile]:
        return {path: file for path, file in self._rule_files.items() if isinstance(file, RuleFile)}

    @property
    def _rule_options(self) -> dict[str, Mapping[str, type]]:
        """The options that a route may set for each rule set."""
        of_files = {set_name(path): file.route_options for path, file in self._sound_rule_files.items()}
        return of_files | {rule_set.name: rule_set.options for rule_set in RULE_SETS.all}

    @property
    def _rule_codes(self) -> dict[str, set[str]]:
        """The codes of what each rule set finds, in any of its versions."""
        codes: dict[str, set[str]] = {}
        for rule_set in RULE_SETS.all:
            codes.setdefault(rule_set.name, set()).update(rule_set.codes)
        for path, file in self._sound_rule_files.items():
            codes.setdefault(set_name(path), set()).update(file.codes)
        return codes

    @cached_property
    def tools(self) -> Mapping[str, RouteTools | BrokenSpecification]:
        """Each route with all that its files need; a broken spec holds up only the routes that use it."""
        try:
            registers = self.registers
        except BrokenSpecification as fault:
            return {path.stem: fault for path in (self.mappings_folder / "routes").glob("*.yaml")}
        tools: dict[str, RouteTools | BrokenSpecification] = {}
        for name, route in self.routes.items():
            if isinstance(route, BrokenSpecification):
                tools[name] = route
                continue
            try:
                tools[name] = self._tools_of(route, registers)
            except BrokenSpecification as fault:
                tools[name] = fault
        return tools

    def _tools_of(self, route: Route, registers: Registers) -> RouteTools:
        rules = self.rules
        broken = [self.broken_layouts[name] for name in route.accepts if name in self.broken_layouts]
        broken += [rules.broken[name] for name in route.rules if name in rules.broken]
        broken += unprepared(rules.rule_sets, route.rules, registers)
        if broken:
            raise BrokenSpecification([problem for fault in broken for problem in fault.problems])
        try:
            mapping = self.mapping(route.mapping, route)
        except BrokenSpecification as fault:
            # A mapping whose target layout is broken knows only that the layout is not there.
            layouts = [problem for broken in self.broken_layouts.values() for problem in broken.problems]
            raise BrokenSpecification([*layouts, *fault.problems]) from fault
        reply = self.mapping(route.reply.mapping, route) if route.reply else None
        path = self.mappings_folder / "routes" / f"{route.name}.yaml"
        archive = route.document_archive
        index = self.layouts.get(archive.index) if archive else None
        unfit = [
            SpecificationProblem(path=path, line=1, column=1, message=message)
            for message in (*_unfit(route, mapping, reply), *(index_problems(archive.index, index) if archive else ()))
        ]
        lines = mapping.target if mapping.target.records else None
        unfit += output_problems(route.output, mapping.target.name, lines, read_yaml(path))
        if unfit:
            raise BrokenSpecification(unfit)
        return RouteTools(
            route=route,
            formats=self.formats,
            mapping=mapping,
            reply=reply,
            document_index=index,
            registers=registers,
            schemas=self.schemas,
            rule_sets=rules.rule_sets,
            supplier_mail=load_supplier_mail(self.mappings_folder / "templates") if route.supplier_mail else None,
        )

    def mapping(self, name: str, route: Route | None = None) -> Translation:
        """A mapping compiled with the values of a route. Raises BrokenSpecification.

        The route's own mapping writes as the destination wants it; any other one as its layout says.
        """
        values = route.values if route else {}
        output = route.output if route and route.mapping == name else Output()
        return load_mapping(self._mapping_path(name), self.layouts, self.registers, values, output)

    def _mapping_path(self, name: str) -> Path:
        return self.mappings_folder / "translations" / f"{name}.yaml"

    def problems(self) -> list[SpecificationProblem]:
        """Everything wrong with the specs, each once; rules and mappings that no route uses are checked as well."""
        faults = [*self.broken_layouts.values(), *self.tools.values()]
        found = [problem for fault in faults if isinstance(fault, BrokenSpecification) for problem in fault.problems]
        try:
            found += [problem for fault in self.rules.broken.values() for problem in fault.problems]
            used = {route.mapping for route in self.routes.values() if isinstance(route, Route)}
            unused = [self._mapping_path(name) for name in self.mapping_names if name not in used]
            found += check_mappings(unused, self.layouts, self.registers)
        except BrokenSpecification as fault:
            found += fault.problems
        return list({str(problem): problem for problem in found}.values())

    def route_for(self, path: Path, mapping: str = "") -> RouteTools | None:
        """The first route, in order of name, one of whose formats fits the file's first bytes.

        A route that uses `mapping` goes before the others.
        """
        with path.open("rb") as file:
            head = file.read(HEAD_SIZE)
        usable = [tools for tools in self.tools.values() if isinstance(tools, RouteTools)]
        for tools in sorted(usable, key=lambda each: each.route.mapping != mapping):
            if any(self.formats[name].fits(head, path) for name in tools.route.accepts):
                return tools
        return None


def _unfit(route: Route, mapping: Translation, reply: Translation | None) -> Iterator[str]:
    """What a route asks for that its mappings cannot do."""
    if route.seal and not _can_be_sealed(mapping):
        yield f"seal is for files to Bankgirot, and mapping '{mapping.name}' makes none"
    if "run.batch_number" in mapping.program.source and not route.batch_series:
        yield f"mapping '{mapping.name}' writes run.batch_number, and the route has no batch_series"
    if route.posting and mapping.family.unit is None and mapping.family is not PAYMENT_REPORT:
        yield f"posting is for vouchers, invoices and payments, not for {mapping.family.name}"
    if route.attachments == BESIDE and mapping.plan.form and mapping.plan.form.writer:
        # An invoice whose attachments cannot be taken is withdrawn, and a writer has no way to forget it.
        yield f"attachments cannot be delivered beside what mapping '{mapping.name}' makes"
    if reply and reply.plan.split:
        yield f"mapping '{reply.name}' splits its output, and a reply is one file"
    if reply and reply.family is not REPLY_REPORT:
        yield f"a reply is made of {REPLY_REPORT.name}, and mapping '{reply.name}' takes {reply.family.name}"


def _can_be_sealed(mapping: Translation) -> bool:
    """Whether what a mapping makes is one file of a format: the file that came, or one that a format's writer makes."""
    return mapping.plan.passes_on or bool(mapping.plan.form and mapping.plan.form.writer)
