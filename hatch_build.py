"""What a wheel needs beyond Python: it is refused when the style sheets are not compiled, or the map or axe missing."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledStyles(BuildHookInterface):
    """Refuses a wheel or source archive whose site would come up without its look, or whose auditor half blind."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before each build; `version` is "editable" for a developer's own checkout, which may go on."""
        root = Path(self.root)
        sources = root / "localoffer" / "ui" / "scss"
        static = root / "localoffer" / "ui" / "static" / "ui"
        axe = root / "localoffer" / "auditor" / "browser" / "axe"
        # A source archive carries the compiled sheets and not what they were made from.
        sheets = [path.stem for path in sources.glob("*.scss") if not path.name.startswith("_")]
        wanted = [static / "css" / f"{name}.css" for name in sorted(sheets) or ["map", "site"]]
        wanted += [static / "leaflet" / f"leaflet.{kind}" for kind in ("css", "js")]
        wanted += [axe / name for name in ("axe.min.js", "LICENSE")]
        missing = [path.relative_to(root).as_posix() for path in wanted if not path.is_file()]
        if missing and version != "editable":
            raise RuntimeError(
                f"The style sheets are not compiled, or what comes from npm is not copied ({', '.join(missing)}). "
                "Say ./dev css, then build again."
            )
