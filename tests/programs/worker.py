"""Runs programs one after another, each in a copy of a process that has imported the SDKs already.

Started under an environment's own interpreter; knows nothing of this project. Each line on standard input is a path;
each on standard output says how that program ended.
"""

import json
import os
import runpy
import signal
import sys
import traceback

SECONDS = 30
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
ASKED = [{"role": "user", "content": "warming up"}]
AHEAD = (
    "import asyncio, functools, contextlib, dataclasses, enum",
    "import httpx; httpx.post(URL + '/chat/completions', json={'model': 'm'})",
    "import openai; c = openai.OpenAI(base_url=URL); c.chat.completions.create(model='m', messages=ASKED)",
    "c.responses.create(model='m', input='x'); c.chat.completions.with_raw_response.create(model='m', messages=ASKED)",
    "openai.AsyncOpenAI(base_url=URL).chat, openai.AsyncOpenAI(base_url=URL).responses",
    "import dashscope; dashscope.Generation.call(model='m', messages=ASKED)",
    "dashscope.MultiModalConversation.call(model='m', messages=ASKED)",
    "import langchain_openai; langchain_openai.ChatOpenAI(model='m', base_url=URL).invoke('x')",
    "from langchain_community.chat_models import ChatTongyi; ChatTongyi(model='m').invoke('x')",
    "from agno.agent import Agent; from agno.models.dashscope import DashScope; Agent(model=DashScope(id='m')).run('x')",
)
"""What is imported, and asked once, so that each program finds it loaded."""


def run(path, told):
    """Be the program."""
    signal.alarm(SECONDS)
    quiet = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(quiet, number)
    said = ""
    try:
        sys.argv = [path]
        runpy.run_path(path, run_name="__main__")
    except BaseException as error:
        said = f"{type(error).__name__}: {error}\n{traceback.format_exc()[-2000:]}"
    os.write(told, json.dumps(said).encode())
    os._exit(0)


def main():
    space = {"URL": URL, "ASKED": ASKED}
    for step in AHEAD:
        try:
            exec(step, space)
        except Exception:  # not every environment has every SDK
            continue
    print("ready", flush=True)
    for line in sys.stdin:
        heard, told = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(heard)
            run(line.strip(), told)
        os.close(told)
        with os.fdopen(heard, "rb") as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        print(said.decode() or json.dumps("it ended without a word"), flush=True)


main()
