"""The commands: help that reads well, one clear line for a mistake, never a traceback."""

import datetime as dt
import json
import shutil
import signal
import socket
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from api.cli import COMMANDS, main
from api.settings import SETTINGS, SettingError, Settings
from datasets.library.home import BUILT_IN
from datasets.releases.build import build
from tests.asking import serving
from tests.homes import OTHER, TEXT, add_report

REPORT = BUILT_IN / "sources/211102-2024/211102-2024.txt"


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


def refused(result: Result) -> str:
    """The one line a mistake is answered with."""
    assert result.exit_code != 0
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert result.output.startswith("Usage:")


def test_every_setting_is_an_option_of_serve() -> None:
    shown = run("serve", "--help").output
    assert all(setting.variable in shown and setting.help in " ".join(shown.split()) for setting in SETTINGS)


def test_a_setting_of_the_environment_that_cannot_be_meant_is_refused() -> None:
    assert Settings.from_environment({"BAOGAO_PORT": "80"}).port == 80
    with pytest.raises(SettingError, match="port"):
        Settings.from_environment({"BAOGAO_PORT": "many"})


def test_extract_prints_the_rows_of_a_report() -> None:
    result = run("extract", REPORT, "--year", 2024, "--region", 211102)
    answer = json.loads(result.output)
    gdp = {
        (row["measure"], row["value"], row["unit"], row["year"])
        for row in answer["indicators"]
        if row["metric_id"] == "gdp"
    }
    assert gdp == {("level", 155.5, "亿元", 2023), ("growth", 3, "%", 2023)}
    (goal,) = (row for row in answer["targets"] if row["metric_id"] == "gdp")
    assert (goal["measure"], goal["value"], goal["year"], goal["quote"]) == (
        "growth",
        6,
        2024,
        "地区生产总值同比增长6%",
    )
    text = REPORT.read_bytes().decode()
    for table in ("indicators", "targets", "projects", "glossary", "glossary_mentions", "figures"):
        assert all(text[row["char_start"] : row["char_end"]] == row["quote"] for row in answer[table])
    assert answer["report"]["id"] == "211102-2024"


def test_extract_reads_the_year_from_the_headings() -> None:
    answer = json.loads(run("extract", REPORT).output)
    assert (answer["report"]["year"], answer["report"]["year_is_from"]) == (2024, "text")


def test_extract_takes_a_passage_from_standard_input_and_gives_a_line_for_each_file(tmp_path: Path) -> None:
    passage = "力争地区生产总值增长6%。".encode()
    file = tmp_path / "a.txt"
    file.write_bytes(passage)
    lines = run("extract", "-", file, "--part", "plan", "--ndjson", stdin=passage).output.splitlines()
    assert [json.loads(line)["targets"][0]["strength"] for line in lines] == ["striving", "striving"]


