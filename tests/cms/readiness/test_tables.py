"""What stands in a table is looked at too, but for how it reads."""

from types import SimpleNamespace

from wagtail.blocks import CharBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from localoffer.cms.readiness.checks import Draft, Text, problems_of
from localoffer.cms.readiness.pages import of_blocks


def test_a_blank_in_a_table_stops_a_page():
    block = TypedTableBlock([("text", CharBlock())])
    table = block.to_python(
        {
            "columns": [{"type": "text", "heading": "What"}],
            "rows": [{"values": ["[[the cost]]"]}],
            "caption": "Costs",
        }
    )

    texts = list(of_blocks([SimpleNamespace(block=block, block_type="table", value=table)]))

    assert [
        problem.code for problem in problems_of(Draft((Text("Title", "<h2>x</h2>"), *texts), owner="Us"))
    ] == ["blank"]
