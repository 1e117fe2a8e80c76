"""A model's name that a database is asked by, or that is kept in one: what is there already goes by the old name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import HEAD, refused

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
NODE = f"""import OpenAI from "openai";
const client = new OpenAI({{ baseURL: "{URL}", apiKey: "k" }});
const MODEL = "deepseek-r1";
export const ask = (messages) => client.chat.completions.create({{ model: MODEL, messages }});
"""
JAVA = """package a;
import com.alibaba.dashscope.aigc.generation.Generation;
import com.alibaba.dashscope.aigc.generation.GenerationParam;
class Main {{
    static final String MODEL = "deepseek-r1";
    void ask(java.util.List<com.alibaba.dashscope.common.Message> messages) throws Exception {{
        new Generation().call(GenerationParam.builder().model(MODEL).messages(messages).resultFormat("message").build());
        {0};
    }}
}}
"""
KOTLIN = """package a
import com.alibaba.dashscope.aigc.generation.Generation
import com.alibaba.dashscope.aigc.generation.GenerationParam
const val MODEL = "deepseek-r1"
fun ask(messages: List<com.alibaba.dashscope.common.Message>) {{
    Generation().call(GenerationParam.builder().model(MODEL).messages(messages).resultFormat("message").build())
    {0}
}}
"""
PYTHON = HEAD + 'MODEL = "deepseek-r1"\ncreate(model=MODEL, messages=M)\n'
SAVED = "from app.models import Usage\nfrom db import session\n"
KEPT = {
    "added.py": PYTHON + SAVED + "session.add(Usage(model=MODEL, tokens=1))\n",
    "added_by_name.py": PYTHON + SAVED + "def note(self):\n    row = Usage(model=MODEL)\n    self.db_session.add(row)\n",
    "added_many.py": PYTHON + SAVED + "session.add_all([Usage(model=MODEL)])\n",
    "added_own.py": PYTHON + SAVED + "class Row(Usage):\n    pass\nrow = Row(model=MODEL)\nsession.add(row)\n",
    "created.py": PYTHON + SAVED + "Usage.objects.create(model=MODEL, tokens=1)\n",
    "frame.py": PYTHON
    + 'import pandas as pd\nrows = [{"model": MODEL, "n": 1}]\npd.DataFrame(rows).to_csv("x.csv", index=False)\n',
    "statement.py": PYTHON + "from sqlalchemy import insert\ns.execute(insert(t).prefix_with('x').values(model=MODEL))\n",
    "mappings.py": PYTHON + 'from app.models import Usage\ns.bulk_insert_mappings(Usage, [{"model": MODEL}])\n',
    "row.js": NODE
    + "import mongoose from 'mongoose';\nconst Usage = mongoose.model('Usage', new mongoose.Schema({ model: String }));\n"
    + "await Usage.create({ model: MODEL });\n",
    "statement.ts": NODE + "export const note = (db, t) => db.insert(t).values({ model: MODEL });\n",
    "row.py": PYTHON + "import peewee\nclass Usage(peewee.Model):\n    pass\nUsage.create(model=MODEL, tokens=1)\n",
    "row_of_rows.py": PYTHON
    + "from tortoise.models import Model as Base\nclass Row(Base):\n    pass\nclass Usage(Row):\n    pass\n"
    + "async def note():\n    await Usage.acreate(model=MODEL)\n",
    "row_of_five.py": PYTHON
    + "from tortoise.models import Model as Base\n"
    + "".join(f"class {name}({base}):\n    pass\n" for name, base in zip("ABCDE", ("Base", *"ABCD"), strict=True))
    + "async def note():\n    await E.create(model=MODEL)\n",
    "saved.py": PYTHON + SAVED + "row = Usage(model=MODEL)\nrow.save()\n",
    "saved.js": NODE + "await repository.save({ model: MODEL });\n",
    "saved_itself.js": NODE + "await new Usage({ model: MODEL }).save();\n",
    "Saved.java": JAVA.format("repository.save(new Usage(MODEL, 1))"),
    "SavedByName.java": JAVA.format("Usage u = Usage.builder().model(MODEL).build(); repository.save(u)"),
    "Saved.kt": KOTLIN.format("repository.save(Usage(MODEL, 1))"),
    "prisma.ts": NODE + "export const used = (db, userId) => db.usage.count({ where: { userId, model: MODEL } });\n",
    "prisma_data.ts": NODE + "export const note = (db, userId) => db.usage.create({ data: { userId, model: MODEL } });\n",
    "drizzle.ts": NODE + "export const used = (db, t) => db.select().from(t).where(eq(t.model, MODEL));\n",
    "supabase.ts": NODE + "export const used = (db) => db.from('usage').select('*').eq('model', MODEL);\n",
    "sql.ts": NODE + "export const used = (pool) => pool.query('select sum(n) from usage where model = $1', [MODEL]);\n",
    "prepared.js": NODE + "export const used = (db) => db.prepare('SELECT n FROM usage WHERE model = ?').all(MODEL);\n",
    "template.js": NODE + "export const used = (db) => db.run(`delete from usage where model = '${MODEL}'`);\n",
    "browser.js": NODE + "export const reset = () => localStorage.setItem('model', MODEL);\n",
    "mongo.js": NODE + "export const used = (usage) => usage.countDocuments({ model: MODEL });\n",
    "Wrapper.java": JAVA.format("mapper.selectCount(Wrappers.<Usage>lambdaQuery().eq(Usage::getModel, MODEL))"),
    "Derived.java": JAVA.format("repository.countByUserAndModel(1L, MODEL)"),
    "Template.java": JAVA.format('jdbc.queryForObject("select sum(n) from usage where model = ?", Long.class, MODEL)'),
    "Derived.kt": KOTLIN.format("repository.findByModel(MODEL)"),
    "filter_by.py": PYTHON + "session.query(Usage).filter_by(model=MODEL).count()\n",
    "counted.py": PYTHON + 'db.usage.count_documents({"model": MODEL})\n',
}
NOTED = """package a;
import com.alibaba.dashscope.aigc.generation.Generation;
import com.alibaba.dashscope.aigc.generation.GenerationParam;
class Main {{
    static final String MODEL = "deepseek-r1";
    {0}
    Object ask(java.util.List<com.alibaba.dashscope.common.Message> messages) throws Exception {{
        return new Generation().call(GenerationParam.builder().model(MODEL).messages(messages).resultFormat("message").build());
    }}
}}
"""
KEPT.update(
    {
        "Redis.java": JAVA.format('redis.opsForHash().increment("usage", MODEL, 1)'),
        "Bean.java": NOTED.format("@Bean(MODEL)"),
        "Cached.java": NOTED.format('@Cacheable(value = "answers", key = Main.MODEL)'),
        "Cached.kt": KOTLIN.format("").replace("fun ask", '@Cacheable(value = ["answers"], key = MODEL)\nfun ask'),
        "worker.ts": NODE + "@Processor(MODEL)\nexport class Worker { @Process() run() { return 1; } }\n",
    }
)
FREE = {
    "set.py": PYTHON + "seen = set()\nseen.add(MODEL)\n",
    "items.py": PYTHON + "items.add(Item(model=MODEL))\n",
    "made.py": PYTHON + SAVED + "def answer():\n    return Usage(model=MODEL)\n",
    "other_row.py": PYTHON + SAVED + "session.add(Usage(tokens=1))\n",
    "other_create.py": PYTHON + SAVED + "Usage.create(model=MODEL)\n",
    "other_frame.py": PYTHON + 'import pandas as pd\nprint(MODEL)\npd.DataFrame([{"n": 1}]).to_csv("x.csv")\n',
    "other_values.py": PYTHON + "print(list(dict(model=MODEL).values()))\nstate().set(MODEL)\n",
    "other_maker.js": NODE + "import lab from 'lab';\nconst Agent = lab.model('x');\nawait Agent.create({ model: MODEL });\n",
    "own_create.py": PYTHON
    + "from db import Model\nclass Usage(Model):\n    @classmethod\n    def create(cls, model):\n        print(model)\n"
    + "Usage.create(model=MODEL)\n",
    "other_class.py": PYTHON + "class Usage(Thing):\n    pass\nUsage.create(model=MODEL)\nusage.create(model=MODEL)\n",
    "Mapped.java": NOTED.format('@GetMapping(value = "/ask", produces = MediaType.TEXT_PLAIN_VALUE)'),
    "Mapped.kt": KOTLIN.format("").replace("fun ask", '@GetMapping(value = ["/ask"], produces = OTHER)\nfun ask'),
    "worker_of_others.ts": NODE + "@Processor('x')\nexport class Worker { @Process run() { return 1; } @Get(id) id() {} }\n",
    "counter.js": NODE + "calls.inc({ model: MODEL });\nconsole.log(`asked ${MODEL}`);\n",
    "others.ts": NODE + "export const used = (db, userId) => db.usage.count({ where: { userId } });\n",
    "Log.java": JAVA.format('log.info("asked {{}}", MODEL)'),
    "Log.kt": KOTLIN.format("println(MODEL)"),
    "logged.py": PYTHON + 'print("select a model", MODEL)\n',
}


@pytest.mark.parametrize("path", [*KEPT, *FREE])
def test_what_a_database_goes_by_is_not_renamed(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = refused(tmp_path, path, KEPT.get(path) or FREE[path], monkeypatch)
    assert codes == ["branch-on-model" if path in KEPT else ""]