def test_extract_goes_on_after_a_file_it_cannot_read(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    result = run("extract", empty, tmp_path, tmp_path / "none.txt", REPORT, "--ndjson")
    assert result.exit_code == 1
    assert [line.partition(": ")[2].rpartition(": ")[2] for line in result.stderr.splitlines()] == [
        "is empty; expected the text of a report",
        "is a folder; expected a file",
        "No such file or directory",
    ]
    assert len(result.stdout.splitlines()) == 1


def test_extract_doubts_a_long_text_that_is_no_report_and_reads_a_passage_without_a_doubt(tmp_path: Path) -> None:
    story, passage = tmp_path / "story.txt", tmp_path / "passage.txt"
    story.write_text("那天晚上，月光很好，他沿着河边慢慢走着，想起许多往事。\n" * 200, encoding="utf-8")
    passage.write_text("新建学校3所。", encoding="utf-8")
    result = run("extract", story, passage, "--ndjson")
    assert "story.txt: it does not look like a government work report" in result.stderr.replace("\n", " ")
    assert "passage.txt: it does not look like" not in result.stderr.replace("\n", " ")


def test_extract_refuses_a_text_that_was_misread_before_it_was_saved_as_utf_8(tmp_path: Path) -> None:
    misread = tmp_path / "misread.txt"
    in_big5 = (
        "各位代表，一年來全市經濟社會發展取得新的成績，工業生產持續增長，人民生活明顯改善，城鄉建設步伐加快。\n" * 4
    ).encode("big5")
    misread.write_text(in_big5.decode("gb18030", errors="replace"), encoding="utf-8")
    assert "few of the characters common in Chinese" in refused(run("extract", misread))


def test_extract_refuses_a_region_that_is_none_or_several() -> None:
    assert "is no code of six digits, such as 211102; expected one, or a name" in refused(
        run("extract", REPORT, "--region", "21")
    )
    assert "one of 110105 北京市朝阳区, 220104" in refused(run("extract", REPORT, "--region", "朝阳区"))


@pytest.mark.parametrize("region", ["双台子区", "盘锦市双台子区", "Shuangtaizi District"])
def test_extract_takes_the_name_of_a_region(region: str) -> None:
    named, coded = (run("extract", REPORT, "--year", 2024, "--region", one) for one in (region, "211102"))
    assert json.loads(named.output) == json.loads(coded.output)


@pytest.mark.slow
def test_build_says_what_it_made_and_what_it_did_not_understand(fresh_home: Path) -> None:
    result = run("build", "--home", fresh_home)
    assert result.exit_code == 0
    assert "Release 1.0.0" in result.output
    assert "Numerals not understood yet (unresolved): " in result.output
    assert "Nothing changed since release 1.0.0" in run("build", "--home", fresh_home).output


@pytest.mark.slow
def test_build_says_which_report_it_left_out_and_why(tmp_path: Path) -> None:
    add_report(tmp_path)
    add_report(tmp_path, "一、2023年工作回顾\n" + "地区生产总值增长5%。" * 150_000, "211104")  # ten seconds to read
    shown = run("build", "--home", tmp_path, "--read-seconds", 2)
    assert shown.exit_code == 1, shown.output
    assert "Left out: 211104-2024: takes more than 2 seconds of the processor to read" in shown.output
    assert "Release 1.0.0" in shown.output


def test_build_refuses_what_is_no_version(fresh_home: Path) -> None:
    assert refused(run("build", "--home", fresh_home, "--as", "v1")).startswith("Error: 'v1' is not a version")
    assert not (fresh_home / "releases").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "epoch", "day"),
    [
        (["--on", "2026-02-03"], None, "2026-02-03"),
        ([], "86400", "1970-01-02"),
        (["--on", "2026-02-03"], "0", "2026-02-03"),
    ],
)
def test_the_day_of_publication_is_given_so_that_a_build_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], epoch: str | None, day: str
) -> None:
    if epoch:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    folders = [add_report(tmp_path / name) / "releases/1.0.0" for name in "ab"]
    for folder in folders:
        assert run("build", "--home", folder.parents[1], *options).exit_code == 0
        assert json.loads((folder / "manifest.json").read_text())["published_on"] == day
    a, b = ({file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()} for folder in folders)
    assert a == b


def test_without_a_day_a_release_is_published_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    days = {str(dt.datetime.now(dt.UTC).date())}
    assert run("build", "--home", add_report(tmp_path)).exit_code == 0
    days.add(str(dt.datetime.now(dt.UTC).date()))
    assert json.loads((tmp_path / "releases/1.0.0/manifest.json").read_text())["published_on"] in days


@pytest.mark.parametrize("epoch", ["soon", "-", "1e9", "9" * 30])
def test_a_day_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    line = refused(run("build", "--home", add_report(tmp_path)))
    assert line == f"Error: SOURCE_DATE_EPOCH: expected seconds since 1970, got {epoch!r}"
    assert not (tmp_path / "releases").exists()
    assert "does not match the format" in refused(run("build", "--home", tmp_path, "--on", "soon"))


