#!/usr/bin/env python3
"""Each rule of lint.py finds the breach that it is there for, and leaves a tidy tree alone."""

import os
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lint  # noqa: E402

TIDY = {
    "core/model/value.h": "// What a value is.\n#pragma once\n\n#include <string>\n",
    "core/model/value.cc": '#include "core/model/value.h"\n',
    "planes/plane.h": '#pragma once\n\n#include "core/model/value.h"\n',
    "provider/main.cc": '#include "planes/plane.h"\n#include "proto/tfplugin6.pb.h"\n',
    "generator/main.cc": '#include "planes/plane.h"\n',
    "scripts/run": "#!/usr/bin/env bash\nset -euo pipefail\necho fine\n",
}

# rule -> file, its text, a word of the message
BROKEN = {
    "arrows": [
        ("core/bad.cc", '#include "planes/plane.h"\n', "core/ must not"),
        ("planes/bad.cc", '#include "provider/main.h"\n', "planes/ must not"),
        ("provider/bad.cc", '#include "generator/main.h"\n', "provider/ must not"),
        ("generator/bad.cc", '#include "provider/main.h"\n', "generator/ must not"),
    ],
    "pure_core": [("core/bad.cc", "#include <fstream>\n", "pure")],
    "light_headers": [("core/bad.h", "#pragma once\n#include <nlohmann/json.hpp>\n", "heavy")],
    "includes": [("core/bad.cc", '#include "value.h"\n', "no file"), ("core/bad.cc", '#include "../x.h"\n', "no file")],
    "pragma_once": [("core/bad.h", "#ifndef A\n#define A\n#endif\n", "pragma once")],
    "length": [("core/bad.cc", "// x\n" * 401, "401 lines")],
    "names": [("core/string_util.cc", "", "says nothing"), ("core/helpers/x.cc", "", "says nothing")],
    "places": [
        ("a.md", "see /" + "work/x\n", "one machine"),
        ("a.md", "cache=/" + "root/.cache\n", "one machine"),
        ("a.sh", "curl https://" + "pypi" + ".org/simple\n", "one machine"),
    ],
    "plain_text": [("a.cc", "int x; \n", "blanks"), ("b.cc", "int x;", "newline"), ("c.cc", "int x;\r\n", "blanks")],
    "cpp_format": [("a.cc", "int   x;\n", "clang-format")],
    "shellcheck": [("bad.sh", "#!/bin/bash\necho $1\n", "SC2086")],
    "hcl_format": [("bad.tf", "locals {\n a=1\n}\n", "fmt")],
}


class Lint(unittest.TestCase):
    def breaches(self, name, extra):
        with tempfile.TemporaryDirectory() as root:
            subprocess.run(["git", "init", "-q", root], check=True)
            counterparts = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "counterparts")
            os.makedirs(os.path.join(root, "tests"))
            os.symlink(counterparts, os.path.join(root, "tests", "counterparts"))
            for path, text in {**TIDY, **extra}.items():
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8", newline="") as file:
                    file.write(text)
            return list(lint.RULES[name](lint.Tree(root)))

    def test_tidy_tree_breaks_no_rule(self):
        for name in lint.RULES:
            with self.subTest(rule=name):
                self.assertEqual(self.breaches(name, {}), [])

    def test_every_rule_has_a_broken_example(self):
        self.assertEqual(set(BROKEN), set(lint.RULES))

    def test_each_breach_is_found(self):
        for name, examples in BROKEN.items():
            for path, text, word in examples:
                with self.subTest(rule=name, path=path):
                    found = self.breaches(name, {path: text})
                    self.assertTrue(found, "nothing found")
                    self.assertIn(word, "\n".join(entry[2] for entry in found))


if __name__ == "__main__":
    unittest.main()
