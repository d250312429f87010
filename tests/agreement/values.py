"""Values that look like one another: what people write by mistake where a duration, a host or a pattern is wanted."""

import re

DURATIONS = ("0s", "1ms", "0.5ms", "999us", "1us", "1.5s", "1.0005s", "-1s", "5", "1d", "1h30m", "1m1ms", "10 s", "s", "infinite", "1e3s", "0.000000001s",
             "100000h", "876000h", "2562047h", "99999999h", "+5s", "1S", ".5s", "1h-5m", "315576000000s")
HOSTS = ("*", "*.", "*.example.com", "*.com", "*example.com", "*-v1.example.com", "a.*.example.com", "example.*", "-bad.example.com", "bad-.example.com",
         "a..b", ".example.com", "example.com.", "UPPER.Example.com", "under_score.example.com", "10.0.0.1", "1.2.3", "example.123", "::1", "host:8080",
         "http://example.com", "with space.example", "short", "ü.example", "x" * 64 + ".example", ".".join(["abcdefgh"] * 30), "ns/host.example.com",
         "*/host.example.com", "./host.example.com", "~/host.example.com", "~ns/host.example.com", "ns/*", "*/*", "./*", "~/*", "ns/", "/host", "a/b/c", "NS/host.example",
         "ns/short", "mesh", "ns.svc.cluster.local")
ADDRESSES = ("10.0.0.1", "10.0.0.0/8", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/-1", "10.0.0.0/8/8", "256.1.1.1", "10.0.0", "10.0.0.01", "::1", "2001:db8::/32",
             "2001:db8::/129", "fe80::1%eth0", "::ffff:10.0.0.1", "0.0.0.0/0", "*", "localhost", "10.0.0.0/08", "unix:///run/a.sock", "unix://@name", "unix://run/a",
             "unix:///run/", "unix://")
ADDRESSES_OF_URLS = ("https://example.com/keys", "http://example.com:8080", "ftp://example.com/keys", "example.com/keys", "https://", "https://example.com:port/",
                     "https://exa mple.com/", "//example.com", "HTTPS://example.com", "oci://registry.example/plugin:v1", "file:///opt/plugin.wasm",
                     "https://example.com:99999/keys", "https://[::1]/keys", "%zz", "http://%zz/")
PATTERNS = ("(", "[a-", "a**", "a{2,1}", "a{1001}", "(?=x)", "\\1", "\\d+", "(?i)x", "(?P<n>x)", "^/v[0-9]+/.*$", "*", "+", "x" * 1024, "x" * 1025, "\\Qa", "\\pZ", "\\p{Foo}", ".*", "\\")
NAMES = ("x-header", "bad header", ":authority", ":method", "Host", "host", "@request.auth.claims.sub", "@request.auth.claims[groups]", "a:b", "a(b", "ü", "a_b", "X-" + "a" * 300,
         "v1", "V1", "v.1", "v_1", "-v1", "v1-", "v" * 63, "v" * 64, "ns/name", "a/b/c", "*", "v*", "a b", "{*}", "/a/{**}/b", "/a/{*}/{**}", "/{**}/{*}", "/a{x}", "80", "0", "70000",
         "%START_TIME%", "50%", "100%%", "%REQ(x)", "%REQ(x)%", "%VAR([\"a\"])%", "%VAR([a])%", "\t", "line\nbreak", "GET", "get", "HTTP", "http", "HTTPS", "TLS", "UDP", "SCTP", "TCP",
         "http2", "grpc", "MONGO", "gRPC-Web", "5xx", "503", "999", "5xx,reset", "5xx, reset", "x" * 300)


