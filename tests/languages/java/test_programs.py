"""Java as people write it: where a model's name may stand on its way to a call, and what the fix makes of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from migrator.cli import application
from tests.contract.table import Case, check
from tests.languages.fixing import found, skipped
from tests.languages.jvm import OFF, java, renamed
from tests.tool import runner

SAFE, UNSAFE, BRANCH = "certain safe", "certain unsafe", "certain branch-on-model"
V3 = renamed("deepseek-v3")
PUT_TOGETHER = (
    'String.format("%s-in", M)',
    'String.format("%5s%n%d%%", M, 3)',
    'String.format("%2$s-%1$s", "in", M)',
    '"%s-in".formatted(M)',
    'MessageFormat.format("{0}-in", M)',
    'M.concat("-in")',
    'String.join("-", M, "in")',
    'M.toUpperCase() + "-IN"',
)
"""Longer names that the library makes of a model's."""
LONGER = (
    "class A {{\n"
    '    static final String M = "deepseek-v3";\n'
    "    double f(java.util.Map<String, Double> prices) throws Exception {{\n"
    "        new Generation().call(GenerationParam.builder().model(M).build());\n"
    "        {}\n    }}\n}}\n"
)
MAYBE = (
    'new Generation().call(GenerationParam.builder().model("deepseek-v3.2").resultFormat("message").enableThinking({}).build())'
)
DECLARED = [
    *(
        java(
            f"a switch that may be missing in {name}",
            f"class A {{\n    {declared}\n    Object f(Req r, Rec q) throws Exception {{ return {MAYBE.format(value)}; }}\n}}\n",
            f"DSM101 A.java:4 {SAFE}",
            after={
                **renamed("deepseek-v3.2", switch=False),
                f"enableThinking({value})": f"enableThinking({f'Boolean.TRUE.equals({value})' if maybe else value})",
            },
            Req="class Req { private Boolean t; private boolean u; Boolean getT() { return t; } boolean isU() { return u; } }\n",
        )
        for name, declared, value, maybe in (
            ("a record", "record Rec(Boolean t) {}", "q.t()", True),
            ("a field", "private Boolean t;", "t", True),
            ("a field that a constructor sets", "private final Boolean t; A(Boolean t) { this.t = t; }", "t", True),
            ("an object of another class", "", "r.getT()", True),
            ("no plain one", "", "r.isU()", False),
            ("no field that says it", "private Boolean t = false;", "t", False),
            ("no field that is set by the class", "private Boolean t; A() { this.t = true; }", "t", False),
        )
    ),
    *(
        java(f"a key made of a model's name: {made}", LONGER.format(f"return prices.get({made});"), f"DSM101 A.java:3 {BRANCH}")
        for made in PUT_TOGETHER
    ),
    *(
        java(
            f"a message made of a model's name: {made}",
            LONGER.format(f"System.out.println({made}); return 1;"),
            f"DSM101 A.java:3 {SAFE}",
            after=V3,
        )
        for made in PUT_TOGETHER
    ),
    java(
        "an enum whose constants have bodies",
        "enum Kind {\n"
        '    CHAT("deepseek-v3") { String label() { return "x"; } }, OTHER;\n'
        '    final String id;\n    Kind() { this("qwen-max"); }\n    Kind(String id) { this.id = id; }\n'
        '    String label() { return ""; }\n}\n'
        "class A { void f() throws Exception {\n"
        "    new Generation().call(GenerationParam.builder().model(Kind.CHAT.id).build()); } }\n",
        f"DSM101 A.java:3 {BRANCH}",
    ),
    *(
        java(
            f"an enum whose fields Lombok's constructor takes: {how}",
            f"@lombok.Getter @lombok.{how} enum Kind {{\n"
            '    CHAT("deepseek-v3", 1), OTHER("qwen-max", 2);\n'
            '    static final int MOST = 9; final String unit = "x"; private final String id; private final int rank;\n}\n'
            "class A { void f() throws Exception {\n"
            "    new Generation().call(GenerationParam.builder().model(Kind.CHAT.getId()).build()); } }\n",
            f"DSM101 A.java:3 {BRANCH}",
        )
        for how in ("AllArgsConstructor", "RequiredArgsConstructor")
    ),
    java(
        "a class whose fields Lombok's constructor takes",
        "@lombok.Getter @lombok.AllArgsConstructor class C { private String label; private String id; }\n"
        "class A { void f() throws Exception {\n"
        '    C c = new C("deepseek-r1", "deepseek-v3");\n    System.out.println(c.getLabel());\n'
        "    new Generation().call(GenerationParam.builder().model(c.getId()).build()); } }\n",
        f"DSM101 A.java:4 {SAFE}",
        "DSM102 A.java:4 possible unknown-endpoint",
        after=V3,
    ),
    *(
        java(
            f"a field that a constructor gives and a setter may change: {name}",
            f"{lombok} class C {{ {field}private String id; {made} }}\n"
            "class A { void f() throws Exception {\n"
            '    C c = new C("deepseek-v3");\n'
            "    new Generation().call(GenerationParam.builder().model(c.getId()).build()); } }\n",
            f"DSM101 A.java:4 {how}",
            after=V3,
        )
        for name, lombok, field, made, how in (
            ("Data", "@Data", "", "C(String id) { this.id = id; }", UNSAFE),
            ("Data and a constructor", "@Data @AllArgsConstructor", "", "", UNSAFE),
            ("Setter", "@Getter @AllArgsConstructor", "@Setter ", "", UNSAFE),
            ("Value", "@Value", "", "", SAFE),
        )
    ),
    # Whoever makes it otherwise gives it something else.
    *(
        java(
            f"a class whose fields are given otherwise: {how}",
            f"@lombok.Getter @lombok.AllArgsConstructor @{how} class C {{ private String id; }}\n"
            "class A { void f() throws Exception {\n"
            '    C c = new C("deepseek-v3");\n'
            "    new Generation().call(GenerationParam.builder().model(c.getId()).build()); } }\n",
            "DSM102 A.java:4 possible unknown-endpoint",
        )
        for how in ("lombok.NoArgsConstructor", "Service")
    ),
    java(
        "an enum whose constructor is written out beside Lombok's",
        "@lombok.Getter @lombok.AllArgsConstructor enum Kind {\n"
        '    CHAT("deepseek-v3");\n    private String id;\n    Kind(Object x) { this.id = "qwen-max"; }\n}\n'
        "class A { void f() throws Exception {\n"
        "    new Generation().call(GenerationParam.builder().model(Kind.CHAT.getId()).build()); } }\n",
        "DSM102 A.java:3 possible unknown-endpoint",
    ),
    java(
        "a class inside",
        'class A {\n    static class Names { static final String M = "deepseek-v3"; }\n'
        "    void f() throws Exception { new Generation().call(GenerationParam.builder().model(Names.M).build()); }\n}\n",
        f"DSM101 A.java:3 {SAFE}",
        after=V3,
    ),
    java(
        "a class without a name",
        'class A { void f() {\n    Runnable r = new Runnable() {\n        String m = "deepseek-v3";\n'
        "        public void run() { new Generation().call(GenerationParam.builder().model(m).build()); }\n    };\n} }\n",
        f"DSM101 A.java:4 {SAFE}",
        after=V3,
    ),
    java(
        "a record that looks at what it is given and says how it is read",
        "record C(String model) {\n    C { java.util.Objects.requireNonNull(model); }\n"
        "    public String model() { return model; }\n}\n"
        "class A { void f() throws Exception {\n"
        '    new Generation().call(GenerationParam.builder().model(new C("deepseek-v3").model()).build()); } }\n',
        f"DSM101 A.java:7 {SAFE}",
        after=V3,
    ),
    java(
        "a record with a constructor written out",
        "record C(String model) { C(String model) { this.model = model; } }\n"
        "class A { void f() throws Exception {\n"
        '    new Generation().call(GenerationParam.builder().model(new C("deepseek-v3").model()).build()); } }\n',
        f"DSM101 A.java:4 {SAFE}",
        after=V3,
    ),
    java(
        "a method that another class writes out",
        "abstract class B {\n    abstract String m();\n"
        "    Object f() throws Exception { return new Generation().call(GenerationParam.builder().model(m()).build()); }\n}\n"
        'class A extends B { String m() { return "deepseek-v3"; } }\n',
        "DSM102 A.java:6 possible unknown-endpoint",
    ),
    java(
        "as many names as the caller likes",
        "class A {\n    private void f(String q, String... ms) throws Exception {\n"
        "        for (String m : ms) { new Generation().call(GenerationParam.builder().model(m).prompt(q).build()); }\n    }\n"
        '    void g() throws Exception { f("q", "deepseek-v3"); }\n}\n',
        "DSM102 A.java:6 possible unknown-endpoint",
    ),
    java(
        "a constant of the interface above an interface",
        'interface B { String M = "deepseek-v3"; }\ninterface C extends B { }\n'
        "class A implements C { void f() throws Exception {\n"
        "    new Generation().call(GenerationParam.builder().model(M).build());\n"
        "    new Generation().call(GenerationParam.builder().model(C.M).build()); } }\n",
        f"DSM101 A.java:2 {SAFE}",
        after=V3,
    ),
    java(
        "fields that a constructor and a method set",
        'class A {\n    String m; static String s;\n    A() { m = "deepseek-v3"; }\n'
        '    static void init() { s = "deepseek-v3.1"; }\n    void f() throws Exception {\n'
        "        new Generation().call(GenerationParam.builder().model(m).build());\n"
        "        new Generation().call(GenerationParam.builder().model(s).build()); } }\n",
        f"DSM101 A.java:4 {SAFE}",
        f"DSM101 A.java:5 {SAFE}",
        after=renamed("deepseek-v3", "deepseek-v3.1"),
    ),
    java(
        "a value that an annotation gives as it stands",
        'class A {\n    @Value("deepseek-v3") String m;\n'
        "    void f() throws Exception { new Generation().call(GenerationParam.builder().model(m).build()); }\n}\n",
        f"DSM101 A.java:3 {SAFE}",
        after=V3,
    ),
    java(
        "a file without a class",
        'void main() throws Exception {\n    new Generation().call(GenerationParam.builder().model("deepseek-v3").build());\n'
        '    builder().model("deepseek-r1").build();\n}\n',
        f"DSM101 A.java:3 {SAFE}",
        "DSM102 A.java:4 possible unknown-endpoint",
        after=V3,
    ),
    java(
        "a builder of one's own",
        "class P {\n    String model;\n    static PBuilder builder() { return new PBuilder(); }\n"
        '    static P made() { return builder().model("deepseek-v3").build(); }\n}\n',
        "DSM102 A.java:5 possible unknown-endpoint",
    ),
]
WALKED = [
    java(
        "resources, a failure and the end",
        "class A { void f() throws Exception {\n"
        '    try (Scanner in = open()) { new Generation().call(GenerationParam.builder().model("deepseek-v3").build()); }\n'
        '    catch (Exception e) { new Generation().call(GenerationParam.builder().model("deepseek-v3.1").build()); }\n'
        '    finally { new Generation().call(GenerationParam.builder().model("deepseek-v3.2").build()); }\n} }\n',
        f"DSM101 A.java:3 {SAFE}",
        f"DSM101 A.java:4 {SAFE}",
        f"DSM101 A.java:5 {SAFE}",
        after=renamed("deepseek-v3", "deepseek-v3.1", "deepseek-v3.2"),
    ),
    java(
        "a resource that was there before",
        "class A { void f(Scanner in) throws Exception {\n"
        "    try (in; Scanner two = open()) {\n"
        '        new Generation().call(GenerationParam.builder().model("deepseek-v3").build()); }\n} }\n',
        f"DSM101 A.java:4 {SAFE}",
        after=V3,
    ),
    java(
        "loops of all kinds",
        'class A { void f() throws Exception {\n    String m = "deepseek-v3";\n'
        "    for (int i = 0; i < 3; i++) { new Generation().call(GenerationParam.builder().model(m).build()); }\n"
        "    while (more()) { new Generation().call(GenerationParam.builder().model(m).build()); }\n"
        "    do { new Generation().call(GenerationParam.builder().model(m).build()); } while (more());\n} }\n",
        f"DSM101 A.java:3 {SAFE}",
        after=V3,
    ),
    java(
        "a mapping filled call by call, whose values would become equal",
        "class A { static final Map<String, String> M = new HashMap<>();\n"
        '    static { M.put("a", "deepseek-v3"); M.put("b", "deepseek-v3.1"); }\n'
        '    void f() throws Exception { new Generation().call(GenerationParam.builder().model(M.get("a")).build()); }\n'
        '    void g() throws Exception { new Generation().call(GenerationParam.builder().model(M.get("b")).build()); }\n}\n',
        "DSM101 A.java:3 certain choice-needed",
    ),
    java(
        "a list of models that would become one",
        'class A { void f() throws Exception {\n    for (String m : List.of("deepseek-v3", "deepseek-v3.1")) {\n'
        "        new Generation().call(GenerationParam.builder().model(m).build()); }\n} }\n",
        "DSM101 A.java:3 certain choice-needed",
    ),
    java(
        "a place of an array",
        'class A {\n    static final String[] MODELS = {"deepseek-v3", /* and */ "qwen-plus"};\n    void f() throws Exception {\n'
        '        String[] own = new String[] {"deepseek-v3.1"}, none = new String[3];\n'
        "        new Generation().call(GenerationParam.builder().model(MODELS[0]).build());\n"
        "        new Generation().call(GenerationParam.builder().model(own[0]).build()); }\n}\n",
        f"DSM101 A.java:3 {SAFE}",
        f"DSM101 A.java:5 {SAFE}",
        after=renamed("deepseek-v3", "deepseek-v3.1"),
    ),
    java(
        "a place of an array that is set later",
        'class A { void f(String[] ms) throws Exception {\n    ms[0] = "deepseek-v3";\n'
        "    new Generation().call(GenerationParam.builder().model(ms[0]).build());\n} }\n",
        "DSM102 A.java:3 possible unknown-endpoint",
    ),
    java(
        "functions without a name",
        "class A { void f() throws Exception {\n"
        '    Supplier<Object> a = () -> new Generation().call(GenerationParam.builder().model("deepseek-v3").build());\n'
        "    Function<String, Object> b = q -> {\n"
        '        return new Generation().call(GenerationParam.builder().model("deepseek-v3").prompt(q).build()); };\n'
        '    Two c = (q, m) -> new Generation().call(GenerationParam.builder().model("deepseek-v3").prompt(q).build());\n'
        '    Two d = (String q, String... m) -> new Generation().call(GenerationParam.builder().model("deepseek-v3").build());\n'
        "} }\n",
        f"DSM101 A.java:3 {SAFE}",
        f"DSM101 A.java:5 {SAFE}",
        f"DSM101 A.java:6 {SAFE}",
        f"DSM101 A.java:7 {SAFE}",
        after=V3,
    ),
    java(
        "a name that is put together",
        'class A { void f() throws Exception {\n    String m = "deepseek-"; m += "v3"; int n = 1; n *= 2;\n'
        "    new Generation().call(GenerationParam.builder().model(m).topK(n).build());\n} }\n",
        "DSM101 A.java:4 certain dynamic-model",
    ),
    java(
        "brackets, a cast and signs",
        "class A { void f() throws Exception {\n"
        '    new Generation().call(GenerationParam.builder().model((String) (/* old */ "deepseek-v3")).seed(-5).topP(0.5f)\n'
        "        .temperature(0x1p-1).topK(0x1F).enableSearch(!on).maxTokens(~n).build());\n} }\n",
        f"DSM101 A.java:3 {SAFE}",
        after=V3,
    ),
    java(
        "a prompt of several lines",
        "class A { void f() throws Exception {\n"
        '    new Generation().call(GenerationParam.builder().model("deepseek-v3").prompt("""\n'
        '        one\\0\n        two \\\n        three""").build());\n} }\n',
        f"DSM101 A.java:3 {SAFE}",
        after=V3,
    ),
    java(
        "a name that is compared with `==`",
        'class A {\n    private void f(String m) throws Exception {\n        if (m == "deepseek-v3") { log(m); }\n'
        "        new Generation().call(GenerationParam.builder().model(m).build()); }\n"
        '    void g() throws Exception { f("deepseek-v3"); }\n}\n',
        "DSM103 A.java:4 possible branch-on-model",
        f"DSM101 A.java:6 {BRANCH}",
    ),
    java(
        "groups of a switch that leave in a block",
        "class A { void f(String k) throws Exception {\n    String m;\n    switch (k) {\n"
        '        case "a": { m = "deepseek-v3"; break; }\n'
        '        default: m = "deepseek-v3.1";\n    }\n'
        "    new Generation().call(GenerationParam.builder().model(m).build());\n} }\n",
        f"DSM101 A.java:5 {SAFE}",
        f"DSM101 A.java:6 {SAFE}",
        after=renamed("deepseek-v3", "deepseek-v3.1"),
    ),
]
LIBRARY = [
    java(
        "the environment, as a map",
        "class A { void f() throws Exception {\n"
        '    new Generation().call(GenerationParam.builder().model(System.getenv().getOrDefault("M", "deepseek-v3")).build());\n'
        '    String n = System.getenv().getOrDefault(name(), "deepseek-v3");\n'
        "    new Generation().call(GenerationParam.builder().model(n).build());\n} }\n",
        f"DSM101 A.java:3 {UNSAFE}",
        f"DSM101 A.java:4 {UNSAFE}",
        after=V3,
    ),
    java(
        "a map that may not have it",
        "class A { void f(Map<String, String> o) throws Exception {\n"
        '    new Generation().call(GenerationParam.builder().model(o.getOrDefault("m", "deepseek-v3")).build());\n} }\n',
        f"DSM101 A.java:3 {UNSAFE}",
        after=V3,
    ),
    java(
        "a look-up of one's own",
        "class A { void f(Conf o) throws Exception {\n"
        '    new Generation().call(GenerationParam.builder().model(o.getOrDefault("deepseek-v3")).build());\n} }\n',
        "DSM103 A.java:3 possible branch-on-model",
    ),
    java(
        "a default that is made when it is asked for",
        "class A { void f(String q) throws Exception {\n    new Generation().call(GenerationParam.builder()"
        '.model(Optional.ofNullable(System.getenv("M")).orElseGet(() -> "deepseek-v3")).build());\n'
        "    new Generation().call(GenerationParam.builder()"
        '.model(Optional.ofNullable(q).orElseGet(() -> { if (x) { return "deepseek-v3"; } return "deepseek-v3.1"; })).build());\n'
        "    new Generation().call(GenerationParam.builder()"
        '.model(Optional.ofNullable("deepseek-v3.2").orElseGet(() -> { throw new Error(); })).build());\n} }\n',
        f"DSM101 A.java:3 {UNSAFE}",
        f"DSM101 A.java:4 {UNSAFE}",
        f"DSM101 A.java:5 {SAFE}",
        after=renamed("deepseek-v3", "deepseek-v3.1", "deepseek-v3.2"),
    ),
    *(
        java(
            f"a name that is a key: {kind}",
            'class A {\n    static final String M = "deepseek-v3";\n'
            f"    void f(Map<String, Object> b) throws Exception {{\n        {use};\n"
            "        new Generation().call(GenerationParam.builder().model(M).build()); }\n}\n",
            f"DSM101 A.java:3 {BRANCH}",
        )
        for kind, use in {
            "written out": "Map.of(M, 1)",
            "put": "b.put(M, 1)",
            "looked up": "b.get(M)",
            "a file": 'new File("out", M + ".txt")',
            "a file that is written": "new FileWriter(M)",
            "a path's part": 'Files.write(Paths.get("out", M), x)',
        }.items()
    ),
    java(
        "a key as text",
        'class A { void f(Map<String, Integer> b) {\n    b.put("deepseek-v3", 1);\n} }\n',
        "DSM102 A.java:3 possible unknown-endpoint",
    ),
]
BUILT = [
    java(
        "a builder that goes on after its first object",
        'class A { void f() throws Exception {\n    var b = GenerationParam.builder().model("deepseek-v3");\n'
        '    new Generation().call(b.build());\n    b.model("deepseek-v3.1");\n    new Generation().call(b.build());\n} }\n',
        f"DSM101 A.java:3 {SAFE}",
        f"DSM101 A.java:5 {SAFE}",
        after=renamed("deepseek-v3", "deepseek-v3.1"),
    ),
    java(
        "a model that the other branch names",
        "class A { void f(boolean x) throws Exception {\n    var b = GenerationParam.builder();\n"
        '    if (x) { b.model("deepseek-v3"); } else { b.model("qwen-plus"); new Generation().call(b.build()); }\n} }\n',
        "DSM102 A.java:4 possible unknown-endpoint",
    ),
    java(
        "a builder that makes nothing",
        'class A { void f() {\n    var b = GenerationParam.builder();\n    b.model("deepseek-v3");\n} }\n',
        "DSM102 A.java:4 possible unknown-endpoint",
    ),
    java(
        "a builder that a method is given",
        "class A { Object f(GenerationParam.GenerationParamBuilder<?, ?> b) throws Exception {\n"
        '    b.model("deepseek-v3");\n    return new Generation().call(b.build());\n} }\n',
        "DSM101 A.java:3 certain unpacked-arguments",
    ),
    java(
        "a builder that a method is given, by its own name, and another's",
        "import com.alibaba.dashscope.aigc.generation.GenerationParam.GenerationParamBuilder;\n"
        "class A {\n    Object f(String q, GenerationParamBuilder<?, ?> b) throws Exception {\n"
        '        return new Generation().call(b.model("deepseek-v3").build()); }\n'
        '    Object g(Thing b) throws Exception { return new Generation().call(b.model("deepseek-v3.1").build()); }\n}\n',
        "DSM101 A.java:5 certain unpacked-arguments",
        "DSM102 A.java:6 possible unknown-endpoint",
    ),
    java(
        "a builder that somebody else begins",
        'class A { Object f() throws Exception {\n    return new Generation().call(begun().model("deepseek-v3").build());\n} }\n',
        "DSM102 A.java:3 possible unknown-endpoint",
    ),
    java(
        "a chain longer than people write",
        'class A { Object f() throws Exception {\n    var b = GenerationParam.builder().model("deepseek-v3");\n'
        f"    b.seed(1){'.topK(1)' * 201};\n    return new Generation().call(b.build());\n}} }}\n",
        f"DSM101 A.java:3 {SAFE}",
        after=V3,
    ),
    java(
        "methods that take nothing or several things",
        "class A { void f() throws Exception {\n"
        '    new Generation().call(GenerationParam.builder().model("deepseek-v3").reset().messages(a, b, c).build());\n} }\n',
        f"DSM101 A.java:3 {SAFE}",
        after=V3,
    ),
]
KEYS = [
    java(
        "a switch whose name is a constant, in the chain and in a statement",
        'class A {\n    static final String KEY = "enable_thinking";\n    void f() throws Exception {\n'
        '        new Generation().call(GenerationParam.builder().model("deepseek-v3.2").resultFormat("message")'
        ".parameter(KEY, true).build());\n"
        '        var b = GenerationParam.builder().model("deepseek-v3.1").resultFormat("message");\n'
        "        b.parameter(KEY, false);\n        new Generation().call(b.build()); }\n}\n",
        f"DSM101 A.java:5 {SAFE}",
        f"DSM101 A.java:6 {SAFE}",
        after=renamed("deepseek-v3.1", "deepseek-v3.2", switch=False),
    ),
    java(
        "a pair whose name nobody knows wins over the default",
        "class A { void f(String key, boolean yes) throws Exception {\n"
        '    new Generation().call(GenerationParam.builder().model("deepseek-v3.2").parameter(key, yes).topK(1).build());\n'
        '    var b = GenerationParam.builder().model("deepseek-v3.1");\n    b.parameter(key, yes);\n'
        "    new Generation().call(b.build());\n} }\n",
        f"DSM101 A.java:3 {SAFE}",
        f"DSM101 A.java:4 {SAFE}",
        after={
            '"deepseek-v3.2")': f'"qwen3.7-max"){OFF}',
            '"deepseek-v3.1")': f'"qwen3.7-max"){OFF}',
        },
    ),
    java(
        "a pair whose name nobody knows where the builder is made",
        "class A { void f(String key, boolean yes) throws Exception {\n"
        '    var b = GenerationParam.builder().model("deepseek-v3.1").parameter(key, yes);\n    b.topK(1);\n'
        "    new Generation().call(b.build());\n} }\n",
        "DSM101 A.java:3 certain unpacked-arguments",
    ),
]
OPENAI = (
    "import com.openai.client.okhttp.OpenAIOkHttpClient;\nimport com.openai.core.JsonValue;\n"
    "import com.openai.models.chat.completions.ChatCompletionCreateParams;\nclass A {\n"
    '    Object c = OpenAIOkHttpClient.builder().baseUrl("https://dashscope.aliyuncs.com/compatible-mode/v1").build();\n'
    "    void f(Map<String, JsonValue> extra, String key, boolean yes) throws Exception {\n"
    "        c.chat().completions().create(ChatCompletionCreateParams.builder()%s.build());\n    }\n}\n"
)
PUT = '.putAdditionalBodyProperty("enable_thinking", JsonValue.from(false))'


