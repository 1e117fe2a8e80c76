"""Kotlin as people write it: where a model's name may stand on its way to a call, and what the fix makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check
from tests.languages.jvm import OFF, kotlin, renamed

SAFE, UNSAFE, BRANCH = "certain safe", "certain unsafe", "certain branch-on-model"
V3 = renamed("deepseek-v3")
BOTH = renamed("deepseek-v3", "deepseek-v3.1")


def sent(value: str) -> str:
    """A call whose model is this value."""
    return f"Generation().call(GenerationParam.builder().model({value}).build())"


V32 = 'GenerationParam.builder().model("deepseek-v3.2").resultFormat("message")'
DECLARED = [
    *(
        kotlin(
            f"a switch in a class's head that is {kind}",
            f"class Req(val t: {kind})\nfun f(r: Req) = Generation().call({V32}.enableThinking(r.t).build())\n",
            f"DSM101 A.kt:3 {SAFE}",
            after={**renamed("deepseek-v3.2", switch=False), "enableThinking(r.t)": f"enableThinking({after})"},
        )
        for kind, after in (("Boolean?", "(r.t) == true"), ("Boolean? = null", "(r.t) == true"), ("Boolean", "r.t"))
    ),
    kotlin(
        "values that a framework puts in",
        f'class A(@Value("\\${{ai.model:deepseek-v3}}") private val m: String) {{\n    fun f() = {sent("m")}\n}}\n'
        'class B {\n    @Value("\\${ai.model:deepseek-v3}") lateinit var m: String\n'
        '    @ConfigProperty(name = "ai.n", defaultValue = "deepseek-v3.1") lateinit var n: String\n'
        '    @field:Value("deepseek-v3.2") lateinit var o: String\n    @Column(3) @Autowired lateinit var p: Thing\n'
        f"    fun f() = {sent('m')}\n    fun g() = {sent('n')}\n    fun h() = {sent('o')}\n"
        f'    fun k(@Value("\\${{x:deepseek-v3}}") p: String) = {sent("p")}\n'
        f'    fun l(@Value("\\${{x}}") q: String) = {sent("q")}\n}}\n',
        f"DSM101 A.kt:2 {UNSAFE}",
        f"DSM101 A.kt:6 {UNSAFE}",
        f"DSM101 A.kt:7 {UNSAFE}",
        f"DSM101 A.kt:8 {SAFE}",
        f"DSM101 A.kt:13 {UNSAFE}",
        after={
            ":deepseek-v3}": ":qwen3.7-max}",
            "(m).build": f"(m){OFF}.build",
            "(n).build": f"(n){OFF}.build",
            "(o).build": f"(o){OFF}.build",
            "(p).build": f"(p){OFF}.build",
            **renamed("deepseek-v3.1", "deepseek-v3.2", switch=False),
        },
    ),
    kotlin(
        "what a class hands to the one above",
        f"open class B(val m: String) {{\n    fun f() = {sent('m')}\n}}\n"
        'class A : B("deepseek-v3"), Runnable, Other by other {\n    override fun run() {}\n}\n',
        f"DSM101 A.kt:5 {UNSAFE}",
        after=V3,
    ),
    kotlin(
        "constructors beside the head",
        "class A {\n    private val m: String\n    constructor(m: String) { this.m = m }\n"
        '    constructor() : this("deepseek-v3")\n'
        f"    fun f() = {sent('m')}\n}}\n"
        f"open class B(val m: String) {{\n    fun f() = {sent('m')}\n}}\n"
        'class C : B {\n    constructor() : super("deepseek-v3.1")\n}\n',
        f"DSM101 A.kt:5 {UNSAFE}",
        f"DSM101 A.kt:12 {UNSAFE}",
        after=BOTH,
    ),
    kotlin(
        "classes and objects inside",
        'class A {\n    class Names {\n        companion object {\n            const val M = "deepseek-v3"\n        }\n    }\n'
        '    object O {\n        const val M = "deepseek-v3.1"\n    }\n'
        f"    fun f() = {sent('Names.M')}\n    fun g() = {sent('O.M')}\n}}\n",
        f"DSM101 A.kt:5 {SAFE}",
        f"DSM101 A.kt:9 {SAFE}",
        after=BOTH,
    ),
    kotlin(
        "class bodies that end on their last member's line",
        'object Names { const val M = "deepseek-v3"; const val TEXT = "{ }" }\n'
        f"class A {{ companion object {{ val n = Names.M\t}}\n    fun f() = {sent('n')} }}\n"
        'interface I { val m: String }\nval i = object : I { override val m get() = "deepseek-v3.1" }\n'
        f"val j = {sent('Names.M')}\n"
        'class B(val of: String = "x") { val n = 1 }\nclass C {\n    val n = 1\n}\n',
        f"DSM101 A.kt:2 {SAFE}",
        "DSM102 A.kt:6 possible unknown-endpoint",
        after=V3,
    ),
    kotlin(
        "a companion with a name, and one without a body",
        'class A {\n    companion object Keys : Base() {\n        const val M = "deepseek-v3"\n'
        f"        fun g() = {sent('M')}\n    }}\n    fun f() = {sent('M')}\n}}\nclass B {{\n    companion object\n}}\n",
        f"DSM101 A.kt:4 {SAFE}",
        after=V3,
    ),
    kotlin(
        "a constructor's beginning",
        'class A(q: String) {\n    private val m: String\n    init {\n        m = "deepseek-v3"\n'
        '        val b = GenerationParam.builder().model("deepseek-v3.1")\n        b.prompt(q)\n'
        f"        Generation().call(b.build())\n    }}\n    fun f() = {sent('m')}\n}}\n",
        f"DSM101 A.kt:5 {SAFE}",
        f"DSM101 A.kt:6 {SAFE}",
        after=BOTH,
    ),
    kotlin(
        "a beginning that several constructors share",
        'class A {\n    private val m: String\n    init {\n        m = "deepseek-v3"\n'
        '        val b = GenerationParam.builder().model("deepseek-v3.1")\n        Generation().call(b.build())\n    }\n'
        f"    constructor(x: Int) {{ }}\n    fun f() = {sent('m')}\n}}\n",
        f"DSM101 A.kt:5 {SAFE}",
        "DSM101 A.kt:6 certain unpacked-arguments",
        after={'"deepseek-v3"': '"qwen3.7-max"', "(m).build": f"(m){OFF}.build"},
    ),
    kotlin(
        "a request that a constructor sends",
        "class A(rest: RestTemplate) {\n    init {\n"
        '        rest.postForObject("https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions", '
        'mapOf("model" to "deepseek-v3"), Any::class.java)\n    }\n}\n',
        f"DSM101 A.kt:4 {SAFE}",
        after={'"deepseek-v3"': '"qwen3.7-plus", "enable_thinking" to false'},
    ),
    kotlin(
        "properties that are worked out",
        'class A(val x: Boolean) {\n    private val m by lazy { "deepseek-v3" }\n    private val n get() = "deepseek-v3.1"\n'
        '    private val o: String get() { return "deepseek-v3.2" }\n'
        '    private val p: String\n        get() {\n            if (x) return "deepseek-v3"\n'
        '            return "deepseek-v3.1"\n'
        "        }\n    private val q by Delegates.notNull<String>()\n    private val r: String\n"
        f"    fun f() = {sent('m')}\n    fun g() = {sent('n')}\n    fun h() = {sent('o')}\n    fun i() = {sent('p')}\n"
        f"    fun k() = Generation().call(GenerationParam.builder().model(q).prompt(r).build() )\n}}\n"
        f'val t by lazy {{ "deepseek-v3" }}\nfun f() = {sent("t")}\n',
        *(f"DSM101 A.kt:{line} {SAFE}" for line in (3, 4, 5, 8, 9, 19)),
        after={
            **renamed("deepseek-v3.1", "deepseek-v3.2"),
            'lazy { "deepseek-v3"': 'lazy { "qwen3.7-max"',
            'return "deepseek-v3"\n': 'return "qwen3.7-max"\n',
        },
    ),
    kotlin(
        "properties that only their class sets, or that say what they were given",
        'class A {\n    var m = "deepseek-v3"\n        private set\n    val n: String = /* old */ "deepseek-v3.1"\n'
        f"        get() = field\n    fun f() = {sent('m')}\n    fun g() = {sent('n')}\n}}\n",
        f"DSM101 A.kt:3 {SAFE}",
        f"DSM101 A.kt:5 {SAFE}",
        after=BOTH,
    ),
    kotlin(
        "an enum whose entries have bodies",
        'enum class Kind(val id: String) {\n    CHAT("deepseek-v3") {\n        override fun x() = 1\n    },\n'
        '    @Old SECOND("deepseek-v3.1"),\n    OTHER("qwen-max");\n\n    open fun x() = 2\n}\n'
        f"fun f() = {sent('Kind.CHAT.id')}\nfun g() = {sent('Kind.SECOND.id')}\n",
        f"DSM101 A.kt:3 {BRANCH}",
        f"DSM101 A.kt:6 {BRANCH}",
    ),
    kotlin(
        "a builder that a class keeps",
        "class A(private val p: com.alibaba.dashscope.aigc.generation.GenerationParam.GenerationParamBuilder<*, *>) {\n"
        '    fun f() = Generation().call(p.model("deepseek-v3").build())\n}\n',
        "DSM102 A.kt:3 possible unknown-endpoint",
    ),
]
ELSEWHERE = [
    Case(
        "a constant at the top of one of several files",
        "",
        (f"DSM101 Names.kt:3 {SAFE}", "DSM102 Basis.kt:3 possible unknown-endpoint"),
        V3,
        files={
            "A.kt": f"package a\n\nimport b.M\nimport com.alibaba.dashscope.aigc.generation.*\n\nfun f() = {sent('M')}\n",
            "Names.kt": 'package b\n\nconst val M = "deepseek-v3"\n',
            "Basis.kt": 'package b\n\nconst val X = "deepseek-r1"\n',
        },
        head="",
    ),
    Case(
        "a script",
        "",
        (f"DSM101 run.kts:3 {SAFE}",),
        V3,
        files={"run.kts": f'import com.alibaba.dashscope.aigc.generation.*\n\nval m = "deepseek-v3"\n{sent("m")}\nreturn "x"\n'},
        head="",
    ),
    kotlin(
        "a mapping whose values would become equal",
        'val names = mapOf("a" to "deepseek-v3", "b" to "deepseek-v3.1")\n'
        "fun f() = " + sent('names["a"]!!') + "\nfun g() = " + sent('names["b"]!!') + "\n",
        "DSM101 A.kt:2 certain choice-needed",
    ),
    kotlin(
        "methods of one's own class and object",
        f'object O {{\n    fun m() = "deepseek-v3"\n    fun f() = {sent("m()")}\n}}\n'
        f'class B {{\n    private fun m(q: String) = "deepseek-v3.1"\n    fun f() = {sent("m(x)")}\n}}\n',
        f"DSM101 A.kt:3 {SAFE}",
        f"DSM101 A.kt:7 {SAFE}",
        after=BOTH,
    ),
    kotlin(
        "properties that are taken apart, and a link that takes nothing",
        'class A {\n    val (a, b) = pair("qwen-max")\n'
        '    fun f() = Generation().call(GenerationParam.builder().reset().model("deepseek-v3").build())\n}\n',
        f"DSM101 A.kt:4 {SAFE}",
        after=V3,
    ),
]
WALKED = [
    kotlin(
        "loops of all kinds",
        f'fun f() {{\n    for (m in listOf("deepseek-v3")) {{ {sent("m")} }}\n'
        f'    outer@ for (@Old m: String in setOf("deepseek-v3.1")) {sent("m")}\n    for (x in y);\n'
        f"    for ((i, m) in pairs()) {{ {sent(chr(34) + 'deepseek-v3' + chr(34))} }}\n"
        f"    while (more()) {{ {sent(chr(34) + 'deepseek-v3' + chr(34))} }}\n"
        f"    do {{ {sent(chr(34) + 'deepseek-v3' + chr(34))} }} while (more())\n}}\n",
        *(f"DSM101 A.kt:{line} {SAFE}" for line in (3, 4, 6, 7, 8)),
        after=BOTH,
    ),
    kotlin(
        "names that are set later",
        f'class A {{\n    lateinit var m: String\n    fun set() {{ m = "deepseek-v3" }}\n    fun f() = {sent("m")}\n}}\n'
        'object O {\n    lateinit var m: String\n    fun set() {\n        O.m = "deepseek-v3.2"\n    }\n'
        f"    fun f() = {sent('m')}\n}}\n"
        'class C {\n    companion object {\n        lateinit var s: String\n    }\n    fun set() { s = "deepseek-v3.2" }\n'
        f"    fun f() = {sent('s')}\n}}\n"
        f'lateinit var top: String\nfun set(xs: Array<String>) {{\n    top = "deepseek-v3.1"\n    xs[0] = "qwen-max"\n'
        f'    (top) = "qwen-max"\n    {sent("top")}\n}}\n',
        f"DSM101 A.kt:4 {SAFE}",
        f"DSM101 A.kt:10 {SAFE}",
        f"DSM101 A.kt:18 {SAFE}",
        f"DSM101 A.kt:23 {SAFE}",
        after=renamed("deepseek-v3", "deepseek-v3.1", "deepseek-v3.2"),
    ),
    kotlin(
        "a name that is put together",
        f'fun f() {{\n    var m = "deepseek-"\n    m += "v3"\n    val (a, b) = pair()\n    {sent("m")}\n}}\n',
    ),
    kotlin(
        "functions without a name",
        f"fun f() {{\n    all.forEach {{ {sent(chr(34) + 'deepseek-v3' + chr(34))} }}\n"
        f"    all.forEach {{ (k, v) -> {sent(chr(34) + 'deepseek-v3' + chr(34))} }}\n"
        "    val g = { q: String, m: String ->\n"
        '        Generation().call(GenerationParam.builder().model("deepseek-v3").prompt(q)'
        f".build()) }}\n    val h = {{ -> {sent(chr(34) + 'deepseek-v3' + chr(34))} }}\n"
        f"    all.forEach(fun(x: Int) {{ {sent(chr(34) + 'deepseek-v3' + chr(34))} }})\n}}\n",
        *(f"DSM101 A.kt:{line} {SAFE}" for line in (3, 4, 6, 7, 8)),
        after=V3,
    ),
    kotlin(
        "numbers and signs",
        'fun f(b: Thing) = Generation().call(GenerationParam.builder().model("deepseek-v3").seed(-5).topP(0.5f).topK(0x1F)\n'
        "    .maxTokens(1_000).temperature(-t).enableSearch(!on).x(b!!).y(+1).z(5u).c('x').build())\n",
        f"DSM101 A.kt:2 {SAFE}",
        after=V3,
    ),
    kotlin(
        "a place of an array",
        f'fun f() {{\n    val ms = arrayOf("deepseek-v3")\n    {sent("ms[0]")}\n}}\n',
        f"DSM101 A.kt:3 {SAFE}",
        after=V3,
    ),
    kotlin(
        "a `when` that asks for nothing, and one that keeps what it asks for",
        'fun f(x: String) {\n    val m = when {\n        x == "a" -> "deepseek-v3"\n'
        '        else -> { log(); "deepseek-v3.1" }\n    }\n'
        '    val n = when (val y = x) {\n        "deepseek-r1" -> 1\n        in listOf("a") -> 2\n        is String -> 3\n'
        f"        else -> 4\n    }}\n    {sent('m')}\n}}\n",
        f"DSM101 A.kt:4 {SAFE}",
        f"DSM101 A.kt:5 {SAFE}",
        "DSM103 A.kt:8 possible branch-on-model",
        after=BOTH,
    ),
]
LIBRARY = [
    kotlin(
        "the environment and what stands in for it",
        'fun f(q: String?) {\n    val m = System.getenv("M")?.trim() ?: "deepseek-v3"\n'
        '    val n = System.getenv("M").ifBlank { "deepseek-v3.1" }\n'
        '    val o = q.orEmpty().ifEmpty { /* none */ "deepseek-v3" }\n'
        '    val p = System.getProperty("m", "deepseek-v3.1")\n    val r = System.getenv(name()) ?: "deepseek-v3"\n'
        '    val s = q ?: "deepseek-v3"\n    val t = "deepseek-v3".ifBlank { }\n'
        + "".join(f"    {sent(each)}\n" for each in "mnoprst")
        + "}\n",
        *(f"DSM101 A.kt:{line} {UNSAFE}" for line in range(3, 10)),
        after=BOTH,
    ),
    *(
        kotlin(
            f"a name that decides or keeps: {kind}",
            f'const val M = "deepseek-v3"\nfun f(b: MutableMap<String, Any>, x: String, xs: List<String>) {{\n'
            f"    {use}\n    {sent('M')}\n}}\n",
            f"DSM101 A.kt:2 {BRANCH}",
        )
        for kind, use in {
            "a key": 'mapOf(M to 1, pair(), "x" to 2)',
            "a key that is set": "b[M] = 1",
            "a key that is put": "b.put(M, 1)",
            "looked up": "b.get(M)",
            "looked up in brackets": "b[M]",
            "looked for": "if (M in xs) return",
            "not looked for": "if (M !in xs) return",
            "a beginning": "if (x.startsWith(M)) return",
            "the same": "if (x.equals(M)) return",
            "a file": 'File("out", M)',
            "a file by a template": 'File("out/$M.txt")',
            "a file by a template in braces": 'java.io.File("out/${M}.txt")',
            "the same as a template": 'if (x == "old-$M") return',
            "a path": 'Paths.get("out", M)',
            "a pair of a builder": "GenerationParam.builder().parameter(M, 1).build()",
        }.items()
    ),
    kotlin(
        "models in a list",
        'val all = listOf("deepseek-v3", "deepseek-v3.1")\nval prices = mutableMapOf("deepseek-v3" to 1)\n'
        'fun f(b: MutableMap<String, Any>) {\n    b.put("deepseek-v3", 1)\n    b["deepseek-v3"]\n}\n',
        "DSM102 A.kt:2 possible unknown-endpoint",
        "DSM102 A.kt:3 possible unknown-endpoint",
        "DSM102 A.kt:5 possible unknown-endpoint",
        "DSM103 A.kt:6 possible branch-on-model",
    ),
]
URL = '"https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"'
HTTP = [
    kotlin(
        "a body that is filled step by step",
        "fun f(rest: RestTemplate, o: Any) {\n    val b = HashMap<String, Any>()\n"
        '    b["model"] = "deepseek-v3"\n    b.put("messages", o)\n'
        f"    rest.postForObject({URL}, b, Any::class.java)\n}}\n"
        "fun g(rest: RestTemplate) {\n    val b = mutableMapOf<String, Any>()\n"
        f'    b["model"] = "deepseek-v3.1"\n    rest.postForObject({URL}, b, Any::class.java)\n}}\n',
        f"DSM101 A.kt:4 {SAFE}",
        f"DSM101 A.kt:10 {SAFE}",
        after={
            "HashMap<String, Any>()\n": 'HashMap<String, Any>()\n    b["enable_thinking"] = false\n',
            "mutableMapOf<String, Any>()": 'mutableMapOf<String, Any>("enable_thinking" to false)',
            '"deepseek-v3"': '"qwen3.7-plus"',
            '"deepseek-v3.1"': '"qwen3.7-plus"',
        },
    ),
    kotlin(
        "a body with a comment in it",
        "fun f(rest: RestTemplate, o: Any) {\n"
        f'    rest.postForObject({URL}, mapOf("model" to "deepseek-v3" /* old */, "messages" to o), Any::class.java)\n}}\n',
        "DSM101 A.kt:3 certain body-not-literal",
    ),
    kotlin(
        "a model that a template puts in",
        'private const val M = "deepseek-v3"\nfun f(rest: RestTemplate, o: String) {\n'
        f'    rest.postForObject({URL}, """{{"model": "$M", "messages": $o, "n": 1}}""", Any::class.java)\n'
        f'    rest.postForObject({URL}, "{{\\"model\\": \\"$M\\", \\"user\\": \\"é$\\"}}", Any::class.java)\n}}\n',
        f"DSM101 A.kt:2 {SAFE}",
        after={
            '"deepseek-v3"': '"qwen3.7-plus"',
            '"n": 1}': '"n": 1, "enable_thinking": false}',
            'é$\\"}': 'é$\\", \\"enable_thinking\\": false}',
        },
    ),
    kotlin(
        "a template with a name of something else",
        'fun f(rest: RestTemplate, m: String) {\n    val M = "deepseek-v3"\n'
        f'    rest.postForObject({URL}, """{{"model": "$m"}}""", Any::class.java)\n}}\n',
        "DSM102 A.kt:3 possible unknown-endpoint",
    ),
    kotlin(
        "a body that a template makes",
        "fun f(rest: RestTemplate, o: String) {\n"
        f'    rest.postForObject({URL}, """{{"model": "deepseek-v3", "messages": $o}}""", Any::class.java)\n}}\n',
        "DSM101 A.kt:3 certain safe",
        after={"deepseek-v3": "qwen3.7-plus", "$o}": '$o, "enable_thinking": false}'},
    ),
]
BUILT = [
    kotlin(
        "a call with two types among arguments, which the grammar takes for comparisons",
        "fun f(r: RestTemplate) {\n"
        f'    Generation().call({V32}.parameter("extra_body", mapOf<String, Any>("enable_thinking" to true)).build())\n'
        '    Generation().call(GenerationParam.builder().apply { model("deepseek-v3.2"); '
        'parameters(mapOf<String, Any>("enable_thinking" to true)) }.build())\n'
        f'    r.postForObject({URL}, mapOf<String, Any>("model" to "deepseek-v3"), Any::class.java)\n}}\n',
        "DSM101 A.kt:3 certain unpacked-arguments",
        "DSM101 A.kt:4 certain unpacked-arguments",
        "DSM102 A.kt:5 possible unknown-endpoint",
    ),
    kotlin(
        "a pair whose name nobody knows, and one whose name is a constant",
        'const val KEY = "enable_thinking"\nfun f(key: String, yes: Boolean) {\n'
        '    Generation().call(GenerationParam.builder().apply { model("deepseek-v3.2"); parameter(key, yes) }.build())\n'
        '    Generation().call(GenerationParam.builder().apply { model("deepseek-v3.2"); resultFormat("message"); '
        "parameter(KEY, true) }.build())\n"
        '    Generation().call(GenerationParam.builder().model("deepseek-v3.2").parameter(key, yes).build())\n}\n',
        *(f"DSM101 A.kt:{line} {SAFE}" for line in (4, 5, 6)),
        after={
            'builder().apply { model("deepseek-v3.2"); parameter': f'builder(){OFF}.apply {{ model("qwen3.7-max"); parameter',
            '"deepseek-v3.2").parameter': f'"qwen3.7-max"){OFF}.parameter',
            '"deepseek-v3.2"': '"qwen3.7-max"',
        },
    ),
    kotlin(
        "blocks that tell a builder more",
        "fun f(yes: Boolean) {\n"
        '    Generation().call(GenerationParam.builder().model("deepseek-v3").apply { if (yes) { topK(1) } else topP(0.5) }'
        ".build())\n"
        '    Generation().call(GenerationParam.builder().model("deepseek-v3.1").also { it.parameter("x", 1) }.build())\n}\n',
        f"DSM101 A.kt:3 {SAFE}",
        "DSM101 A.kt:4 certain unpacked-arguments",
        after={'"deepseek-v3"': '"qwen3.7-max"', "topP(0.5) }": f"topP(0.5) }}{OFF}"},
    ),
]
COPIED = [
    kotlin(
        "a copy that asks",
        f"data class A(val m: String, val n: Int) {{\n    fun f() = {sent('m')}\n}}\n"
        'fun f(a: A) = a.copy(m = "deepseek-v3").f()\n',
        f"DSM101 A.kt:5 {UNSAFE}",
        after=V3,
    ),
    kotlin(
        "a copy that asks for what needs something else",
        f"data class A(val m: String, val n: Int) {{\n    fun f() = {sent('m')}\n}}\n"
        'fun f(a: A) {\n    A("deepseek-v3", 1).f()\n    a.copy(m = "qwen3.7-max").f()\n}\n',
        "DSM101 A.kt:6 certain shared-value",
    ),
]
CASES = [*COPIED, *ELSEWHERE, *DECLARED, *WALKED, *LIBRARY, *HTTP, *BUILT]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_program_is_read_as_it_runs(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)
