"""Lets botocore judge how we sign, presign, mint tokens for EKS, name hosts and read the shared files.

Run by the Python that tests/counterparts/botocore prints: botocore_test.py AWS_ANSWERS
"""

import base64
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile
from urllib.parse import parse_qsl, quote, urlsplit

import botocore.auth
import botocore.configloader
import botocore.session
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.model import ServiceId
from botocore.signers import RequestSigner

REQUESTS = 400
TOKENS = 60
FILES = 150
CHARACTERS = "abcXYZ019-._~ /+=%&?#:;@!$'()*,[]\"<>\\^`{|}\u00e9\u1234\U0001f600"


def text(dice, longest, characters=CHARACTERS):
    return "".join(dice.choice(characters) for _ in range(dice.randrange(longest + 1)))


def path(dice):
    segments = [dice.choice(["", ".", "..", quote(text(dice, 8), safe="-._~")]) for _ in range(dice.randrange(6))]
    return "/" + "/".join(segments) + dice.choice(["", "/"]) if segments else "/"


def question(dice, task):
    time = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(seconds=dice.randrange(10**9))
    query = {text(dice, 10): text(dice, 12) for _ in range(dice.randrange(5))}
    query.pop("", None)
    names = dice.sample(["Content-Type", "X-Custom", "x-k8s-aws-id", "Accept", "X-Amz-Target"], dice.randrange(4))
    return {
        "do": task, "time": time.strftime("%Y-%m-%dT%H:%M:%SZ"), "region": dice.choice(["eu-west-1", "cn-north-1", "us-gov-west-1"]),
        "service": dice.choice(["sts", "eks", "service"]), "id": "AKID" + text(dice, 10, "ABC123"), "secret": text(dice, 40, "abcDEF012/+="),
        "token": dice.choice(["", text(dice, 80, "abcDEF012/+=")]), "method": dice.choice(["GET", "POST", "PUT"]),
        "host": dice.choice(["sts.eu-west-1.amazonaws.com", "eks.us-east-1.amazonaws.com", "127.0.0.1:4566"]),
        "path": path(dice), "query": sorted(query.items()), "body": "" if task == "presign" else text(dice, 60),
        "headers": [[name, " " * dice.randrange(3) + text(dice, 20, "abc  XYZ;/=\t-") + "x"] for name in names],
    }


def signed_by_botocore(q):
    """The Authorization header, or the URL."""
    query = "&".join(f"{quote(k, safe='-._~')}={quote(v, safe='-._~')}" for k, v in q["query"])
    request = AWSRequest(method=q["method"], url=f"https://{q['host']}{q['path']}" + (f"?{query}" if query else ""),
                         data=q["body"].encode(), headers=dict(q["headers"]))
    now = datetime.datetime.strptime(q["time"], "%Y-%m-%dT%H:%M:%SZ")
    botocore.auth.get_current_datetime = lambda *_, **__: now
    credentials = Credentials(q["id"], q["secret"], q["token"] or None)
    if q["do"] == "sign":
        botocore.auth.SigV4Auth(credentials, q["service"], q["region"]).add_auth(request)
        return request.headers["Authorization"]
    botocore.auth.SigV4QueryAuth(credentials, q["service"], q["region"], expires=60).add_auth(request)
    return request.url


def token_by_botocore(q, session):
    """As `aws eks get-token` makes it."""
    now = datetime.datetime.strptime(q["time"], "%Y-%m-%dT%H:%M:%SZ")
    botocore.auth.get_current_datetime = lambda *_, **__: now
    signer = RequestSigner(ServiceId("sts"), q["region"], "sts", "v4", Credentials(q["id"], q["secret"], q["token"] or None),
                           session.get_component("event_emitter"))
    suffix = ".cn" if q["region"].startswith("cn-") else ""
    url = signer.generate_presigned_url(
        {"method": "GET", "url": f"https://sts.{q['region']}.amazonaws.com{suffix}/?Action=GetCallerIdentity&Version=2011-06-15",
         "body": {}, "headers": {"x-k8s-aws-id": q["cluster"]}, "context": {}},
        region_name=q["region"], expires_in=60, operation_name="")
    return url


