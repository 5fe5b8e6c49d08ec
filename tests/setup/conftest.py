"""The `dev` script as a module, whose functions can be asked one by one."""

import importlib.util
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

DEV = Path(__file__).resolve().parents[2] / "dev"


@pytest.fixture(scope="session")
def dev():
    loader = SourceFileLoader("dev", str(DEV))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("dev", loader))
    loader.exec_module(module)
    return module
