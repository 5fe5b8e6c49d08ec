"""A small law of one criterion, for tests that break it."""

SECTIONS = """\
- slug: advice-and-support
  title: Advice and support
  description: People who can help you.
"""
CRITERION = """\
section: advice-and-support
kind: content
versions:
  - valid_from: 2014-09-01
    title: Free advice
    strength: must
    reviewed_on: 2026-11-22
    sources:
      - ref: Children and Families Act 2014, section 32
        kind: law
        confidence: read
    why_it_matters: Somebody on your side.
    entitlement: There must be free advice.
    local: its phone number
    met_when: [Names the service]
    not_enough: [A national helpline]
    evidence:
      pages:
        - about: what the service does
          kinds: [guide, contact]
          checked_within: 12
      services:
        - about: the service itself
          kinds: [sendiass]
          stating: [contact]
    cues: [SENDIASS]
    confusable_with: [further-contacts]
"""


class LawFolder:
    """A folder of the law that a test writes in."""

    def __init__(self, path):
        self.path = path
        (path / "criteria").mkdir()
        self.write("sections.yaml", SECTIONS)
        self.write("criteria/sendiass.yaml", CRITERION)
        self.write("criteria/further-contacts.yaml", CRITERION.replace("[further-contacts]", "[sendiass]"))

    def write(self, name, text):
        (self.path / name).write_text(text, "utf-8")

    def change(self, before, after):
        """Put one text in the place of another in sendiass.yaml."""
        assert CRITERION.count(before) == 1, before
        self.write("criteria/sendiass.yaml", CRITERION.replace(before, after))