def parts(url):
    """Everything about a URL but the order of its query."""
    split = urlsplit(url)
    return split.scheme, split.netloc, split.path, sorted(parse_qsl(split.query, keep_blank_values=True))


def url_in(token):
    body = token.removeprefix("k8s-aws-v1.")
    return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()


def shared_file(dice, config):
    lines = []
    for name in dice.sample(["default", "a", "b c", "d-e"], dice.randrange(1, 5)):
        quoted = f"'{name}'" if " " in name else name
        lines.append(f"[profile {quoted}]" if config and name != "default" else f"[{name}]")
        for key in dice.sample(["region", "AWS_ACCESS_KEY_ID", "role_arn", "output", "s3"], dice.randrange(5)):
            value = text(dice, 12, "abc/+=#;: x").strip()
            if key == "s3":
                lines += ["s3 =", "  max = 1", "  region = nested"]
            else:
                lines.append(key + dice.choice(["=", " = ", " =", ": "]) + value)
            lines += dice.choice([[], [""], ["# comment"], ["; comment"]])
    return "\n".join(lines) + dice.choice(["", "\n"])


def profiles_by_botocore(q):
    with tempfile.TemporaryDirectory() as folder:
        for name in ("config", "credentials"):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(q[name])
        merged = botocore.configloader.load_config(os.path.join(folder, "config"))["profiles"]
        for name, settings in botocore.configloader.raw_config_parse(os.path.join(folder, "credentials")).items():
            merged.setdefault(name, {}).update(settings)
    return {name: {k: v for k, v in settings.items() if k != "s3"} for name, settings in merged.items()}


def without_nested(profiles):
    if isinstance(profiles, str):
        return profiles
    return {name: {k: v for k, v in settings.items() if k != "s3"} for name, settings in profiles.items()}


def main(program):
    dice = random.Random(20261121)
    session = botocore.session.Session()
    resolver = session.get_component("endpoint_resolver")
    asked = [question(dice, dice.choice(["sign", "presign"])) for _ in range(REQUESTS)]
    asked += [{**question(dice, "token"), "cluster": text(dice, 20, "abcXYZ-_09") + "c"} for _ in range(TOKENS)]
    asked += [{"do": "profiles", "config": shared_file(dice, True), "credentials": shared_file(dice, False)} for _ in range(FILES)]
    for partition in session.get_available_partitions():
        for region in session.get_available_regions("eks", partition_name=partition):
            asked.append({"do": "region", "region": region})
            asked += [{"do": "host", "service": service, "region": region} for service in ("sts", "eks")]
    ran = subprocess.run([program], input="".join(json.dumps(q) + "\n" for q in asked), text=True, capture_output=True, check=True)
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    wrong = 0
    for q, ours in zip(asked, answers, strict=True):
        if q["do"] == "sign":
            same, theirs = ours, signed_by_botocore(q)
        elif q["do"] == "presign":
            same, theirs = parts(ours), parts(signed_by_botocore(q))
        elif q["do"] == "token":
            same, theirs = parts(url_in(ours)), parts(token_by_botocore(q, session))
        elif q["do"] == "host":
            same, theirs = ours, resolver.construct_endpoint(q["service"], q["region"])["hostname"]
        elif q["do"] == "profiles":
            same, theirs = without_nested(ours), profiles_by_botocore(q)
        else:
            same, theirs = ours, True
        if same != theirs:
            wrong += 1
            print(f"{json.dumps(q)}\n  we:       {same}\n  botocore: {theirs}")
    counts = {task: sum(q["do"] == task for q in asked) for task in dict.fromkeys(q["do"] for q in asked)}
    print(f"{counts}: {wrong} judged wrong")
    return 1 if wrong or not answers else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
