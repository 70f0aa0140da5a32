"""Every name in a table leads to an implementation that says what it is."""

import pytest

from auditor.readers.formats import SHAPES
from auditor.reporting import RENDERERS
from auditor.signals import DETECTORS

ENTRIES = [(r, n) for r in (SHAPES, RENDERERS, DETECTORS) for n in r.names()]


@pytest.mark.parametrize(("registry", "name"), ENTRIES, ids=[name for _, name in ENTRIES])
def test_a_registered_name_gives_an_instance_with_a_docstring(registry, name: str) -> None:
    made = registry.create(name)

    assert not isinstance(made, type)
    assert type(made).__doc__
