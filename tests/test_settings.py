"""The one table of settings: where a value comes from, and what is said about a bad one."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz import settings
from wertschatz.settings import SETTINGS, SettingProblem, load
from wertschatz.wording.catalogue import translate

HANDBOOK = [Path(__file__).parents[1] / "docs" / name for name in ("operation.md", "betrieb.md")]


def environ(data: Path, **more: str) -> dict[str, str]:
    return {"WERTSCHATZ_DATA": str(data), **{f"WERTSCHATZ_{k.upper()}": v for k, v in more.items()}}


def test_every_default_passes_its_own_check(tmp_path: Path) -> None:
    found = load(environ=environ(tmp_path))
    for row in SETTINGS[1:]:
        assert getattr(found, row.name) == row.default


def test_command_line_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    (tmp_path / "wertschatz.toml").write_text('port = 9001\nzone = "Europe/Vienna"\n')
    assert load(environ=environ(tmp_path)).port == 9001
    assert load(environ=environ(tmp_path, port="9002")).port == 9002
    assert load({"port": "9003", "host": None}, environ(tmp_path, port="9002")).port == 9003
    assert load(environ=environ(tmp_path)).zone == "Europe/Vienna"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "0"),
        ("port", "65536"),
        ("port", "eight"),
        ("port", "٣٣٣٣"),
        ("host", "http://here"),
        ("base_url", "wertschatz.example"),
        ("base_url", "https://wertschatz.example/below"),
        ("base_url", "https://[broken"),
        ("trusted_proxy", "proxy.example"),
        ("database", "mysql://host/name"),
        ("database", "postgresql://host"),
        ("encrypt", "perhaps"),
        ("language", "fr"),
        ("zone", "Europe/Atlantis"),
        ("zone", "../../etc/passwd"),
    ],
)
def test_a_bad_value_is_named_with_its_place(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingProblem) as caught:
        load(environ=environ(tmp_path, **{name: value}))
    problem = caught.value
    row = next(row for row in SETTINGS if row.name == name)
    assert (problem.name, problem.source, problem.must) == (name, row.variable, row.must)
    assert problem.came == value


def test_a_password_is_never_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingProblem) as caught:
        load(environ=environ(tmp_path, database="mysql://user:geheim@host/name"))
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("prot = 1", "prot"),
        ("port = [1]", "port"),
        ("port = true", "port"),
        ("zone = 5", "zone"),
        ("not toml", "wertschatz.toml"),
        ('data = "/elsewhere"', "data"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, text: str, name: str) -> None:
    (tmp_path / "wertschatz.toml").write_text(text)
    with pytest.raises(SettingProblem) as caught:
        load(environ=environ(tmp_path))
    assert caught.value.name == name
    assert str(tmp_path) in caught.value.source


def test_a_misspelt_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "wertschatz.toml").write_text("prot = 1")
    with pytest.raises(SettingProblem, match=r"port\?"):
        load(environ=environ(tmp_path))


def test_encryption_belongs_to_the_file_only(tmp_path: Path) -> None:
    with pytest.raises(SettingProblem):
        load(environ=environ(tmp_path, encrypt="on", database="postgresql://u:p@h/n"))


@given(st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"])))
def test_no_text_at_all_ends_in_another_error(text: str) -> None:
    for row in SETTINGS[1:]:
        given_environ = {"WERTSCHATZ_DATA": "/nowhere", row.variable: text}
        with suppress(SettingProblem):
            assert load(environ=given_environ).data == Path("/nowhere")


@pytest.mark.parametrize(
    ("given_settings", "address", "hosts"),
    [
        ({}, "http://127.0.0.1:8321/", ["127.0.0.1", "localhost", "[::1]"]),
        ({"host": "::1"}, "http://[::1]:8321/", ["127.0.0.1", "localhost", "[::1]"]),
        ({"host": "0.0.0.0"}, "http://127.0.0.1:8321/", ["127.0.0.1", "localhost", "[::1]"]),
        (
            {"base_url": "https://w.example"},
            "https://w.example/",
            ["127.0.0.1", "localhost", "[::1]", "w.example"],
        ),
    ],
)
def test_the_address_people_type(
    tmp_path: Path, given_settings: dict[str, str], address: str, hosts: list[str]
) -> None:
    found = load(environ=environ(tmp_path, **given_settings))
    assert found.address == address
    assert found.allowed_hosts == hosts
    assert found.secure_cookies == address.startswith("https")


def test_the_keys_of_a_folder_that_was_never_started_are_passing_ones(tmp_path: Path) -> None:
    found = load(environ=environ(tmp_path))
    assert found.database_key is None
    assert len(found.secret) > 40
    assert found.secret == found.secret
    assert found.secret not in repr(found.keys)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', "\udcff"])
def test_a_broken_key_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "key.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingProblem, match=r"key\.json"):
        _ = load(environ=environ(tmp_path)).secret


def test_encryption_cannot_be_switched_on_later(tmp_path: Path) -> None:
    (tmp_path / "key.json").write_text('{"format": 1, "secret": "s", "database_key": null}')
    with pytest.raises(SettingProblem, match="before the very first start"):
        _ = load(environ=environ(tmp_path, encrypt="on")).secret


@pytest.mark.parametrize("chapter", HANDBOOK, ids=lambda chapter: chapter.name)
def test_the_handbook_has_one_heading_per_setting(chapter: Path) -> None:
    text = chapter.read_text("utf-8")
    part = text.partition("<!-- settings -->")[2].partition("<!-- /settings -->")[0]
    headings = [line[4:].strip("` ") for line in part.splitlines() if line.startswith("### ")]
    assert headings == [row.name for row in SETTINGS]
    for row in SETTINGS:
        assert f"`{row.variable}`" in part


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_sentence_of_the_table_exists(language: str) -> None:
    for row in SETTINGS:
        for text in (row.sentence, row.must):
            assert translate(text, language)
            assert text.endswith(".")


def test_no_default_names_the_home_of_whoever_built_it() -> None:
    assert str(SETTINGS[0].default).startswith("~")
    assert settings.default_data().name == "wertschatz"
