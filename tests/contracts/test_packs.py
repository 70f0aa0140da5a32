"""What every shipped policy pack promises."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from auditor.app.policies import run_cases
from auditor.model.decisions import USES
from auditor.model.evidence import Confidence
from auditor.policy.packs import load_pack, locate_packs
from auditor.policy.rules import Effect
from auditor.resources import shipped

ROOT = Path(str(shipped("policies")))
FILES = locate_packs(str(ROOT))
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
OUTCOMES = run_cases()


@pytest.fixture(params=FILES, ids=lambda file: file.parent.name)
def file(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_a_pack_fits_the_published_schema(file: Path) -> None:
    schema = json.loads((ROOT / "pack.schema.json").read_text("utf-8"))

    Draft202012Validator(schema).validate(yaml.safe_load(file.read_text("utf-8")))


def test_a_pack_is_named_like_its_folder(file: Path) -> None:
    assert load_pack(file).id == file.parent.name


def test_a_permission_names_a_clause_that_is_in_the_same_version(file: Path) -> None:
    versions = [v for document in load_pack(file).documents for v in document.versions]

    assert all(
        effect.clause in {clause.id for clause in version.clauses}
        for version in versions
        for effect in version.effects
        if effect.effect is not Effect.UNCLEAR
    )


def test_a_version_says_something_on_every_use(file: Path) -> None:
    versions = [v for document in load_pack(file).documents for v in document.versions]

    assert {tuple(effect.use for effect in version.effects) for version in versions} == {USES}


def test_the_folder_of_packs_holds_data_only() -> None:
    assert {path.suffix for path in ROOT.rglob("*") if path.is_file()} <= {".yaml", ".json", ".md"}


@pytest.mark.parametrize(
    "outcome", OUTCOMES, ids=[f"{Path(one.file).parent.name}: {one.case.name}" for one in OUTCOMES]
)
def test_a_case_is_decided_as_its_pack_expects(outcome) -> None:
    assert outcome.decision.verdict is outcome.case.verdict
    assert outcome.deciding_clause == outcome.case.clause


def test_no_case_is_allowed_on_less_than_a_text_that_was_read() -> None:
    deciding = [one.decision.clauses[0] for one in OUTCOMES if one.case.verdict == "allowed"]

    assert deciding
    assert {clause.confidence for clause in deciding} == {Confidence.HIGH}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the facts are not beside the checkout")
def test_every_document_version_of_the_facts_is_encoded() -> None:
    facts = yaml.safe_load((SHARED / "facts" / "provider-terms.yaml").read_text("utf-8"))["facts"]
    documents = [document for file in FILES for document in load_pack(file).documents]
    sources = {version.source for document in documents for version in document.versions}

    assert {" ".join(fact["source"].split()) for fact in facts} <= sources
