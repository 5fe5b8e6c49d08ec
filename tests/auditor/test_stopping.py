"""Whoever presses Ctrl-C early is told so in one line, however early our first line is."""

import signal
import subprocess
import sys
import threading

import pytest

from localoffer.auditor.stopping import STOPPED, while_loading, while_reading

# It presses Ctrl-C itself when a module is asked for the first time, whenever that is on this machine
PRESSED = """
import os, signal, sys

def pressed(event, about):
    if event == "import" and about[0] == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGINT)

from localoffer.cli import main
sys.addaudithook(pressed)
sys.exit(main(["audit", "http://127.0.0.1:9/", "--allow-address", "127.0.0.1:9"]))
"""


@pytest.mark.parametrize(
    "module",
    [
        "localoffer.auditor.command",
        "argparse",
        "aiohttp",
        "_ssl",
        "yaml",
        "jinja2",
        "localoffer.auditor.audit",
    ],
)
def test_an_audit_stopped_while_it_is_loaded_ends_with_a_sentence_and_its_code(module: str, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PRESSED, module], capture_output=True, text=True, timeout=60, cwd=tmp_path
    )

    assert (done.returncode, done.stderr) == (STOPPED, "Stopped before anything was read.\n")
    assert list(tmp_path.iterdir()) == []


def test_next_to_nothing_is_loaded_before_ctrl_c_is_heard():
    told = (
        "import sys; before = set(sys.modules); import localoffer.cli, localoffer.auditor.stopping; "
        "print(*set(sys.modules) - before)"
    )

    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout

    ours = {"localoffer", "localoffer.cli", "localoffer.auditor", "localoffer.auditor.stopping"}
    assert set(loaded.split()) <= ours | {"__future__", "_signal"}


def test_while_reading_ctrl_c_interrupts_and_afterwards_ends_the_loading_again():
    heard = signal.getsignal(signal.SIGINT)

    with while_loading():
        loading = signal.getsignal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt), while_reading():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is loading

    assert signal.getsignal(signal.SIGINT) is heard


def test_beside_the_main_thread_it_is_left_alone_who_hears():
    heard = signal.getsignal(signal.SIGINT)
    done = []

    def load() -> None:
        with while_loading():
            done.append(signal.getsignal(signal.SIGINT))

    beside = threading.Thread(target=load)
    beside.start()
    beside.join()

    assert done == [heard]
