"""How likely a link leads to the Local Offer, or to what belongs in it, by its words and its address."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit

_WEIGHTS: Final = {
    r"local[\s_-]*offer": 6.0,
    r"\bsend(?:[\s_-]*(?:information|hub|portal|directory|local|support|service|and|in))": 4.0,
    r"\bsend\b|\bsend(?=[-_/])|\bsen\b": 3.0,
    r"special[\s_-]*(?:educational[\s_-]*)?needs": 4.0,
    r"\behc(?:p|na|ps)?\b|education[,\s_-]+health[\s_-]+(?:and|&)[\s_-]+care": 4.0,
    r"sendiass|\biass?\b|parent[\s_-]*carer|parent[\s_-]*forum": 3.0,
    r"disab(?:led|ility|ilities)": 2.5,
    r"short[\s_-]*break|respite|direct[\s_-]*payment|personal[\s_-]*budget": 2.5,
    r"autis|adhd|\basd\b|neurodiver|dyslex|speech[\s_-]*(?:and|&|language)|therap|hearing|visual|sensory|deaf": 2.0,
    r"appeal|mediation|tribunal|disagree|complain|complim|feedback|you[\s_-]*said|have[\s_-]*your[\s_-]*say": 2.0,
    r"preparing[\s_-]*for[\s_-]*adult|post[\s_-]*16|transition|supported[\s_-]*intern": 2.0,
    r"travel[\s_-]*(?:train|assist)|school[\s_-]*transport": 2.0,
    r"accessib|contact|easy[\s_-]*read|young[\s_-]*people|what[\s_-]*is|about": 1.0,
    r"school|nurser|early[\s_-]*years|colleg|health|camhs|care|leisure|transport|housing|employ|benefit|support": 0.7,
    r"directory|services|a[\s_-]*(?:to|-)[\s_-]*z": 0.5,
    r"famil|child|education|learning": 0.5,
}
#: What all of them begin with: most of a text begins with none of these, and is passed over at once.
_BEGINNINGS: Final = (
    r"a[-_ bcdpstuz]|be|c[aho]|d[eiy]|e[adhm]|f[ae]|h[aeo]|ia|l[eo]|me"
    r"|n[eu]|p[aeor]|re|s[cehpu]|t[hr]|vi|wh|yo"
)
# Of small letters: to look for both takes twice as long
_WORDS: Final = re.compile(
    f"(?={_BEGINNINGS})(?:"
    + "|".join(f"(?P<w{number}>{words})" for number, words in enumerate(_WEIGHTS))
    + ")"
)
_WEIGHT: Final = {f"w{number}": weight for number, weight in enumerate(_WEIGHTS.values())}
_NOT: Final = re.compile(
    r"council[\s_-]*tax|\bbins?\b|recycl|planning[\s_-]*application|parking|elections?|licen[cs]|jobs?\b|career|press"
    r"|care[\s_-]*leav|leaving[\s_-]*care|business|privacy|cookies|terms"
)


@lru_cache(maxsize=20_000)
def likelihood(text: str, url: str) -> float:
    """How likely a link is one for us: 0 says nothing for it, 6 and more that it names the Local Offer.

    Each kind of word counts once, in the words of the link fully, in its address by half.
    """
    path = unquote(urlsplit(url).path).replace("/", " ").lower()
    text = text.lower()
    said = _weights(text[:300])
    score = sum(said.values()) + 0.5 * sum(
        weight for name, weight in _weights(path[:300]).items() if name not in said
    )
    return score - (3.0 if _NOT.search(f"{text} {path}") else 0.0)


def _weights(words: str) -> dict[str, float]:
    return {name: _WEIGHT[name] for match in _WORDS.finditer(words) if (name := str(match.lastgroup))}
