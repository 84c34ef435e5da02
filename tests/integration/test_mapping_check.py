"""`gateway mapping check`: every broken mapping is found, whether or not a route uses it."""

import pytest

from gateway.app.examples import example_results
from gateway.app.installation import Installation
from gateway.settings import Settings

pytestmark = pytest.mark.integration


@pytest.fixture
def installation(home):
    return Installation(Settings(home=home))


def copy_of_vouchers(installation, old, new):
    folder = installation.mappings_folder / "translations"
    text = (folder / "vouchers_gl07.yaml").read_text(encoding="utf-8")
    path = folder / "not_yet_used.yaml"
    path.write_text(text.replace("name: vouchers_gl07", "name: not_yet_used").replace(old, new), encoding="utf-8")
    return path


def test_the_specs_of_the_project_have_no_problems(installation):
    assert installation.problems() == []


def test_a_sound_mapping_that_no_route_uses_has_no_problems(installation):
    copy_of_vouchers(installation, "", "")
    assert installation.problems() == []


def test_a_broken_mapping_that_no_route_uses_is_found(installation):
    path = copy_of_vouchers(installation, "message: VoucherBatch", "message: Vouchers")
    (problem,) = installation.problems()
    assert (problem.path, problem.message) == (path, "unknown message 'Vouchers'")


def test_a_mapping_that_several_routes_use_tells_a_problem_once(installation):
    path = installation.mappings_folder / "translations" / "vouchers_gl07.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("batch.currency", "batch.curency"), encoding="utf-8")
    found = [str(problem) for problem in installation.problems()]
    assert len(found) == len(set(found))
    assert any("VoucherBatch has no field 'curency' (did you mean 'currency'?)" in problem for problem in found)


def test_an_example_that_the_rules_of_its_route_reject_is_told(installation):
    path = installation.mappings_folder / "rules" / "invoice-city.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[SEK]", "[NOK]"), encoding="utf-8")
    results = list(example_results(installation, "supplier_invoice_gl07"))
    assert results
    for result in results:
        number = result.findings[0]["about"]
        assert result.difference == f"+ unexpected finding: INVOICE-CURRENCY {number} SEK"


def test_a_letter_with_an_unknown_variable_is_told_with_its_line(installation):
    path = installation.mappings_folder / "templates" / "supplier_mail.sv.txt"
    text = path.read_text(encoding="utf-8").replace("Hej {{ supplier }}", "Hej {{ suplier }}")
    path.write_text(text, encoding="utf-8")
    (problem,) = installation.problems()
    line = text.splitlines().index("Hej {{ suplier }}!") + 1
    assert (problem.path, problem.line, problem.column) == (path, line, 8)
    assert str(problem).endswith("unknown variable 'suplier' (did you mean 'supplier'?)")
