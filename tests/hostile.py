"""Requests that mean harm, as data: `test_sandbox.py` sends each of them, `benchmarks/soak.py` all of them for long.

``URL`` stands for an address at which somebody listens.
"""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlencode

SPARQL = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ONTOLOGY = "https://w3id.org/chaingraph/graph/ontology"

# ---- Other endpoints

SERVICE = {
    "plain": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "lower-case": "select * { service <URL> { ?s ?p ?o } }",
    "mixed-case": "SELECT * { SeRvIcE <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "silent-mixed": "SELECT * { service\tSiLeNt\r\n<URL>{?s ?p ?o} }",
    "optional": "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "union": "SELECT * { { ?s ?p ?o } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "minus": "SELECT * { ?s ?p ?o MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "lateral": "SELECT * { ?s ?p ?o LATERAL { SERVICE <URL> { ?s ?p ?o } } }",
    "subselect": "SELECT * { { { SELECT ?s { SERVICE <URL> { ?s ?p ?o } } } } }",
    "exists": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "not-exists": "SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "exists-in-bind": "SELECT * { BIND(EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x) }",
    "exists-in-if": "SELECT (IF(EXISTS { SERVICE <URL> { ?s ?p ?o } }, 1, 2) AS ?x) {}",
    "exists-in-order": "SELECT * { ?s ?p ?o } ORDER BY (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "exists-in-having": "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "exists-in-group": "SELECT ?x { ?s ?p ?o } GROUP BY (EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x)",
    "exists-in-aggregate": "SELECT (COUNT(EXISTS { SERVICE <URL> { ?s ?p ?o } }) AS ?x) { ?s ?p ?o }",
    "in-graph": "SELECT * { GRAPH ?g { ?s ?p ?o SERVICE <URL> { ?s ?p ?o } } }",
    "ask": "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "describe": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "variable": "SELECT * { VALUES ?url { <URL> } SERVICE ?url { ?s ?p ?o } }",
    "bound-variable": "SELECT * { BIND(IRI(CONCAT('UR', 'L')) AS ?url) SERVICE ?url { ?s ?p ?o } }",
    "dollar-variable": "SELECT * { VALUES $url { <URL> } SERVICE $url { ?s ?p ?o } }",
    "prefixed": "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "empty-prefix": "PREFIX : <URL> SELECT * { SERVICE: { ?s ?p ?o } }",
    "prefix-service": "PREFIX service: <URL> SELECT * { SERVICE service: { ?s ?p ?o } }",
    "prefix-service-x": "PREFIX serXvice: <URL> PREFIX : <URL> SELECT * { SERVICE:a { ?s ?p ?o } }",
    "relative": "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "no-spaces": "SELECT*{SERVICE<URL>{?s?p?o}}",
    "comment-between": "SELECT * { SERVICE # x\n <URL> { ?s ?p ?o } }",
    "comment-cr": "SELECT * { # x \r SERVICE <URL> { ?s ?p ?o } \n }",
    "after-comment": "SELECT * { # SERVICE\n SERVICE <URL> { ?s ?p ?o } }",
    "after-string": """SELECT * { BIND("'" AS ?a) SERVICE <URL> { ?s ?p ?o } BIND("'" AS ?b) }""",
    "escaped-quote": r"""SELECT * { BIND("\"" AS ?a) SERVICE <URL> { ?s ?p ?o } BIND("\"" AS ?b) }""",
    "unicode-quote": r"""SELECT * { BIND("\u0022" AS ?a) SERVICE <URL> { ?s ?p ?o } BIND("\u0022" AS ?b) }""",
    "long-string": "SELECT * { BIND('''''' AS ?a) SERVICE <URL> { ?s ?p ?o } BIND('''''' AS ?b) }",
    "long-string-quotes": 'SELECT * { BIND("""\\"""" AS ?a) SERVICE <URL> { ?s ?p ?o } BIND(\'"""\' AS ?b) }',
    "name-with-quote": r"PREFIX x: <urn:x:> SELECT * { x:a\' ?p ?o . SERVICE <URL> { ?s ?p ?o } x:b\' ?p ?o }",
    "name-with-hash": r"PREFIX x: <urn:x:> SELECT * { x:a\# ?p ?o . SERVICE <URL> { ?s ?p ?o } }",
    "iri-with-hash": "SELECT * { <urn:x#> ?p ?o . SERVICE <URL> { ?s ?p ?o } }",
    "less-than": "SELECT * { ?a ?b ?c FILTER(?a<1)SERVICE<URL>#>\n{ ?s ?p ?o } }",
    "less-than-variable": "SELECT * { VALUES ?e { <URL> } FILTER(?e<1)SERVICE?e#>\n{ ?s ?p ?o } }",
    "unicode-escape": r"SELECT * { SERV\u0049CE <URL> { ?s ?p ?o } }",
    "unicode-escape-long": r"SELECT * { SERV\U00000049CE <URL> { ?s ?p ?o } }",
    "unicode-brace": r"SELECT * \u007B SERVICE <URL> { ?s ?p ?o } \u007D",
    "long-s": "SELECT * { ſervice <URL> { ?s ?p ?o } }",
    "two": "SELECT * { SERVICE <URL> { SERVICE <URL> { ?s ?p ?o } } }",
    "with-from": "SELECT * FROM <https://w3id.org/chaingraph/graph/ontology> { SERVICE <URL> { ?s ?p ?o } }",
    "from-hides": "SELECT ('FROM <x' AS ?y) { BIND('> ' AS ?z) SERVICE <URL> { ?s ?p ?o } }",
    "after-bom": "\ufeffSELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "values-after": "SELECT * { SERVICE ?u { ?s ?p ?o } } VALUES ?u { <URL> }",
}

# ---- Other graphs

PLACES = (
    *("file:///etc/passwd", "http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/"),
    *("http://10.0.0.1/", "http://2130706433/", "https://w3id.org/chaingraph/graph/none", "ftp://127.0.0.1/"),
    *("data:text/turtle,<urn:a><urn:b><urn:c>.", "jar:file:/x!/y", "LISTENER"),
)
FROM = (
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "ASK FROM <URL> { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } FROM <URL> WHERE { ?s ?p ?o }",
    "CONSTRUCT FROM <URL> WHERE { ?s ?p ?o }",
    "DESCRIBE <urn:x> FROM <URL>",
    "SELECT * FROM <https://w3id.org/chaingraph/graph/ontology> FROM <URL> { ?s ?p ?o }",
    "SELECT*FROM<URL>{?s?p?o}",
    "select * from # x\n named # y\r <URL> { ?s ?p ?o }",
    "PREFIX x: <URL> SELECT * FROM x: { ?s ?p ?o }",
    "PREFIX from: <URL> SELECT * FROM from: { ?s ?p ?o }",
    "BASE <URL> SELECT * FROM <> { ?s ?p ?o }",
    "ASKFROM<URL>{}",
    "PREFIX : <URL> DESCRIBE <urn:a> FROM:b {}",
    "SELECT ('FROM <urn:x>' AS ?x) FROM <URL> { ?s ?p ?o }",
)

CALLS = {
    "service": "SELECT * { SERVICE <PLACE> { ?s ?p ?o } }",
    "service-silent": "SELECT * { ?s ?p ?o OPTIONAL { SERVICE SILENT <PLACE> { ?s ?p ?o } } }",
    "from": "SELECT * FROM <PLACE> { ?s ?p ?o }",
    "from-named": "SELECT * FROM NAMED <PLACE> { GRAPH ?g { ?s ?p ?o } }",
}

# ---- Updates

UPDATES = {
    "insert-data": "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "delete-data": "DELETE DATA { <urn:a> <urn:b> <urn:c> }",
    "delete-where": "DELETE WHERE { ?s ?p ?o }",
    "delete-graph": "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
    "modify": "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "with": "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "using": "INSERT { ?s ?p ?o } USING <URL> WHERE { ?s ?p ?o }",
    "load": "LOAD <URL>",
    "load-silent": "LOAD SILENT <URL> INTO GRAPH <urn:g>",
    "load-file": "LOAD <file:///etc/passwd>",
    "clear": "CLEAR ALL",
    "clear-graph": "CLEAR SILENT GRAPH <https://w3id.org/chaingraph/graph/ontology>",
    "drop": "DROP ALL",
    "create": "CREATE GRAPH <urn:g>",
    "copy": "COPY DEFAULT TO <urn:g>",
    "move": "MOVE <https://w3id.org/chaingraph/graph/ontology> TO DEFAULT",
    "add": "ADD DEFAULT TO <urn:g>",
    "after-query": "SELECT * { ?s ?p ?o } ; DROP ALL",
    "before-query": "DROP ALL ; SELECT * { ?s ?p ?o }",
    "comment": "# SELECT\nDROP ALL",
    "prologue": "PREFIX x: <urn:x> DROP ALL",
}

# ---- Too much work

ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
HEAVY = {
    "count-of-a-cross-product": f"SELECT (COUNT(*) AS ?n) {{ {ALL} }}",
    "distinct-count": f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ {ALL} }}",
    "order-by": f"SELECT * {{ {ALL} }} ORDER BY ?c ?f",
    "order-by-rand": f"SELECT * {{ {ALL} }} ORDER BY RAND()",
    "distinct": f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT DISTINCT ?c ?f ?i {{ {ALL} }} }} }}",
    "group": f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {ALL} }} GROUP BY ?a ?d",
    "group-concat": f"SELECT (GROUP_CONCAT(?c) AS ?x) {{ {ALL} }}",
    "no-answer": f"ASK {{ {ALL} FILTER(CONCAT(STR(?c), STR(?f), STR(?i)) = 'no such text') }}",
    "regex": f"SELECT * {{ {ALL} FILTER REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), '^(~+)+$') }}",
    "replace": f"SELECT * {{ {ALL} FILTER(REPLACE(STR(?c), '(.*)*', '$1$1$1') = ?i) }}",
    "subselects": "SELECT (COUNT(*) AS ?n) { " + "{ SELECT * { ?a ?b ?c } } " + "{ SELECT * { ?d ?e ?f } } ?g ?h ?i }",
    "optional": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f } OPTIONAL { ?g ?h ?i } }",
    "union": "SELECT (COUNT(*) AS ?n) { { ?a ?b ?c } UNION { ?d ?e ?f } ?g ?h ?i . ?j ?k ?l }",
    "not-exists": f"SELECT (COUNT(*) AS ?n) {{ {ALL} FILTER NOT EXISTS {{ ?j ?k ?l FILTER(?j = ?z) }} }}",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>)* ?b . ?b (!<urn:x>)* ?c . ?c (!<urn:x>)* ?d }",
    "path-alternatives": "SELECT (COUNT(*) AS ?n) { ?a (<urn:a>|!<urn:b>|^!<urn:c>)+ ?b . ?c (!<urn:x>|^!<urn:x>)* ?d }",
    "values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(100)))} }}" for n in range(8))
    + " }",
    "values-order": "SELECT * { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(100)))} }}" for n in range(6))
    + " } ORDER BY ?v5",
    "hashes": f"SELECT (COUNT(DISTINCT SHA512(CONCAT(STR(?c), STR(?f), STR(?i)))) AS ?n) {{ {ALL} }}",
    "graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?x { ?a ?b ?c } GRAPH ?y { ?d ?e ?f } GRAPH ?z { ?g ?h ?i } }",
    "construct-sorted": f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {{ SELECT * {{ {ALL} }} ORDER BY ?c }} }}",
    "describe-sorted": f"DESCRIBE ?a {{ {{ SELECT * {{ {ALL} }} ORDER BY ?c ?f ?i }} }}",
    "doubling": "SELECT (STRLEN(?z) AS ?n) { BIND('0123456789abcdef' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}, ?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(20))
    + " BIND(?x20 AS ?z) }",
    "doubling-shown": "SELECT ?x13 { BIND('0123456789abcdef' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}, ?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(13))
    + " }",
}
ENDLESS = {
    "rows": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "triples": "CONSTRUCT { ?a ?e ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "long-rows": "SELECT (CONCAT(STR(?a), STR(?b), STR(?c), STR(?d)) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "limit": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 99999999999",
}

PATTERNS = ("(a+)+$", "(a|aa)+$", "(.*)*x", "(x+x+)+y", "a{1000}{1000}", "(?=a)(?!b)\\\\1", "[")


def regex(pattern: str) -> str:
    """Return a query that tries a pattern on a long text."""
    return f"SELECT (REGEX('{'a' * 5_000}', '{pattern}') AS ?x) {{}}"


# ---- Too deep, too long

N = 20_000
DEEP = {
    "parentheses": "SELECT * { FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") }",
    "groups": "SELECT * " + "{" * N + "}" * N,
    "open-groups": "SELECT * " + "{" * N,
    "optionals": "SELECT * " + "{ OPTIONAL " * 5_000 + "{}" + "}" * 5_000,
    "subselects": "SELECT * " + "{ SELECT * " * 5_000 + "{}" + "}" * 5_000,
    "exists": "SELECT * { " + "FILTER EXISTS { " * 5_000 + "}" * 5_000 + "}",
    "collections": "SELECT * { ?s ?p " + "(" * 5_000 + ")" * 5_000 + " }",
    "blank-nodes": "SELECT * { ?s ?p " + "[ ?p " * 5_000 + "1" + "]" * 5_000 + " }",
    "paths": "SELECT * { ?s " + "(" * 5_000 + "<urn:p>" + ")*" * 5_000 + " ?o }",
    "functions": "SELECT (" + "STR(" * 5_000 + "1" + ")" * 5_000 + " AS ?x) {}",
}
LONG = {
    "not": "SELECT (" + "!" * N + "true AS ?x) {}",
    "minus": "SELECT (" + "-" * N + "1 AS ?x) {}",
    "inverse": "SELECT * { ?s " + "^" * N + "<urn:p> ?o }",
    "sequence": "SELECT * { ?s " + "/".join(["<urn:p>"] * N) + " ?o }",
    "alternative": "SELECT * { ?s " + "|".join(["<urn:p>"] * N) + " ?o }",
    "or": "SELECT (" + "||".join(["?x"] * N) + " AS ?y) {}",
    "and": "SELECT * { FILTER(" + "&&".join(["?x"] * N) + ") }",
    "plus": "SELECT (" + "+".join(["1"] * N) + " AS ?x) {}",
    "union": "SELECT * { " + " UNION ".join(["{}"] * N) + " }",
    "triples": "SELECT * { " + "?s ?p ?o . " * 15_000 + "}",
    "filters": "SELECT * { " + "FILTER(1) " * 15_000 + "}",
    "binds": "SELECT * { " + " ".join(f"BIND({n} AS ?v{n})" for n in range(8_000)) + " }",
    "in": "SELECT * { FILTER(1 IN (" + ",".join(["2"] * N) + ")) }",
    "prefixes": "".join(f"PREFIX p{n}: <urn:{n}>\n" for n in range(8_000)) + "ASK {}",
    "from": "SELECT * " + "FROM <urn:g> " * 10_000 + "{}",
    "semicolons": "SELECT * { ?s ?p ?o " + ";" * N + " }",
    "commas": "SELECT * { ?s ?p " + ",".join(["1"] * N) + " }",
    "literal": f"SELECT ('{'a' * 190_000}' AS ?x) {{}}",
    "number": f"SELECT ({'9' * 190_000} AS ?x) {{}}",
    "decimal": f"SELECT (0.{'1' * 190_000} AS ?x) {{}}",
    "power": f"SELECT ({'*'.join(['9999999999'] * 5_000)} AS ?x) {{}}",
    "language": f"SELECT ('a'@{'a' * 190_000} AS ?x) {{}}",
    "iri": f"SELECT (<urn:{'a' * 190_000}> AS ?x) {{}}",
    "variable": f"SELECT (1 AS ?{'a' * 190_000}) {{}}",
    "comment": f"#{'a' * 190_000}\nASK {{}}",
    "comments": "#\n" * 90_000 + "ASK {}",
    "spaces": " " * 190_000 + "ASK {}",
    "quotes": "SELECT (" + '"' * 190_000 + " AS ?x) {}",
    "hashes-after-from": "SELECT * FROM " + "#" * 190_000,
    "froms-in-a-string": f"SELECT ('{'from <x> ' * 150}' AS ?x) {{}}",
}

