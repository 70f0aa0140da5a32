import json

import pytest
from click.testing import CliRunner

from auditor.app.policies import explain_rule
from auditor.cli.policy import policy
from auditor.errors import PolicyError, UnknownNameError

ASKED = ["decide", "--provider", "openai", "--channel", "api", "--date", "2025-08-01"]


@pytest.fixture
def run(tmp_path):
    def call(*arguments: str):
        environment = {"AUDITOR_STORE": str(tmp_path / "policy.db")}
        return CliRunner().invoke(policy, arguments, env=environment)

    return call


def test_decide_prints_verdict_documents_and_clauses_and_nothing_else(run) -> None:
    result = run(*ASKED)

    assert result.exit_code == 0
    assert result.stdout.startswith("verdict: prohibited (severity high)\n")
    assert "openai/services-agreement/2025-05-31/3.3-e" in result.stdout
    assert "OpenAI Usage policies, 2025-01-29: unclear (silent)" in result.stdout
    assert result.stderr == ""


def test_decide_as_json_is_one_document(run) -> None:
    document = json.loads(run(*ASKED, "--json").stdout)

    assert document["decision"]["verdict"] == "prohibited"
    assert document["facts"]["generated_from"] == "2025-08-01"


@pytest.mark.parametrize("wrong", [["decide"], [*ASKED, "--from", "2024-01-01"]])
def test_options_that_cannot_be_combined_are_usage_errors(run, wrong) -> None:
    assert run(*wrong).exit_code == 2


def test_list_names_the_shipped_packs(run) -> None:
    assert "\nopenai  " in run("list").stdout


def test_show_prints_the_clauses_of_a_pack(run) -> None:
    assert "section 3.3(e) [3.3-e]" in run("show", "openai").stdout


def test_show_of_an_unknown_pack_names_the_known_ones(run) -> None:
    error = run("show", "nobody").exception

    assert isinstance(error, UnknownNameError)
    assert "openai" in error.hint


@pytest.mark.parametrize("command", ["import", "check", "test"])
def test_a_path_without_packs_is_a_policy_error_with_a_hint(run, tmp_path, command) -> None:
    error = run(command, str(tmp_path)).exception

    assert isinstance(error, PolicyError)
    assert error.hint


def test_import_says_what_changed_and_then_that_nothing_did(run, a_pack, written) -> None:
    file = str(written(a_pack()))

    assert run("import", file).stdout.startswith("imported acme 1 ")
    assert run("import", file).stdout == "nothing changed\n"


def test_the_shipped_cases_pass(run) -> None:
    result = run("test")

    assert result.exit_code == 0
    assert result.stdout.endswith("cases, 0 failed\n")


def test_a_failing_case_is_named_and_ends_the_run(run, a_pack, written) -> None:
    file = written(a_pack())
    file.with_name("cases.yaml").write_text(
        "cases:\n- name: A wish\n  facts: {provider: acme, use: publish_dataset}\n"
        "  verdict: allowed\n  clause: acme/terms/2024-01-01/c1\n"
    )
    result = run("test", str(file))

    assert "A wish: expected allowed" in result.stdout
    assert isinstance(result.exception, PolicyError)


def test_a_rule_is_explained_by_its_id(tmp_path) -> None:
    store = str(tmp_path / "policy.db")

    assert "section 3.3(e)" in explain_rule("openai/services-agreement/2025-12-01/3.3-e", store)
    assert explain_rule("openai/nothing", store) is None
    assert explain_rule("nobody", store) is None
