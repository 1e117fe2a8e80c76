"""Properties of whole runs over scripts that are put together at random."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrator.languages.shell.language import SHELL
from migrator.languages.shell.parse import errors, parse
from tests.languages.fixing import fixed, found
from tests.languages.shell.test_forms import NEW, OLD, URL

BODY = "{body}"
PARTS = (
    f"curl {URL} -d '{BODY}'\n",
    f"answer=$(curl -s {URL} --json '{BODY}')\n",
    f"if curl -f {URL} -d '{BODY}'; then\n\techo 你\nfi\n",
    f"curl {URL} -d @- <<'EOF' | jq .\n{BODY}\nEOF\n",
    f"wget -qO- --post-data='{BODY}' {URL}\n",
    f"http --raw '{BODY}' {URL}\n",
    f"echo '{BODY}' | curl {URL} -d @-  # deepseek-v3\n",
)
NOISE = (
    "# a comment about deepseek-v3\n",
    "\n",
    'echo "it\'s $HOME ${x:-y}" `date`\n',
    "case $1 in a) : ;; *) exit ;; esac\n",
    "f() { local a=$1; }\n",
    "x=(1 2 '3 4')\n",
    "cat <<E\n$(uname) é\nE\n",
)
SCRIPTS = st.lists(st.sampled_from(PARTS + NOISE), min_size=1, max_size=6).map("".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=SCRIPTS, windows=st.booleans(), mark=st.booleans(), cut=st.booleans())
def test_only_bodies_change_and_once(text: str, windows: bool, mark: bool, cut: bool, tmp_path: Path) -> None:
    def made(body: str) -> bytes:
        said = text.replace(BODY, body)
        said = said.rstrip("\n") if cut else said
        said = said.replace("\n", "\r\n") if windows else said
        return (b"\xef\xbb\xbf" if mark else b"") + said.encode()

    after = fixed(tmp_path, "a.sh", made(OLD))
    assert after == made(NEW)
    assert fixed(tmp_path, "a.sh", after, unsafe=True) == after
    old, new = parse(SHELL.clean(made(OLD))), parse(SHELL.clean(after))
    assert old is not None
    assert new is not None
    assert errors(new) == errors(old)


@pytest.mark.parametrize("quote", ["'", '"', "$(", "`", "${"])
@pytest.mark.parametrize("part", PARTS[:3])
def test_what_does_not_balance_is_named_and_kept(quote: str, part: str, tmp_path: Path) -> None:
    data = f"echo {quote}\n{part.replace(BODY, OLD)}".encode()
    assert {each.model for each in found(tmp_path, "a.sh", data)} == {"deepseek-v3"}
    after = fixed(tmp_path, "a.sh", data)
    assert after in (data, data.replace(OLD.encode(), NEW.encode()))
    before, then = parse(SHELL.clean(data)), parse(SHELL.clean(after))
    assert before is not None
    assert then is not None
    assert errors(then) == errors(before)
