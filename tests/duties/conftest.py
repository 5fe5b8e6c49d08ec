import pytest

from tests.duties.a_law import LawFolder


@pytest.fixture
def law_folder(tmp_path) -> LawFolder:
    return LawFolder(tmp_path)
