"""The comparison itself: that it finds what it is there to find."""

import json
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

from agreement.comparison import compare, complaints, table

HERE = pathlib.Path(__file__).resolve().parent
ROUTES, POLICY = ("networking.istio.io/v1", "VirtualService"), ("security.istio.io/v1", "AuthorizationPolicy")


def verdict(accepted, kind=ROUTES, message="", **origin):
    return {"accepted": accepted, "message": message, "document": {"apiVersion": kind[0], "kind": kind[1]}, "origin": origin}


def finding(code, severity="error"):
    return {"code": code, "severity": severity, "path": "spec.hosts"}


def wrong(verdicts, findings, known=(), codes=("A",)):
    return list(complaints(compare(verdicts, findings), verdicts, list(known), codes))


# One accepted and one refused document on which both agree, with the one code that there is.
FINE = [verdict(True), verdict(False, message="bad host")]
FINE_FINDINGS = {1: [finding("A")]}


class Complaints(unittest.TestCase):
    def test_nothing_where_both_agree(self):
        self.assertEqual(wrong(FINE, FINE_FINDINGS), [])

    def test_warnings_refuse_nothing(self):
        self.assertEqual(wrong(FINE, {0: [finding("A", "warning")], 1: [finding("A")]}), [])

    def test_a_difference_without_a_reason(self):
        found = wrong([*FINE, verdict(False, message="bad port")], FINE_FINDINGS)
        self.assertTrue(any("mesh accepts it and no reason is known: bad port" in each for each in found), found)
        found = wrong([*FINE, verdict(True)], {**FINE_FINDINGS, 2: [finding("A")]})
        self.assertTrue(any("mesh refuses it and no reason is known: A spec.hosts" in each for each in found), found)

    def test_a_difference_with_a_reason(self):
        many = [*FINE * 100, verdict(False, message="bad port 7"), verdict(True)]
        findings = {index: [finding("A")] for index in range(1, 200, 2)} | {201: [finding("A")]}
        kind = "VirtualService.networking.istio.io"
        known = [{"kind": kind, "mesh": "accepts", "server": r"bad port \d", "reason": "r"}, {"kind": kind, "mesh": "refuses", "codes": ["A"], "reason": "r"}]
        self.assertEqual(wrong(many, findings, known), [])
        self.assertEqual(len(wrong(many, findings, known[1:])), 1, "the other direction and the other message are not meant")

    def test_reasons_for_what_does_not_happen(self):
        found = wrong(FINE, FINE_FINDINGS, [{"kind": "Sidecar.networking.istio.io", "mesh": "accepts", "server": ".", "reason": " "}])
        self.assertEqual(["does not occur any more" in found[0], "no reason" in found[1]], [True, True], found)

    def test_security_kinds_may_not_be_too_kind(self):
        many = [*FINE * 100, verdict(False, POLICY, "empty source")]
        findings = {index: [finding("A")] for index in range(1, 200, 2)}
        known = [{"kind": "AuthorizationPolicy.security.istio.io", "mesh": "accepts", "server": ".", "reason": "r"}]
        self.assertEqual(wrong(many, findings, known), ["AuthorizationPolicy.security.istio.io: 1 documents are accepted that the servers refuse"])

    def test_too_many_differences(self):
        many = [*FINE * 49, verdict(True), verdict(True)]
        findings = {index: [finding("A")] for index in range(1, 98, 2)} | {98: [finding("A")], 99: [finding("A")]}
        known = [{"kind": "VirtualService.networking.istio.io", "mesh": "refuses", "codes": ["A"], "reason": "r"}]
        self.assertEqual(wrong(many, findings, known), ["98 of 100 verdicts agree, less than 99%"])

    def test_codes(self):
        self.assertIn("the rule B never occurs", wrong(FINE, FINE_FINDINGS, codes=("A", "B"))[0])
        self.assertIn("the code A is not in the list", wrong(FINE, FINE_FINDINGS, codes=())[0])

    def test_a_generator_that_only_makes_valid_documents(self):
        self.assertIn("too kind", wrong([verdict(True), verdict(True), FINE[1]], {2: [finding("A")]})[0])

    def test_what_the_servers_see_otherwise_than_the_case_says(self):
        found = wrong([verdict(True, **{"expected": False, "from": "bad: hosts"}), FINE[1]], FINE_FINDINGS)
        self.assertIn('under "bad: hosts"', found[0])

    def test_the_table_counts_by_kind(self):
        lines = list(table(compare([*FINE, verdict(False, POLICY, "x")], FINE_FINDINGS)))
        self.assertEqual(lines[1].split(), ["AuthorizationPolicy.security.istio.io", "1", "1", "0.00%", "1", "0"])
        self.assertEqual(lines[-1].split(), ["all", "3", "2", "66.67%", "1", "0"])


class Run(unittest.TestCase):
    """The program with a stand-in for meshgen, and verdicts from a file."""

    def compared(self, *, exit_code):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "verdicts.jsonl").write_text("".join(json.dumps(
                {"accepted": each["accepted"], "message": each["message"], "document": each["document"]}) + "\n" for each in FINE))
            meshgen = folder / "meshgen"
            meshgen.write_text(textwrap.dedent(f"""\
                #!/usr/bin/env python3
                import json, sys
                if sys.argv[2] == "--list-codes":
                    print("A\\terror\\ta host is not one")
                    sys.exit(0)
                lines = open(sys.argv[4]).read().splitlines()
                assert [json.loads(line)["kind"] for line in lines] == ["VirtualService", "VirtualService"], lines
                print(json.dumps(dict(file=sys.argv[4], line=2, document=1, code="A", severity="error", path="spec.hosts", summary="s", detail="d")))
                sys.exit({exit_code})
                """))
            meshgen.chmod(0o755)
            (folder / "known.json").write_text("[]")
            return subprocess.run([sys.executable, HERE / "run", "--meshgen", meshgen, "--verdicts", folder / "verdicts.jsonl",
                                   "--known", folder / "known.json"], capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def test_agreement(self):
        done = self.compared(exit_code=1)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("2 documents, 0 disagreements, 0 complaints", done.stdout)

    def test_an_exit_code_that_the_findings_contradict(self):
        done = self.compared(exit_code=0)
        self.assertEqual(done.returncode, 1)
        self.assertIn("which its findings contradict", done.stderr)


if __name__ == "__main__":
    unittest.main()
