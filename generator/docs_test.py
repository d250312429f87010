#!/usr/bin/env python3
"""The documentation that people write: registry form, links that lead somewhere, platform files that render.

docs_test.py MESHGEN ROOT
"""

import os
import re
import subprocess
import sys

KNOWN_KEYS = {"page_title", "subcategory", "description"}
LONGEST_PAGE = 500_000


def front_matter(path, text, wrong):
    """The keys between the two --- lines; `wrong` gets what the registry would not accept."""
    found = re.match(r"---\n(.*?)\n---\n", text, re.S)
    if not found:
        wrong.append(f"{path}: no front matter")
        return
    keys = set(re.findall(r"^([a-z_]+):", found.group(1), re.M))
    for key in sorted(keys - KNOWN_KEYS):
        wrong.append(f"{path}: the registry does not know the key {key}")
    for key in sorted({"page_title", "description"} - keys):
        wrong.append(f"{path}: the front matter lacks {key}")
    if path.endswith("docs/index.md") and "subcategory" in keys:
        wrong.append(f"{path}: the index has no subcategory")


def links(root, path, text, wrong):
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, anchor = target.partition("#")
        full = os.path.normpath(os.path.join(root, os.path.dirname(path), place)) if place else os.path.join(root, path)
        if not os.path.exists(full):
            wrong.append(f"{path}: the link {target} leads nowhere")
        elif anchor and full.endswith(".md"):
            with open(full, encoding="utf-8") as file:
                there = file.read()
            headings = {re.sub(r"[^a-z0-9 _-]", "", h.lower()).strip().replace(" ", "-")
                        for h in re.findall(r"^#+ (.*)$", there, re.M)}
            if anchor not in headings and f'id="{anchor}"' not in there:
                wrong.append(f"{path}: {target} has no such heading")


def platform_files(meshgen, path, text, wrong):
    """YAML blocks that start with `# platform file` render without an error."""
    for block in re.findall(r"^```yaml\n(# platform file\n.*?)^```", text, re.S | re.M):
        ran = subprocess.run([meshgen, "render", "-f", "-", "--stdout"], input=block, text=True, capture_output=True)
        if ran.returncode != 0 or "kind: " not in ran.stdout:
            wrong.append(f"{path}: a platform file does not render:\n{ran.stderr}")


def main(meshgen, root):
    wrong = []
    pages = sorted(os.path.relpath(os.path.join(folder, name), root)
                   for folder, _, names in os.walk(os.path.join(root, "docs")) for name in names)
    for page in pages:
        if not page.endswith(".md"):
            wrong.append(f"{page}: only Markdown belongs here")
    people = [name for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md")
              if os.path.exists(os.path.join(root, name))]
    for page in [p for p in pages if p.endswith(".md")] + people:
        with open(os.path.join(root, page), encoding="utf-8") as file:
            text = file.read()
        if page.startswith("docs/"):
            front_matter(page, text, wrong)
        if len(text.encode()) >= LONGEST_PAGE:
            wrong.append(f"{page}: the registry shows no page of {LONGEST_PAGE} bytes or more")
        links(root, page, text, wrong)
        platform_files(meshgen, page, text, wrong)
    print("\n".join(wrong) or f"{len(pages) + len(people)} pages are fine")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