@pytest.mark.slow
def test_build_signs_and_verify_asks_for_the_key(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    private, public = tmp_path / "key.pem", tmp_path / "key.pub"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    home = add_report(tmp_path / "home")
    assert "holds no private key" in refused(run("build", "--home", home, "--sign-with", public))
    assert not (home / "releases").exists()
    assert run("build", "--home", home, "--sign-with", private).exit_code == 0
    assert run("verify", "--home", home, "--key", public).exit_code == 0
    (home / "releases/1.0.0/SHA256SUMS.sig").write_bytes(bytes(64))
    result = run("verify", "--home", home, "--key", public)
    assert (result.exit_code, "none of the trusted keys made it" in result.output) == (1, True)


def test_diff_shows_rows_cells_and_reasons() -> None:
    shown = run("diff", 3, 4).output.splitlines()
    assert shown[:3] == ["Release 3.0.0 -> 4.0.0", "indicators: 18 changed", "targets: 6 changed"]
    row = shown.index("~ indicators 211102-2024.i1125  rule, curated -> counted_noun")
    assert '    name: "国家知识产权优势企业" -> "获评国家知识产权优势企业"' in shown[row:]
    assert "No row and no column differs." in run("diff", "4.0.0", "4").output
    assert len(run("diff", 4, 5, "--table", "targets").output.splitlines()) < 20


def test_diff_as_json_has_all_that_differs() -> None:
    answer = json.loads(run("diff", "4.0.0", "5.0.0", "--table", "projects", "--change", "added", "--json").output)
    assert (answer["from"], answer["to"]) == ("4.0.0", "5.0.0")
    (projects,) = (one for one in answer["tables"] if one["table"] == "projects")
    assert len(answer["data"]) == projects["added"] == 58
    assert {row["change"] for row in answer["data"]} == {"added"}


def test_diff_refuses_releases_there_are_not() -> None:
    assert "has no release '99'; there are 1.0.0, 2.0.0" in refused(run("diff", "99"))
    assert "has no release '1.x'" in refused(run("diff", "1.0.0", "1.x"))
    assert "Invalid value for '--table'" in refused(run("diff", "1", "--table", "x"))


def test_build_without_sources_is_one_clear_line(tmp_path: Path) -> None:
    assert "no such folder of sources" in refused(run("build", "--home", tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_releases_lists_versions_and_manifests(home: Path, tmp_path: Path) -> None:
    assert "1.0.0" in run("releases", "--home", home).output
    assert [m["version"] for m in json.loads(run("releases", "--home", home, "--json").output)] == ["1.0.0"]
    assert "has no releases; make one with baogao build" in run("releases", "--home", tmp_path).output


@pytest.mark.slow
def test_verify_says_that_a_release_is_good(home: Path, tmp_path: Path) -> None:
    result = run("verify", "--home", home)
    assert (result.exit_code, result.output) == (0, "1.0.0: good; made again with the same rows\n")
    assert "has no releases" in refused(run("verify", "--home", tmp_path))
    assert "has no release '9.9.9'; there are 1.0.0" in refused(run("verify", "--home", home, "9.9.9"))


def test_verify_does_not_claim_to_have_made_a_release_of_older_columns_again(tmp_path: Path) -> None:
    shutil.copytree(BUILT_IN / "releases/1.0.0", tmp_path / "releases/1.0.0")
    result = run("verify", "--home", tmp_path)
    assert result.exit_code == 0
    assert result.output.strip().endswith(
        "1.0.0: good; its laws not checked, not made again: its columns are not those of today"
    )


def test_verify_names_a_damaged_file_and_fails(fresh_home: Path) -> None:
    run("build", "--home", fresh_home)
    file = fresh_home / "releases/1.0.0/targets.parquet"
    file.write_bytes(file.read_bytes()[:-1])
    result = run("verify", "--home", fresh_home)
    assert result.exit_code == 1
    assert "targets.parquet: has " in result.output


@pytest.mark.slow
def test_verify_all_goes_on_after_a_release_it_cannot_open(tmp_path: Path) -> None:
    for text in (TEXT, OTHER):
        build(add_report(tmp_path, text))
    (tmp_path / "releases/1.0.0/manifest.json").write_text("{")
    result = run("verify", "--home", tmp_path, "--all")
    assert (result.exit_code, "manifest.json: not a manifest" in result.output) == (1, True)
    assert result.output.endswith("2.0.0: good; made again with the same rows\n")
    assert "leave out '1.0.0', or --all" in refused(run("verify", "--home", tmp_path, "1.0.0", "--all"))
    assert "has no release ''" in refused(run("verify", "--home", tmp_path, ""))


def test_a_damaged_release_is_one_clear_line_in_every_command(tmp_path: Path) -> None:
    build(add_report(tmp_path))
    (tmp_path / "releases/1.0.0/units.parquet").write_bytes(b"x")
    for command in (["build"], ["diff", "1"], ["explain", "x"]):
        line = refused(run(*command, "--home", tmp_path))
        assert "1.0.0: is damaged: units.parquet: has 1 bytes, the manifest says" in line


def test_serve_refuses_keys_it_cannot_use_before_it_starts(home: Path, tmp_path: Path) -> None:
    line = refused(run("serve", "--home", home, "--public-key", tmp_path / "none.pem"))
    assert line.endswith("none.pem: No such file or directory")


def test_explain_shows_the_sentence_and_the_rule(home: Path) -> None:
    shown = run("explain", "--home", home, "211102-2024.i566").output.replace("\n", "")
    assert "城镇居民人均可支配收入完成38950元、同比增长5%。" in shown
    assert "rule named_value: A name, words that tie it to its figure, the figure." in shown
    assert "has no row 'x'" in refused(run("explain", "--home", home, "x"))


def test_an_unknown_command_is_refused() -> None:
    assert refused(run("bulid")).startswith("Error: No such command 'bulid'")


def test_serve_refuses_a_port_in_use(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = refused(run("serve", "--home", home, "--port", port))
    assert line.startswith(f"Error: cannot listen on 127.0.0.1:{port}: Address already in use")


@pytest.mark.slow
def test_serve_builds_a_release_when_there_is_none_answers_and_stops_when_told(fresh_home: Path) -> None:
    with serving(fresh_home) as (address, server):
        ready = httpx.get(f"{address}/health/ready").json()
        assert ready == {"status": "ok", "release": "1.0.0", "refused": []}
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)
        printed = server.printed()
    assert server.returncode == 0, printed
    assert "Traceback" not in printed


@pytest.mark.slow
def test_ingest_says_what_came_and_what_to_look_at(tmp_path: Path) -> None:
    asks = (
        "ingest",
        REPORT,
        "--home",
        tmp_path,
        "--region",
        "211199",
        "--year",
        2023,
        "--name",
        "某区",
        "--name-en",
        "X",
    )
    shown = run(*asks)
    assert shown.exit_code == 0, shown.output
    words = " ".join(shown.output.split())
    assert "Added 211199-2023" in words
    assert "region 211199 某区 (X), county, CN-MCA 2026 in 盘锦市, 辽宁省, 中华人民共和国" in words
    assert "Look at this: the text speaks of the plan of 2024, not of 2023." in words
    alone = run(
        "ingest", REPORT, "--home", tmp_path, "--region", "990700", "--year", 2024, "--name", "金华市", "--name-en", "J"
    )
    assert "not known: 990000; add them to origin.toml as [[parents]]." in alone.output
    assert (tmp_path / "sources/211199-2023/211199-2023.txt").read_bytes() == REPORT.read_bytes()
    assert "Look at this: the same file is in the library as 211199-2023." in alone.output
    assert run("build", "--home", tmp_path).exit_code == 0
    again = run(*asks)
    assert (again.exit_code, again.stdout) == (0, "211199-2023 is in the library already.\n")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            ("--region", "2111", "--year", 2024),
            "region '2111': is no code of six digits, such as 211102; expected one, or a name",
        ),
        (("--region", "211102", "--year", 20240), "20240 is not in the range"),
        (("--year", 1980), "the text speaks of the plan of 2024, not of 1980"),
        (
            ("--region", "990101", "--year", 2024),
            "region 990101: is in no report of the library, nor in the register; say --name and --name-en",
        ),
        (("--region", "211102", "--year", 2020, "--published-on", "2020"), "does not match the format"),
        (("--region", "211102", "--year", 2020, "--url", "javascript:alert(1)"), "is no address such as https://"),
    ],
)
def test_ingest_refuses_what_it_cannot_take(tmp_path: Path, given: tuple[object, ...], message: str) -> None:
    assert message in refused(run("ingest", REPORT, "--home", tmp_path, *given))
    assert "No such file" in refused(
        run("ingest", tmp_path / "no", "--home", tmp_path, "--region", "211102", "--year", 2020)
    )
    assert not (tmp_path / "sources").exists()


def test_words_of_a_report_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    """Neither by the terminal, nor as the mark-up of what prints them."""
    text = TEXT.replace(
        "地区", "政府工作报告\x1b]0;x\x07\x7f[/b]\n各位代表：\n某区甲[/b]乙丙7丁[/i]戊\x1b[2J。\n地区", 1
    )
    (tmp_path / "given").write_text(text, "utf-8")
    asks = (
        "ingest",
        tmp_path / "given",
        "--home",
        tmp_path,
        "--region",
        "211199",
        "--year",
        2024,
        "--name",
        "某[/b]区",
        "--name-en",
        "X",
    )
    for shown in (run(*asks), run("build", "--home", tmp_path), run("explain", "211199-2024.i68", "--home", tmp_path)):
        assert "Traceback" not in shown.output
        assert not isinstance(shown.exception, Exception), shown.exception
        assert "\x1b]" not in shown.output
        assert "\x1b[2J" not in shown.output
