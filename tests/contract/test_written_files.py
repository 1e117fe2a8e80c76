"""What files, digests and other programs say of a model: what reads them goes by the name that stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import refused
from tests.contract.test_databases import JAVA, KOTLIN, NODE, PYTHON

JSON = "import json\n"
HASHED = "import hashlib\nseen = {}\n"
KEPT = {
    "line.py": PYTHON + JSON + 'with open("x.jsonl", "a") as f:\n    f.write(json.dumps({"model": MODEL}) + "\\n")\n',
    "filled.py": PYTHON + JSON + 'row = {"model": MODEL}\nwith open("x", "a") as f:\n    f.write(f"{json.dumps(row)}\\n")\n',
    "printed_to.py": PYTHON + JSON + 'f = open("x", "w")\nprint(json.dumps({"model": MODEL}), file=f)\n',
    "path.py": PYTHON + JSON + 'from pathlib import Path\nPath("x").write_text(json.dumps({"model": MODEL}))\n',
    "whole.py": PYTHON + 'from pathlib import Path\nPath("model.txt").write_text(MODEL)\n',
    "row_of_texts.py": PYTHON + 'with open("x.csv", "a") as f:\n    f.write(f"{MODEL},{1 + 1}\\n")\n',
    "yaml.py": PYTHON + 'import yaml\nyaml.safe_dump({"model": MODEL}, open("x.yaml", "w"))\n',
    "digest.py": PYTHON + HASHED + 'key = hashlib.md5((MODEL + "x").encode()).hexdigest()\nprint(key in seen)\n',
    "digest_by_name.py": PYTHON + "from hashlib import md5\nseen = {}\nh = md5(MODEL.encode())\nprint(h.hexdigest() in seen)\n",
    "digest_of_json.py": PYTHON
    + JSON
    + HASHED
    + 'key = hashlib.sha256(json.dumps({"model": MODEL}).encode("utf-8")).hexdigest()\nprint(seen[key])\n',
    "digest_by_line.py": PYTHON
    + HASHED
    + "def key():\n    h = hashlib.md5()\n    h.update(MODEL.encode())\n    return h.hexdigest()\nprint(seen.get(key()))\n",
    "digest_file.py": PYTHON
    + 'from pathlib import Path\nimport hashlib\nprint((Path("x") / hashlib.md5(MODEL.encode()).hexdigest()))\n',
    "cleaned.py": PYTHON + 'import re\nprint(re.sub(r"\\W", "_", MODEL))\n',
    "folded.py": PYTHON + 'print(MODEL.casefold() == "deepseek-r1")\n',
    "started.py": PYTHON + 'import subprocess\nsubprocess.run(["judge", "--model", MODEL])\n',
    "started_by_name.py": PYTHON + 'from subprocess import Popen\nPopen(["judge", MODEL])\n',
    "shell.py": PYTHON + 'os.system(f"judge {MODEL}")\n',
    "session.py": PYTHON + "from db import Session, Usage\nwith Session() as s:\n    s.add(Usage(model=MODEL))\n",
    "session_by_name.py": PYTHON + "from db import SessionLocal, Usage\ns = SessionLocal()\ns.add(Usage(model=MODEL))\n",
    "manager.py": PYTHON + "from app.models import Usage\nprint(Usage.objects.filter(model=MODEL).count())\n",
    "tokens.py": PYTHON + "import tiktoken\nprint(tiktoken.encoding_for_model(MODEL))\n",
    "file.js": NODE + 'import fs from "fs";\nfs.writeFileSync("x.json", JSON.stringify({ model: MODEL }));\n',
    "line.js": NODE + 'import fs from "fs";\nfs.appendFileSync("x", `${JSON.stringify({ model: MODEL })}\\n`);\n',
    "record.js": NODE + 'import { writeJson } from "fs-extra";\nawait writeJson("x.json", { model: MODEL });\n',
    "digest.js": NODE
    + 'import { createHash } from "crypto";\nconst seen = {};\n'
    + 'console.log(seen[createHash("sha256").update(`${MODEL}:x`).digest("hex")]);\n',
    "started.js": NODE + 'import { spawn } from "child_process";\nspawn("judge", [MODEL]);\n',
    "icon.js": NODE + "export const icon = `/icons/${MODEL}.svg`;\n",
    "map.js": NODE + "const seen = new Map();\nseen.set(MODEL, 1);\n",
    "owned.js": NODE + "export const known = (seen) => Object.hasOwn(seen, MODEL);\n",
    "found.js": NODE + 'document.querySelector(`[data-model="${MODEL}"]`);\n',
    "row.py": PYTHON + "from db import session, Usage\nrow = Usage()\nrow.model = MODEL\nsession.add(row)\n",
    "Row.java": JAVA.format("Usage u = new Usage(); u.setModel(MODEL); repository.save(u)"),
    "Contains.java": JAVA.format('boolean thinks = MODEL.contains("r1")'),
    "Pattern.java": JAVA.format('boolean thinks = Pattern.compile("r1").matcher(MODEL).find()'),
    "Merged.java": JAVA.format("counts.merge(MODEL, 1, Integer::sum)"),
    "Cached.java": JAVA.format("Object answer = cache.getIfPresent(MODEL)"),
    "Digest.java": JAVA.format('Object o = cache.get(DigestUtils.md5DigestAsHex((MODEL + "x").getBytes()))'),
    "Process.java": JAVA.format('new ProcessBuilder("judge", MODEL).start()'),
    "Value.java": JAVA.format('mapper.writeValue(new java.io.File("x.json"), Map.of("model", MODEL))'),
    "Written.java": JAVA.format('Files.writeString(Path.of("x.json"), mapper.writeValueAsString(Map.of("model", MODEL)))'),
    "WrittenByName.java": JAVA.format(
        'Map<String, Object> row = new HashMap<>(); row.put("model", MODEL); String json = new Gson().toJson(row); '
        'Files.writeString(Path.of("x.json"), json)'
    ),
    "Told.java": JAVA.format('JSONObject o = new JSONObject(); o.put("model", MODEL); Files.writeString(path, o.toString())'),
    "Written.kt": KOTLIN.format('File("x.json").writeText(Json.encodeToString(mapOf("model" to MODEL)))'),
    "Contains.kt": KOTLIN.format('println(MODEL.contains("r1"))'),
    "Value.kt": KOTLIN.format('println(mapOf("x" to 1).getValue(MODEL))'),
    "Put.kt": KOTLIN.format("println(seen.getOrPut(MODEL) {{ 1 }})".replace("{{", "{").replace("}}", "}")),
    "Pattern.kt": KOTLIN.format('println(Regex("r1").containsMatchIn(MODEL))'),
    "Cut.kt": KOTLIN.format('println(MODEL.substringBefore("-"))'),
}
FREE = {
    "other_row.py": PYTHON
    + "from db import session, Usage\nrow, other = Usage(), Usage()\nother.model = MODEL\nsession.add(row)\n",
    "Merged2.java": JAVA.format("Object o = Flux.merge(MODEL, MODEL)"),
    "Other.java": JAVA.format('boolean known = "a b".contains("a"); String text = "asked " + MODEL; System.out.println(text)'),
    "text.py": PYTHON + 'with open("report.txt", "a") as f:\n    f.write(f"# answered by {MODEL}\\n")\n',
    "text_by_name.py": PYTHON + 'from pathlib import Path\ntext = f"answered by {MODEL}"\nPath("report.txt").write_text(text)\n',
    "Text.java": JAVA.format('Files.writeString(Path.of("report.txt"), mapper.writeValueAsString(List.of(1)) + " by " + MODEL)'),
    "shown.py": PYTHON
    + JSON
    + 'import sys\nprint(json.dumps({"model": MODEL}))\nsys.stdout.write(json.dumps({"model": MODEL}))\n',
    "printed_elsewhere.py": PYTHON + JSON + 'import sys\nprint(json.dumps({"model": MODEL}), file=sys.stderr)\n',
    "answered.py": PYTHON + JSON + 'def answer(self):\n    self.wfile.write(json.dumps({"model": MODEL}).encode())\n',
    "other_line.py": PYTHON + JSON + 'with open("x", "a") as f:\n    f.write(json.dumps({"text": "hi"}))\n',
    "other_run.py": PYTHON + 'import app\napp.run(MODEL)\nimport subprocess\nsubprocess.run(["judge"])\n',
    "other_digest.py": PYTHON + HASHED + 'print(hashlib.md5(b"x").hexdigest() in seen, hash(MODEL))\n',
    "other_add.py": PYTHON + "from items import Box, Item\nwith Box() as s:\n    s.add(Item(model=MODEL))\n",
    "other_filter.py": PYTHON + "print(list(filter(None, [MODEL])))\n",
    "text.js": NODE + 'import fs from "fs";\nfs.appendFileSync("report.txt", `answered by ${MODEL}\\n`);\n',
    "shown.js": NODE + "console.log(JSON.stringify({ model: MODEL }));\n",
    "header.js": NODE + 'headers.set("x-model", MODEL);\n',
}


@pytest.mark.parametrize("path", [*KEPT, *FREE])
def test_what_others_read_is_not_renamed(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = refused(tmp_path, path, KEPT.get(path) or FREE[path], monkeypatch)
    assert codes == ["branch-on-model" if path in KEPT else ""]
