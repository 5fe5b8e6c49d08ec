"""`localoffer run`: web server, worker and clock together, for a small installation on one machine.

All are children of one small parent that has loaded Django already, so that they share its memory and start
at once. The parent only watches: when it is told to stop it stops them, and when one of them dies it stops the
others and says so by its exit status, for whatever keeps the installation up (systemd, a container) to see.
"""

import contextlib
import ctypes
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

logger = logging.getLogger(__name__)

# No query string anywhere: what a family typed is in it. %(U)s is the path alone.
ACCESS_LOG_FORMAT = '%(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s %(M)sms'
SECONDS_TO_STOP = 15

GUNICORN_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # When a request fails, gunicorn writes its whole address.
    "filters": {"no_queries": {"()": "localoffer.places.logs.WithoutQueryStrings"}},
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "bare": {"format": "{message}", "style": "{"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["no_queries"], "formatter": "plain"},
        "access": {"class": "logging.StreamHandler", "filters": ["no_queries"], "formatter": "bare"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "gunicorn.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
    },
}


def run(*, bind: str, workers: int = 2, threads: int = 4) -> int:
    """Serve until told to stop; return 0 then, and 1 when a part of it died.

    Django must be set up. `bind` is "host:port".
    """
    make_ready()
    # A database connection must not be shared by two processes.
    connections.close_all()
    children = {}
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    children[_fork(lambda: _serve(bind, workers, threads))] = "web"
    if "DatabaseBackend" in settings.TASKS["default"]["BACKEND"]:
        children[_fork(_work)] = "worker"
    children[_fork(_keep_time)] = "clock"

    dead = ""
    while not stopping.is_set():
        dead = _first_to_die(children)
        if dead:
            logger.error("The %s stopped by itself, so everything is stopped.", dead)
            break
        stopping.wait(0.2)
    _stop(children)
    return 1 if dead else 0


def make_ready() -> None:
    """Bring the database up to date, and collect style sheets and the like when the release has changed."""
    call_command("migrate", interactive=False, verbosity=0)
    if not settings.STATIC_ROOT:
        return
    release = " ".join(f"{name} {version(name)}" for name in ("localoffer", "wagtail", "django"))
    collected = Path(settings.STATIC_ROOT) / ".collected"
    if not collected.exists() or collected.read_text() != release:
        logger.info(
            "Collecting style sheets, scripts and pictures. This takes some seconds after each update."
        )
        call_command("collectstatic", interactive=False, verbosity=0)
        collected.write_text(release)


def _fork(work: Callable[[], None]) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        # A terminal's Ctrl-C reaches the whole family: only the parent acts on it, and tells the children.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _end_with_parent()
        work()
        status = 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BaseException:
        logger.exception("A part of the site failed.")
    finally:
        # Nothing of the parent's is to be cleaned up by the child.
        os._exit(status)


def _serve(bind: str, workers: int, threads: int) -> None:
    from gunicorn.app.base import BaseApplication

    from localoffer.config.wsgi import application

    class Site(BaseApplication):
        def load_config(self) -> None:
            options = {
                "bind": bind,
                "workers": workers,
                "threads": threads,
                "worker_class": "gthread",
                "preload_app": True,
                "accesslog": "-",
                "access_log_format": ACCESS_LOG_FORMAT,
                "logconfig_dict": GUNICORN_LOGGING,
                "proc_name": "localoffer",
                "graceful_timeout": SECONDS_TO_STOP - 5,
                # Longer than any page takes; an editor's upload over a slow line may be slow.
                "timeout": 60,
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Callable[..., object]:
            return application

    Site().run()


def _work() -> None:
    """Do what is queued in the database, one task after another, looking for more each second."""
    call_command("db_worker", interval=1, startup_delay=False, verbosity=0)


def _keep_time() -> None:
    from localoffer.config import clock

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    clock.run_forever(stop)


def _end_with_parent() -> None:
    """Have the kernel stop this process when its parent is killed outright (Linux only)."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        with contextlib.suppress(OSError, AttributeError):  # a libc without it: then as on other systems
            ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _first_to_die(children: dict[int, str]) -> str:
    for child in list(children):
        found, _status = os.waitpid(child, os.WNOHANG)
        if found:
            return children.pop(child)
    return ""


def _stop(children: dict[int, str]) -> None:
    for child in children:
        os.kill(child, signal.SIGTERM)
    deadline = time.monotonic() + SECONDS_TO_STOP
    while children and time.monotonic() < deadline:
        _first_to_die(children)
        time.sleep(0.05)
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