def looks_like(value, schema, path):
    """What kind of text stands at a place: by its schema, else by its name, else by its form."""
    name = next((str(step) for step in reversed(path) if not isinstance(step, int)), "")
    rules = " ".join(each.get("rule", "") for each in schema.get("x-kubernetes-validations", []))
    if "duration(self)" in rules or re.fullmatch(r"-?[\d.]+(ns|us|ms|s|m|h)", value):
        return DURATIONS
    if "://" in value or re.search("ur[li]$", name.lower()):
        return ADDRESSES_OF_URLS + ADDRESSES[-4:]
    if name in ("regex", "match", "expr", "proxyVersion") or re.search(r"[\^$]|\.\*", value):
        return PATTERNS
    if re.fullmatch(r"[0-9.]+(/\d+)?|[0-9a-f]*:[0-9a-f:]+(/\d+)?", value) or re.search("address|cidr|block|subnet|bind", name, re.IGNORECASE):
        return ADDRESSES + HOSTS[:6] + ("*",)
    if re.search("host|sni|domain", name, re.IGNORECASE) or re.fullmatch(r"[a-z0-9*~./-]+\.[a-z0-9.-]+", value):
        return HOSTS
    return NAMES


def alike(value, schema, path):
    return [each for each in looks_like(value, schema, path) if each != value]


def misspelt(name, random_):
    """The name as a hurried person writes it."""
    snake = re.sub("([A-Z])", lambda found: "_" + found[1].lower(), name)
    ways = [name + "s", name[:-1] or "x", name[:1].upper() + name[1:], name.lower() + "_", snake + ("" if snake != name else "_")]
    return random_.choice(sorted({way for way in ways if way != name}))


def other_case(text):
    return text.lower() if text != text.lower() else text.upper()


def stretched(text, length):
    """A text of that many characters that begins like `text`."""
    return (text + "a" * length)[:length]


# Plausible texts for fields by the end of their name.
BY_NAME = (
    ("host", "reviews.shop.svc.cluster.local"), ("hosts", "shop.example.com"), ("hostname", "shop.example.com"), ("address", "10.0.0.7"), ("uri", "https://shop.example.com/keys"),
    ("url", "oci://registry.example/plugin:v1"), ("name", "reviews"), ("namespace", "shop"), ("group", ""), ("kind", "Service"), ("key", "app"), ("regex", "^v[0-9]+$"),
    ("prefix", "/shop"), ("exact", "v1"), ("timeout", "5s"), ("interval", "10s"), ("time", "30s"), ("duration", "60s"), ("port", "http"), ("path", "/health"), ("issuer", "https://issuer.example"),
    ("subset", "v1"), ("protocol", "HTTP"), ("expression", "response.code >= 400"), ("sha256", "0" * 64), ("cidr", "10.0.0.0/16"), ("expr", "up == 0"), ("mode", ""), ("bytes", "aGFsbG8="))


def plausible(schema, name, random_, depth=0):
    """A small value that a schema allows, as far as it says."""
    if schema.get("enum"):
        return random_.choice([each for each in schema["enum"] if each is not None])
    if schema.get("x-kubernetes-int-or-string"):
        return random_.choice([80, "http"])
    kind = schema.get("type")
    if kind == "object":
        return plausible_object(schema, name, random_, depth)
    if kind == "array":
        least = max(1, schema.get("minItems", 0))
        return [plausible(schema.get("items", {}), name, random_, depth + 1) for _ in range(least)]
    if kind == "boolean":
        return random_.choice([True, False])
    if kind in ("integer", "number"):
        least, most = schema.get("minimum", 1), schema.get("maximum", 1000)
        return int(random_.choice([max(least, 1), min(max(least, 80), most)]))
    rules = " ".join(each.get("rule", "") for each in schema.get("x-kubernetes-validations", []))
    if "duration(self)" in rules:
        return "5s"
    return next((text for end, text in BY_NAME if name.lower().endswith(end)), "reviews")


def plausible_object(schema, name, random_, depth):
    known = schema.get("properties", {})
    if not known:
        other = schema.get("additionalProperties")
        return {"app": plausible(other, name, random_, depth + 1)} if isinstance(other, dict) else {}
    wanted = [each for each in known if each in schema.get("required", [])]
    optional = [each for each in sorted(known) if each not in wanted]
    if depth < 3 and optional:
        wanted += random_.sample(optional, min(len(optional), random_.choice([0, 1, 1, 2])))
    return {each: plausible(known[each], each, random_, depth + 1) for each in wanted}
