import pytest
import yaml

from auditor.errors import PolicyError
from auditor.policy.packs import load_pack, locate_packs, parse_pack

PHRASE = {"effect": "prohibited", "clause": "c1"}


def refused(pack) -> str:
    data = yaml.safe_dump(pack, sort_keys=False).encode()
    with pytest.raises(PolicyError) as caught:
        parse_pack(data, "acme/pack.yaml")
    assert caught.value.hint
    return str(caught.value)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"efective_from": "2024-01-01"}, "unknown key 'efective_from'"),
        ({"effective_from": "2024-02-30"}, "'2024-02-30' is not a possible date"),
        ({"effective_from": "January"}, "'January' is not a possible date"),
        ({"effective_until": "2023-01-01"}, "ends 2023-01-01, not after its start"),
        ({"channels": []}, "at least one channel is needed"),
        ({"channels": ["carrier-pigeon"]}, "'carrier-pigeon' is not one of"),
        ({"channels": ["weights"]}, "needs 'models'"),
        ({"confidence": "certain"}, "'certain' is not one of"),
        ({"url": None}, "key 'url' is missing"),
        ({"clauses": "none"}, "a list was expected"),
        ({"effects": {}}, "is missing"),
        ({"clauses": []}, "no clause has the id 'c1'"),
    ],
)
def test_a_malformed_version_is_refused_with_file_line_and_reason(
    a_pack, a_version, changes, reason
) -> None:
    message = refused(a_pack(a_version(**changes)))

    assert message.startswith("acme/pack.yaml, line ")
    assert reason in message


@pytest.mark.parametrize(
    ("effect", "reason"),
    [
        ({"effect": "prohibited"}, "names no clause"),
        ({"effect": "conditional", "clause": "c1"}, "names no condition"),
        ({"effect": "unclear"}, "'kind' goes with the effect 'unclear'"),
        ({"effect": "allowed", "clause": "c1", "kind": "silent"}, "'kind' goes with"),
        ({"effect": "maybe", "clause": "c1"}, "'maybe' is not one of"),
    ],
)
def test_a_malformed_effect_is_refused(a_pack, a_version, effect, reason) -> None:
    effects = a_version()["effects"] | {"publish_dataset": effect}

    assert reason in refused(a_pack(a_version(effects=effects)))


def test_a_key_phrase_over_eight_words_is_refused(a_pack, a_version) -> None:
    version = a_version()
    version["clauses"][0]["key_phrases"] = ["one two three four five six seven eight nine"]

    assert "a key phrase has 9 words, 8 at most" in refused(a_pack(version))


def test_overlapping_versions_of_one_document_are_refused(a_pack, a_version) -> None:
    message = refused(a_pack(a_version(), a_version(id="later", effective_from="2024-06-01")))

    assert "version 'later' overlaps version '2024-01-01'" in message


def test_regional_editions_of_one_document_may_overlap(a_pack, a_version) -> None:
    pack = a_pack(a_version(region="eea"), a_version(id="row", region="row"))

    assert len(parse_pack(yaml.safe_dump(pack).encode(), "p").documents[0].versions) == 2


def test_the_line_of_the_complaint_is_the_line_in_the_file() -> None:
    with pytest.raises(PolicyError, match="line 3: unknown key 'titel'"):
        parse_pack(b"id: acme\nversion: 1\ntitel: Acme\n", "pack.yaml")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"just a text",
        b"- a list",
        b"id: [unclosed",
        b"id: \xff",
        b"id: a\nid: b",
        b"a: &x 1\nb: *x",
        b"[" * 5000,
    ],
    ids=["empty", "text", "list", "unclosed", "bytes", "twice", "alias", "deep"],
)
def test_what_is_no_pack_is_refused(data) -> None:
    with pytest.raises(PolicyError, match=r"pack\.yaml"):
        parse_pack(data, "pack.yaml")


def test_a_missing_path_is_refused_with_a_hint(tmp_path) -> None:
    with pytest.raises(PolicyError, match="there is no policy pack") as caught:
        locate_packs(str(tmp_path / "nowhere"))

    assert "pack.yaml" in caught.value.hint


def test_line_endings_do_not_change_the_digest(a_pack, written) -> None:
    file = written(a_pack())
    unix = load_pack(file).digest
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert load_pack(file).digest == unix
