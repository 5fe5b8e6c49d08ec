"""The words that files of the law may use, each with what it stands for. A code is never reused or changed."""

STRENGTHS = {"must": "the law asks for it", "should": "statutory guidance asks for it"}
CRITERION_KINDS = {
    "content": "something families can read",
    "process": "something the council does",
    "technical": "how the website works",
}
SOURCE_KINDS = {
    "law": "an Act or regulations",
    "court": "a judgment",
    "guidance": "statutory guidance, such as the SEND Code of Practice",
    "advice": "good practice that binds nobody",
}
CONFIDENCES = {
    "read": "we read the text itself",
    "summary": "we read a summary, not the text itself",
    "unconfirmed": "not yet checked against the text",
}

PAGE_KINDS = {
    "home": "a council's first page",
    "hub": "a page that leads to others on one topic",
    "guide": "a guide of one or several parts",
    "journey": "a journey with stops",
    "question": "a question and its answer",
    "news": "news",
    "event": "an event that is not over yet",
    "contact": "whom to ask",
    "easy-read": "an easy read twin of a page",
    "young-people": "the young people's hub, or a page in it",
    "practitioner": "the practitioners' hub, or a page in it",
    "document": "a document such as a policy or a statement",
}

# Codes of localoffer/directory/data/vocabulary.yaml. This room stands below the directory and cannot ask it, so they
# are said again here; a test holds the two equal.
SERVICE_KINDS = frozenset(
    """
    learning early-years-help childcare resource-bases special-schools specialist-teaching educational-psychology
    ehc-plans school-attendance alternative-provision medical-teaching home-education
    health everyday-health mental-health crisis-help diagnosis child-development speech-and-language
    occupational-therapy physiotherapy feeding-and-diet continence hearing-and-sight wheelchairs-and-equipment
    nursing-and-complex-care maternity feeding-a-baby perinatal-mental-health stopping-smoking drugs-and-alcohol
    care short-breaks social-work carers family-help home-adaptations safety domestic-abuse bullying parents-arguing
    parents-apart youth-support youth-justice
    fun toddler-groups youth-clubs sport arts holiday-clubs libraries-and-play
    travel school-transport travel-training badges-and-passes community-transport
    money benefits grants personal-budgets debt
    adult college work adult-social-care housing adult-health
    advice sendiass family-information parent-groups siblings advocacy disagreements mediation
    disagreement-resolution complaints bereavement birth-registration
    """.split()
)
STRANDS = frozenset("education health social-care leisure advice employment travel money".split())
NEEDS = frozenset(
    """
    communication-and-interaction SLCN ASD cognition-and-learning SPLD MLD SLD PMLD DS
    social-emotional-and-mental-health SEMH sensory-and-or-physical-needs HI VI MSI PD OTH NSA
    """.split()
)
STAGES = frozenset("early-years primary secondary post-16 young-adult parents-and-carers".split())
REACHES = frozenset("in-area neighbouring regional national".split())

STATED = {
    "who": "who can have it",
    "how": "how to ask for it",
    "who-decides": "who decides",
    "cost": "what it costs, or that it is free",
    "wait": "how long the wait is",
    "times": "when it is on",
    "contact": "a phone number, an e-mail address or a person to ask",
    "access": "what access its place has",
    "no-plan": "that no EHC plan is needed",
    "no-diagnosis": "that no diagnosis is needed",
    "sen-report": "a link to its own SEN information report",
    "answers": "its provider's answers to the usual questions",
    "checked": "that somebody found it right within the last 12 months",
}

SITE_FACTS = {
    "home-page-live": "the home page is published and can be read without signing in",
    "every-section-has-pages": "each section of the law has a published page",
    "contents-list-live": "a list of how each topic is covered can be read",
    "search-live": "services can be searched by everyday words, age and place",
    "glossary-live": "what words and initials mean is explained on a page",
    "reading-age": "pages for families read at the site's reading age or below",
    "acronyms-explained": "initials on pages for families are explained",
    "pages-checked": "pages were checked by the day they were due",
    "links-work": "links on pages lead somewhere",
}
# Those that are true of a share of the pages, and not only true or false
SHARED_FACTS = frozenset({"reading-age", "acronyms-explained", "pages-checked", "links-work"})

COMMENTS = {
    "invited": "families can comment on this site, with or without an account",
    "published": "comments were published, without names",
    "answered": "each published comment has an answer that says what will be done",
}

PARTS = {
    "comments": "comments, and the council's answers",
    "consultations": "asking families and partners, and what came of it",
    "publications": "leaflets and booklets",
    "self-service": "providers keep their own records",
    "audit": "the auditor, which looks at the site from outside",
}
