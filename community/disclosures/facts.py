"""What was said about tools, as a value for files and back. Pure."""

from collections.abc import Mapping
from typing import Any

from community.disclosures.wording import Checked, Degree, Openness, Said, Tool


def said_facts(said: Said | None) -> dict[str, Any] | None:
    """What was said about tools."""
    if said is None:
        return None
    return {
        "degree": said.degree.value,
        "purpose": said.purpose,
        "checked": said.checked.value if said.checked else None,
        "is_required": said.is_required,
        "material": said.material,
        "footprint": said.footprint,
        "tools": [
            {
                "name": tool.name,
                "version": tool.version,
                "controlled_by": tool.controlled_by,
                "openness": tool.openness.value,
            }
            for tool in said.tools
        ],
    }


def said_in(facts: Mapping[str, Any] | None) -> Said | None:
    """The same, read again: no more than matters, as when it is said here."""
    if facts is None:
        return None
    return Said(
        degree=Degree(facts["degree"]),
        purpose=facts["purpose"],
        tools=tuple(
            Tool(one["name"], one["version"], one["controlled_by"], Openness(one["openness"]))
            for one in facts["tools"]
        ),
        checked=Checked(facts["checked"]) if facts["checked"] else None,
        is_required=facts["is_required"],
        material=facts["material"],
        footprint=facts["footprint"],
    ).plain()