def openai(name: str, chain: str, after: str = "", *found: str) -> Case:
    """A call of OpenAI's SDK with this chain; the model is named in line 8."""
    return java(name, OPENAI % chain, *(found or (f"DSM101 A.java:8 {SAFE}",)), after={chain: after} if after else None)


ADDED = [
    openai(
        "further properties that are given pair by pair and all at once",
        '.model("deepseek-v3.2").putAllAdditionalBodyProperties(extra)',
        f'.model("qwen3.7-plus"){PUT}.putAllAdditionalBodyProperties(extra)',
    ),
    openai(
        "further properties that take the place of all others",
        '.model("deepseek-v3.2").additionalBodyProperties(extra)',
        "",
        "DSM101 A.java:8 certain unpacked-arguments",
    ),
    openai(
        "further properties beside a pair",
        '.model("deepseek-v3.2").additionalBodyProperties(extra).putAdditionalBodyProperty("top_k", JsonValue.from(3))',
        "",
        "DSM101 A.java:8 certain unpacked-arguments",
    ),
    openai(
        "further properties that are all in sight",
        '.model("deepseek-v3.2").additionalBodyProperties(Map.of("top_k", JsonValue.from(3)))',
        f'.model("qwen3.7-plus").additionalBodyProperties(Map.of("top_k", JsonValue.from(3))){PUT}',
    ),
    openai(
        "a property whose name nobody knows",
        '.model("deepseek-v3.2").putAdditionalBodyProperty(key, JsonValue.from(yes))',
        f'.model("qwen3.7-plus"){PUT}.putAdditionalBodyProperty(key, JsonValue.from(yes))',
    ),
]
ELSEWHERE = [
    Case(
        "constants that Kotlin has at its top",
        "",
        (f"DSM101 src/main/java/b/Names.kt:3 {SAFE}", f"DSM101 src/main/java/b/Names.kt:4 {SAFE}"),
        renamed("deepseek-v3", "deepseek-v3.1"),
        files={
            "src/main/java/b/Names.kt": 'package b\n\nconst val M = "deepseek-v3"\nconst val N = "deepseek-v3.1"\n',
            "src/main/java/b/More.kt": "package b\n\nfun more() = 1\n",
            "src/main/java/a/A.java": (
                "package a;\nimport static b.NamesKt.M;\nimport b.NamesKt;\nimport com.alibaba.dashscope.aigc.generation.*;\n"
                "class A { void f() throws Exception {\n"
                "    new Generation().call(GenerationParam.builder().model(M).build());\n"
                "    new Generation().call(GenerationParam.builder().model(NamesKt.N).build()); } }\n"
            ),
        },
        head="",
    ),
    java(
        "a constant that is imported by its name, and one of a class that its file is not named for",
        "import static c.Names.CHAT;\nimport c.Other;\nclass A { void f() throws Exception {\n"
        "    new Generation().call(GenerationParam.builder().model(CHAT).build());\n"
        "    new Generation().call(GenerationParam.builder().model(Other.M).build()); } }\n",
        f"DSM101 c/Names.java:3 {SAFE}",
        "DSM102 c/Other.java:2 possible unknown-endpoint",
        after={'"deepseek-v3"': '"qwen3.7-max"', "(CHAT).build": f"(CHAT){OFF}.build"},
        **{
            "c/Names": 'package c;\nclass First { }\npublic class Names { public static final String CHAT = "deepseek-v3"; }\n',
            "c/Other": 'package c;\nclass Another { static final String M = "deepseek-v3.1"; }\n',
        },
    ),
    java(
        "the SDK's own names for the form of a reply",
        "class A { void f() throws Exception {\n"
        '    new Generation().call(GenerationParam.builder().model("deepseek-r1")'
        ".resultFormat(GenerationParam.ResultFormat.MESSAGE).build());\n} }\n",
        f"DSM101 A.java:3 {SAFE}",
        after=renamed("deepseek-r1", switch=False),
    ),
    java(
        "parameters that a method takes and does not send, and a variable that holds others first",
        "class A {\n    private Object sent(GenerationParam p) { log(); return null; }\n"
        "    private Object given(GenerationParam p) throws Exception { return new Generation().call(p); }\n"
        "    void f(GenerationParam q) throws Exception {\n"
        '        sent(GenerationParam.builder().model("deepseek-r1").resultFormat("message").build());\n'
        '        GenerationParam z = q; z = GenerationParam.builder().model("deepseek-r1").resultFormat("message").build();\n'
        "        given(z);\n    }\n}\n",
        "DSM101 A.java:6 certain interface-change",
        f"DSM101 A.java:7 {SAFE}",
        after={'z = GenerationParam.builder().model("deepseek-r1")': 'z = GenerationParam.builder().model("qwen3.7-max")'},
    ),
    java(
        "a builder and a getter of Lombok's in another file, and `this` among the parameters",
        "class A { void f(A this, /* the question */ String q) throws Exception {\n"
        '    R r = R.builder().model("deepseek-v3").build();\n'
        "    new Generation().call(GenerationParam.builder().model(r.getModel()).build()); } }\n",
        f"DSM101 A.java:3 {SAFE}",
        after={'"deepseek-v3"': '"qwen3.7-max"', "getModel()).build": f"getModel()){OFF}.build"},
        R="@Builder\n@Data\nclass R { private final String model; public String getModel() { return model; } }\n",
    ),
    java(
        "parameters that a method makes, or has from elsewhere",
        "class A {\n    private GenerationParam kept;\n    private GenerationParam made() { return kept; }\n"
        "    private GenerationParam two() { if (x) { return kept; }\n"
        '        return GenerationParam.builder().model("deepseek-v3").build(); }\n'
        "    void f() throws Exception { new Generation().call(made()); new Generation().call(two()); }\n}\n",
        f"DSM101 A.java:6 {SAFE}",
        after={'"deepseek-v3").build': f'"qwen3.7-max"){OFF}.build'},
    ),
    java(
        "statements that stand nowhere",
        'return "x";\nyield "y";\nvoid f() { new Generation().call(GenerationParam.builder().model("deepseek-v3").build()); }\n',
        f"DSM101 A.java:4 {SAFE}",
        after=V3,
    ),
]
CASES = [*ELSEWHERE, *DECLARED, *WALKED, *LIBRARY, *BUILT, *KEYS, *ADDED]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_program_is_read_as_it_runs(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


def test_numbers_that_no_java_has_cost_nothing(tmp_path: Path) -> None:
    """One longer than Python reads, and one that JSON has no word for."""
    source = (
        "import com.alibaba.dashscope.aigc.generation.*;\nclass A {\n"
        f"    long n = {'9' * 5000};\n    void f() throws Exception {{\n"
        '        new Generation().call(GenerationParam.builder().model("deepseek-v3").temperature(1e999).build()); }\n}\n'
    )
    (tmp_path / "A.java").write_text(source, encoding="utf-8")
    done = runner().invoke(application, ["scan", "--isolated", "--output-format", "json", str(tmp_path)])
    assert done.exit_code == 1
    strict = json.loads(done.stdout, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
    (row,) = [each for each in strict["findings"] if each["rule"] == "DSM101"]
    assert row["request"]["before"]["body"]["parameters"]["temperature"] == {"?": "1e999"}


@pytest.mark.parametrize("name, grammar", [("A.java", "tree_sitter_java"), ("A.kt", "tree_sitter_kotlin")])
def test_without_the_grammar_a_file_is_still_read_as_text(
    name: str, grammar: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, grammar, None)
    assert skipped(tmp_path, name, b'class A { String m = "deepseek-v3"; }\n') == ["no-parser"]
    assert [each.rule for each in found(tmp_path, name, b'class A { String m = "deepseek-v3"; }\n')] == ["DSM102"]


def test_a_file_larger_than_people_write_is_named(tmp_path: Path) -> None:
    data = b'class A { String m = "deepseek-v3"; }\n' + b"//" + b"x" * 4_000_000
    assert skipped(tmp_path, "A.java", data) == ["too-large"]


def test_a_text_that_holds_the_parser_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migrator.languages.grammar.LEAST", -1)
    monkeypatch.setattr("migrator.languages.grammar.BYTES_A_STEP", 10_000)
    # Where its steps cannot be counted.
    monkeypatch.setattr("migrator.languages.grammar.MICROSECONDS", 1)
    assert skipped(tmp_path, "A.java", b'class A { String m = "deepseek-v3"; }\n' * 50) == ["parse-error"]
