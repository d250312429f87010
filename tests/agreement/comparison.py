"""Two sets of verdicts side by side: what agrees, what does not, and what of that is known."""

import collections
import re
from dataclasses import dataclass, field

# The share of documents on which both have to agree, and the share that the servers have to refuse for that to mean much.
LEAST_AGREEMENT, LEAST_REFUSED = 0.99, 0.40
# Accepting here what the servers refuse could leave a workload open.
SECURITY = ("AuthorizationPolicy.security.istio.io", "PeerAuthentication.security.istio.io", "RequestAuthentication.security.istio.io",
            "NetworkPolicy.networking.k8s.io")


@dataclass
class Row:
    """What is said of the documents of one kind. A false accept is one that only the servers refuse."""
    documents: int = 0
    refused: int = 0
    false_accepts: int = 0
    false_refusals: int = 0

    @property
    def agreed(self):
        return self.documents - self.false_accepts - self.false_refusals


@dataclass
class Comparison:
    rows: dict = field(default_factory=lambda: collections.defaultdict(Row))
    # (index, "accepts" or "refuses", the verdict, our errors) of each document on which we differ.
    disagreements: list = field(default_factory=list)
    codes: collections.Counter = field(default_factory=collections.Counter)


def kind_of(document):
    """VirtualService.networking.istio.io: kinds of two groups have the same name."""
    group = document["apiVersion"].rpartition("/")[0]
    return f"{document['kind']}.{group}" if group else document["kind"]


def compare(verdicts, findings):
    """`verdicts` are lines of oracle.py; `findings` are those of meshgen by the documents' indices."""
    result = Comparison()
    for index, verdict in enumerate(verdicts):
        found = findings.get(index, [])
        result.codes.update({each["code"] for each in found})
        errors = [each for each in found if each["severity"] == "error"]
        row = result.rows[kind_of(verdict["document"])]
        row.documents += 1
        row.refused += not verdict["accepted"]
        if verdict["accepted"] == bool(errors):
            ours = "refuses" if errors else "accepts"
            row.false_accepts += ours == "accepts"
            row.false_refusals += ours == "refuses"
            result.disagreements.append((index, ours, verdict, errors))
    return result


def explains(known, ours, verdict, errors):
    """Whether an entry of disagreements.json is about this one."""
    if known["kind"] != kind_of(verdict["document"]) or known["mesh"] != ours:
        return False
    if ours == "accepts":
        return re.search(known["server"], verdict["message"]) is not None
    return {each["code"] for each in errors} == set(known["codes"])


def complaints(result, verdicts, known, all_codes, must_occur=None):
    """What is wrong, a line each; nothing when the test passes."""
    total = len(verdicts)
    refused = sum(row.refused for row in result.rows.values())
    agreed = sum(row.agreed for row in result.rows.values())
    for index, verdict in enumerate(verdicts):
        expected = verdict.get("origin", {}).get("expected")
        if verdict["accepted"] is None:
            yield f"document {index}: {verdict['message']}"
        elif expected is not None and expected != verdict["accepted"]:
            yield f"document {index}: kinds/ has it under \"{verdict['origin']['from']}\"; the servers say otherwise: {verdict['message'] or 'accepted'}"
    if refused < LEAST_REFUSED * total:
        yield f"the servers refuse only {refused} of {total} documents: the generator is too kind"
    if agreed < LEAST_AGREEMENT * total:
        yield f"{agreed} of {total} verdicts agree, less than {LEAST_AGREEMENT:.0%}"
    for kind in SECURITY:
        if result.rows[kind].false_accepts:
            yield f"{kind}: {result.rows[kind].false_accepts} documents are accepted that the servers refuse"
    used = set()
    for index, ours, verdict, errors in result.disagreements:
        found = [number for number, each in enumerate(known) if explains(each, ours, verdict, errors)]
        used.update(found)
        if not found:
            says = verdict["message"] if ours == "accepts" else ", ".join(f"{each['code']} {each['path']}" for each in errors)
            yield f"document {index}, {kind_of(verdict['document'])}: mesh {ours} it and no reason is known: {says}"
    for number, each in enumerate(known):
        if number not in used:
            yield f"disagreements.json, entry {number} ({each['kind']}): does not occur any more, take it off"
        if not each["reason"].strip():
            yield f"disagreements.json, entry {number} ({each['kind']}): no reason"
    for code in all_codes if must_occur is None else must_occur:
        if not result.codes[code]:
            yield f"the rule {code} never occurs: kinds/ lacks a case that breaks it"
    for code in sorted(set(result.codes) - set(all_codes)):
        yield f"the code {code} is not in the list of codes"


def table(result):
    """The lines of the table, a row for each kind and one for all."""
    rows = sorted(result.rows.items())
    total = Row()
    for _, row in rows:
        for name in vars(total):
            setattr(total, name, getattr(total, name) + getattr(row, name))
    yield f"{'kind':44} {'documents':>9} {'refused':>8} {'agree':>8} {'false accepts':>14} {'false refusals':>15}"
    for kind, row in [*rows, ("all", total)]:
        if row.documents:
            yield f"{kind:44} {row.documents:9} {row.refused:8} {row.agreed / row.documents:8.2%} {row.false_accepts:14} {row.false_refusals:15}"
