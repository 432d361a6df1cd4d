"""Findings for programs: one JSON object, annotations of GitHub, or SARIF; written as they are found."""

from collections import Counter
from importlib.metadata import version
from pathlib import Path

from rolethread_lite.cli.check_report import CheckedFile
from rolethread_lite.cli.output import as_json, give, show
from rolethread_lite.files.check import Found
from rolethread_lite.model.finding import Severity
from rolethread_lite.model.json_text import JsonValue
from rolethread_lite.rules import LoadedRule, all_rules, get_rule

_LEVELS = {Severity.INFO: "note", Severity.WARNING: "warning", Severity.ERROR: "error"}
_ANNOTATIONS = {Severity.INFO: "notice", Severity.WARNING: "warning", Severity.ERROR: "error"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


class _Array:
    """The items of a JSON array, written one by one."""

    def __init__(self) -> None:
        self._is_empty = True

    def add(self, value: JsonValue) -> None:
        give([b"\n  " if self._is_empty else b",\n  ", as_json(value)])
        self._is_empty = False


class JsonReport:
    """One object: `findings`, `files`, and `counts` by severity."""

    def __init__(self, limit: int) -> None:
        """Prepare; nothing is left out, whatever the limit."""
        del limit
        self._findings = _Array()
        self._files: list[JsonValue] = []
        self._counts = Counter[Severity]()

    def begin(self, codes: frozenset[str]) -> None:
        """Open the object."""
        del codes
        give([b'{"findings":['])

    def add(self, found: Found) -> None:
        """Write one finding."""
        self._counts[found.finding.severity] += 1
        self._findings.add(finding_as_json(found))

    def end_file(self, checked: CheckedFile) -> None:
        """Keep the counts of a file for the end."""
        self._files.append({"file": checked.name, "entries": checked.entries, "records": checked.records})

    def end(self) -> None:
        """Close the object."""
        counts: JsonValue = {severity.word: self._counts[severity] for severity in reversed(Severity)}
        give([b'\n],"files":', as_json(self._files), b',"counts":', as_json(counts), b"}\n"])


class GithubReport:
    """Workflow commands that GitHub shows beside the lines of a change."""

    def __init__(self, limit: int) -> None:
        """Prepare; nothing is left out, whatever the limit."""
        del limit

    def begin(self, codes: frozenset[str]) -> None:
        """Write nothing yet."""

    def add(self, found: Found) -> None:
        """Write one annotation."""
        finding = found.finding
        title = f"{finding.code} {get_rule(finding.code).rule.name}"
        place = f"file={_property(found.spot.file)},line={found.spot.line},title={_property(title)}"
        message = f"{finding.sentence} ({finding.place.path})" if finding.place.path else finding.sentence
        show(f"::{_ANNOTATIONS[finding.severity]} {place}::{_message(message)}")

    def end_file(self, checked: CheckedFile) -> None:
        """Write nothing more for a file."""

    def end(self) -> None:
        """Write nothing more."""


class SarifReport:
    """SARIF 2.1.0, the exchange format of code scanning."""

    def __init__(self, limit: int) -> None:
        """Prepare; nothing is left out, whatever the limit."""
        del limit
        self._results = _Array()
        self._places: dict[str, int] = {}

    def begin(self, codes: frozenset[str]) -> None:
        """Write who reports, and every rule that is run."""
        rules = [one for one in all_rules() if one.rule.code in codes]
        self._places = {one.rule.code: place for place, one in enumerate(rules)}
        driver: JsonValue = {
            "name": "RoleThread Lite",
            "version": version("rolethread-lite"),
            "rules": [_rule_as_sarif(one) for one in rules],
        }
        opening = (b'{"version":"2.1.0","$schema":', as_json(_SCHEMA), b',"runs":[{"tool":{"driver":', as_json(driver))
        give([*opening, b'},"columnKind":"unicodeCodePoints","results":['])

    def add(self, found: Found) -> None:
        """Write one result."""
        finding = found.finding
        physical: dict[str, JsonValue] = {
            "artifactLocation": {"uri": _uri(found.spot.file)},
            "region": {"startLine": found.spot.line},
        }
        location: dict[str, JsonValue] = {"physicalLocation": physical}
        if finding.place.path:
            location["logicalLocations"] = [{"fullyQualifiedName": finding.place.path, "kind": "member"}]
        self._results.add(
            {
                "ruleId": finding.code,
                "ruleIndex": self._places[finding.code],
                "level": _LEVELS[finding.severity],
                "message": {"text": finding.sentence},
                "locations": [location],
            }
        )

    def end_file(self, checked: CheckedFile) -> None:
        """Write nothing more for a file."""

    def end(self) -> None:
        """Close the object."""
        give([b"\n]}]}\n"])


def finding_as_json(found: Found) -> JsonValue:
    """Return a finding with its place as a JSON object."""
    finding = found.finding
    return {
        "code": finding.code,
        "name": get_rule(finding.code).rule.name,
        "severity": finding.severity.word,
        "file": found.spot.file,
        "line": found.spot.line,
        "item": found.spot.item,
        "path": finding.place.path,
        "span": list(finding.span) if finding.span else None,
        "sentence": finding.sentence,
        "repair": finding.repair.value,
    }


def _rule_as_sarif(one: LoadedRule) -> JsonValue:
    opening, _, rest = one.page.strip().partition("\n")
    return {
        "id": one.rule.code,
        "name": one.rule.name,
        "shortDescription": {"text": opening},
        "help": {"text": rest.strip() or opening},
        "defaultConfiguration": {"level": _LEVELS[one.rule.severity]},
    }


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def _uri(name: str) -> str:
    path = Path(name)
    if path.is_absolute():
        return path.as_uri()
    encoded = path.as_posix().encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in encoded)