# ---- Malformed requests

Q = quote("ASK {}")
MALFORMED: dict[str, tuple[str, str, dict[str, str], bytes | None, int]] = {
    "bad-utf8-get": ("GET", "/sparql?query=%FF%FE", {}, None, 400),
    "surrogate-get": ("GET", "/sparql?query=%ED%A0%80", {}, None, 400),
    "overlong-get": ("GET", "/sparql?query=%C0%AF", {}, None, 400),
    "cut-off-get": ("GET", "/sparql?query=%E9%9A", {}, None, 400),
    "bad-percent": ("GET", "/sparql?query=%ZZ%", {}, None, 400),
    "nul": ("GET", "/sparql?query=ASK%20%7B%00%7D", {}, None, 400),
    "bad-utf8-direct": ("POST", "/sparql", SPARQL, b"ASK { \xff }", 400),
    "surrogate-direct": ("POST", "/sparql", SPARQL, b"ASK { \xed\xa0\x80 }", 400),
    "utf16-direct": ("POST", "/sparql", SPARQL, "ASK {}".encode("utf-16"), 400),
    "utf16-said": ("POST", "/sparql", {"Content-Type": "application/sparql-query; charset=UTF-16"}, b"ASK {}", 415),
    "utf7-said": ("POST", "/sparql", {"Content-Type": "application/sparql-query; charset=utf-7"}, b"ASK {}", 415),
    "bad-utf8-form": ("POST", "/sparql", FORM, b"query=%FF", 400),
    "raw-form": ("POST", "/sparql", FORM, "query=隔膜".encode(), 400),
    "gzip": ("POST", "/sparql", {**SPARQL, "Content-Encoding": "gzip"}, b"\x1f\x8b\x08", 415),
    "deflate": ("POST", "/sparql", {**SPARQL, "Content-Encoding": "deflate"}, b"x", 415),
    "empty-direct": ("POST", "/sparql", SPARQL, b"", 400),
    "empty-form": ("POST", "/sparql", FORM, b"", 400),
    "empty-query": ("GET", "/sparql?query=", {}, None, 400),
    "no-query": ("GET", "/sparql?default-graph-uri=urn:x", {}, None, 400),
    "two-queries": ("GET", f"/sparql?query={Q}&query={Q}", {}, None, 400),
    "two-places": ("POST", f"/sparql?query={Q}", FORM, f"query={Q}".encode(), 400),
    "many-fields": ("POST", "/sparql", FORM, b"a=b&" * 5_000, 400),
    "no-type": ("POST", "/sparql", {}, b"ASK {}", 415),
    "json-type": ("POST", "/sparql", {"Content-Type": "application/json"}, b'{"query": "ASK {}"}', 415),
    "multipart": ("POST", "/sparql", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x--", 415),
    "bad-type": ("POST", "/sparql", {"Content-Type": ";;;"}, b"ASK {}", 415),
    "bad-accept": ("GET", f"/sparql?query={Q}", {"Accept": "*/*;q=nan;q=x,,;"}, None, 406),
    "long-accept": ("GET", f"/sparql?query={Q}", {"Accept": "a/b," * 10_000}, None, 406),
    "put": ("PUT", f"/sparql?query={Q}", {}, b"x", 405),
    "delete": ("DELETE", "/sparql", {}, None, 405),
    "patch": ("PATCH", "/sparql", {}, b"x", 405),
    "options": ("OPTIONS", "/sparql", {}, None, 405),
    "trace": ("TRACE", "/sparql", {}, None, 405),
    "post-page": ("POST", "/index.html", {}, b"x", 405),
    "up": ("GET", "/../../../../etc/passwd", {}, None, 404),
    "up-encoded": ("GET", "/%2e%2e/%2e%2e/%2e%2e/etc/passwd", {}, None, 404),
    "up-slashes": ("GET", "/..%2f..%2f..%2fetc%2fpasswd", {}, None, 404),
    "up-backslashes": ("GET", "/..%5c..%5cetc", {}, None, 404),
    "absolute": ("GET", "//etc/passwd", {}, None, 404),
    "nul-in-path": ("GET", "/index.html%00.txt", {}, None, 404),
    "bad-utf8-path": ("GET", "/%ff%fe", {}, None, 404),
    "long-name": ("GET", "/" + "a" * 5_000, {}, None, 404),
    "json-body": ("POST", "/sparql", SPARQL, b'{"query": 1}', 400),
    "html-body": ("POST", "/sparql", SPARQL, b"<script>alert(1)</script>", 400),
}
RAW = {
    "no-request": b"\x00\xff\x00\xff\r\n\r\n",
    "tls-hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "negative-length": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    "two-lengths": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "length-and-chunks": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "bad-chunk": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "folded-header": b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: a\r\n\tb\r\n\r\n",
    "no-host": b"GET /sparql HTTP/1.1\r\n\r\n",
    "long-header": b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000,
    "cut-off-body": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nASK",
}

# ---- Other addresses

INJECTED = {
    "service": "urn:x> } SERVICE <URL> { ?s ?p ?o",
    "comment": "urn:x> } # ",
    "quote": '"} ASK {} #',
    "long-quote": '"""} #',
    "escape": "\\u003e } SERVICE <URL> {",
    "backslash": "x\\",
    "newline": "urn:x\r\n> <urn:y",
    "nul": "product:\0",
    "file": "file:///etc/passwd",
    "formula": "=cmd|'/c calc'!A1",
    "script": "<script>alert(1)</script>",
    "long": "a" * 20_000,
    "brackets": "(" * 5_000,
    "pattern": "(.*)*(.*)*(.*)*x",
    "digits": "9" * 5_000,
    "odd-digits": "٣",
    "bidirectional": "\u202eproduct",
    "private-use": "\ue000\U0010ffff",
}
ADDRESSES = {
    **{f"product-{name}": f"/ask/makers-of-product?{urlencode({'product': text})}" for name, text in INJECTED.items()},
    **{
        f"date-{name}": f"/ask/suppliers-of?{urlencode({'customer': 'x', 'as_of': text})}"
        for name, text in INJECTED.items()
    },
    **{f"name-{name}": f"/ask/{quote(text, safe='')}" for name, text in INJECTED.items()},
    **{f"thing-{name}": f"/id/{quote(text, safe='')}" for name, text in INJECTED.items()},
    **{f"row-{name}": f"/data/x?{urlencode({'part': text})}" for name, text in INJECTED.items()},
    "format": f"/ask?format={quote('text/html<script>')}",
    "surrogate": "/ask/makers-of-product?product=%ED%A0%80",
    "bad-utf8": "/ask/makers-of-product?product=%FF",
    "many-values": "/ask/makers-of-product?" + "&".join(f"p{n}=x" for n in range(2_000)),
}


class Request(NamedTuple):
    """A hostile request and what it is of."""

    kind: str
    name: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None


def requests(url: str) -> Iterator[Request]:
    """Return all but those that are no HTTP; those that call somewhere call *url*."""
    for kind, texts in _texts().items():
        for name, text in texts.items():
            yield Request(kind, name, "POST", "/sparql", SPARQL, text.replace("URL", url).encode())
    for name, text in UPDATES.items():
        said = {"Content-Type": "application/sparql-update"}
        yield Request("update", name, "POST", "/sparql", said, text.replace("URL", url).encode())
    for place in PLACES:
        for field in ("default-graph-uri", "named-graph-uri"):
            path = f"/sparql?{urlencode({'query': 'SELECT * { ?s ?p ?o }', field: place.replace('LISTENER', url)})}"
            yield Request("graph", f"{field} {place}", "GET", path, {}, None)
    for name, (method, path, headers, body, _) in MALFORMED.items():
        yield Request("malformed", name, method, path, headers, body)
    for name, path in ADDRESSES.items():
        yield Request("address", name, "GET", path, {}, None)


def _texts() -> dict[str, dict[str, str]]:
    places = {f"{form} {place}": text.replace("PLACE", place) for form, text in CALLS.items() for place in PLACES}
    return {
        "service": SERVICE,
        "place": {name: text.replace("LISTENER", "URL") for name, text in places.items()},
        "from": {text: text for text in FROM},
        "update": UPDATES,
        "heavy": HEAVY,
        "endless": ENDLESS,
        "regex": {pattern: regex(pattern) for pattern in PATTERNS},
        "deep": DEEP,
        "long": LONG,
    }
