"""What is so no more is found where it is told as today's, and left in peace where it is told as history."""

from datetime import date

import pytest

from localoffer.auditor.checks import superseded, wrong_information
from localoffer.auditor.values import Contact, Link, Page

from .a_page import TODAY, a_page, rules_of

WRONG = [
    "If your child has a statement of special educational needs, you can ask for a particular school.",
    "Children with a statement or EHC plan have priority for places.",
    "Pupils on School Action or School Action Plus get extra help in class.",
    "We fund pupils with an EHCP/statement.",
    "The annual review of your child's statement takes place every year in school.",
    "A Section 139A assessment will be carried out in the last year of school.",
    "Your child may be placed at Early Years Action Plus.",
    "The CCG pays for continuing care.",
    "The PCT gives out wheelchair vouchers.",
    "Under the DDA 1995 every school makes adjustments.",
    "The Connexions shop in town gives careers advice.",
    "Parent Partnership meets families at the Old Mill on Mondays.",
    "Take your case to the Disability Rights Commission.",
    "Speech therapy is commissioned by Fenbridge Clinical Commissioning Group.",
    "Contact your Primary Care Trust about wheelchairs.",
    "The local PCT funds nursing in special schools.",
    "You can appeal to SENDIST within two months.",
    "The Parent Partnership Service gives free advice to parents.",
    "Speak to your Connexions personal adviser about college.",
    "Our venue is DDA compliant.",
    "Under the Disability Discrimination Act 1995 services must make reasonable adjustments.",
    "All staff are CRB checked.",
    "You must have a Criminal Records Bureau check before you start.",
    "Guidance from the DCSF says that schools must have a policy.",
    "Report concerns to the Local Safeguarding Children Board.",
    "You can get free school meals if you receive Child Tax Credit.",
    "Students aged 16 to 18 can apply for Education Maintenance Allowance.",
    "Call NHS Direct on 0845 46 47 for health advice.",
    "Schools follow the SEN Code of Practice (2001).",
    "Northamptonshire County Council runs the short breaks team.",
    "Contact Harrogate Borough Council for a taxi card.",
    "Each family with a statement of SEN will be written to, and it will be replaced by an EHC plan.",
    "Adults can claim Disability Living Allowance if they need help to get about.",
    "The Independent Living Fund helps disabled people to live at home.",
    "Funding comes from the Education Funding Agency (EFA).",
    "Public Health England publishes advice for schools.",
    "If you get council tax benefit, sessions are free.",
    "Statementing can take up to 26 weeks.",
    "The statutory assessment may lead to a Statement of Special Educational Need being issued.",
    "Your child's statement will say how many hours of help they get.",
    "Young people with a statement may stay at school until they are 19.",
    "Children move from School Action to School Action Plus, when a specialist is called in.",
    "Disability Living Allowance for adults can be claimed by phone.",
    "Complaints go to the Commission for Social Care Inspection.",
]
FINE = [
    "EHC plans replaced statements of special educational needs in 2014.",
    "You may know it as Parent Partnership: it's SENDIASS now.",
    "Statements of SEN used to be the way to get help.",
    "Statements no longer exist. If you had a statement of SEN, it became an EHC plan.",
    "School Action and School Action Plus were replaced by SEN support.",
    "Clinical commissioning groups (CCGs) were abolished on 1 July 2022 and integrated care boards took their place.",
    "The integrated care board (formerly the CCG) pays for continuing care.",
    "SENDIASS was previously known as the Parent Partnership Service.",
    "Read our accessibility statement.",
    "The school has a whole-school action plan.",
    "Our statement of purpose is on the Ofsted website.",
    "The First-tier Tribunal (SEND), which used to be called SENDIST, hears appeals.",
    "In Wales, statements of special educational needs are being replaced by individual development plans.",
    "Before 2014, young people who left school had a learning difficulty assessment.",
    "North Northamptonshire Council took over from Northamptonshire County Council in April 2021.",
    "Children under 16 can get Disability Living Allowance.",
    "When your child turns 16 they move from DLA to PIP.",
    "DBS checks replaced CRB checks in December 2012.",
    "The Disability Discrimination Act was replaced by the Equality Act 2010.",
    "What happened to statements of SEN?",
    "NHS 111 replaced NHS Direct.",
    "We use person centred thinking (PCT) tools in health reviews.",
    "The 2019 report by Fenbridge CCG and the council found long waits.",
    "Child Tax Credit has ended. Apply for Universal Credit instead.",
    "The old Connexions service has closed.",
    "Connexions Theatre Group meets on Mondays.",
    "My personal statement for university.",
    "The primary school action group meets on Tuesdays.",
    "Our commissioning group meets monthly.",
    "A statement of Special Educational Needs was the legal document before EHC plans came in.",
    "Durham County Council runs the service.",
    "Bedford Borough Council publishes the Local Offer.",
    "Statements of special educational needs. These were replaced by EHC plans.",
    "Somerset County Cricket Club offers disability cricket.",
    "A note about old words: Statement of SEN (now an EHC plan).",
    "The school plays in partnership with parents: parents in partnership.",
    "You can make a statement to the panel.",
    "SEND Code of Practice: 0 to 25 years.",
    "Dorset Council supports families.",
    "Please bring a bank statement.",
    "The children's statement of wishes is read out.",
    "The pupils without a statement from their doctor can still come.",
]
# Written without looking at the words sought, and kept aside until they were done
ASIDE_WRONG = [
    "Only children who hold a statement of SEN may apply for transport.",
    "If school action is not enough, the school will move your child to school action plus.",
    "Statemented pupils are entitled to a yearly review.",
    "Most children's needs can be met without a statement or an education, health and care plan.",
    "Local CCGs and the council plan services together.",
    "Your GP can refer you to the CCG for a personal health budget.",
    "The service is funded by the council and NHS Fenbridge CCG.",
    "Contact us: Fenbridge CCG, Mill House, Fenbridge",
    "Buildings must be DDA-compliant.",
    "Volunteers need an enhanced CRB disclosure.",
    "Appeals are heard by SENDIST.",
    "Ask the Parent Partnership Officer to come with you to meetings.",
    "A Connexions adviser will attend the Year 9 review.",
    "Fenbridge LSCB sets out how agencies work together.",
    "Families who get Working Tax Credit pay less.",
    "EMA, or Education Maintenance Allowance, is paid weekly.",
    "The ESFA funds high needs places in colleges.",
    "Write to Cumbria County Council, The Courts, Carlisle.",
    "Poole Borough Council offers travel training.",
    "Your child's progress is measured on P scales.",
    "An LDA (Learning Difficulty Assessment) sets out the help you need at college.",
    "Ring your primary care trust to find a dentist.",
    "Disability equality duty: schools must publish a scheme.",
    "Early Years Action is the first step.",
    "Apply for Disability Living Allowance if you are over 16 and need care.",
]
# Written before anybody looked at the rules: at first sight 23 of 26 were found, and no fine one
SEEN_FIRST_WRONG = [
    "If your child has a statement, the school must review it at least once a year.",
    "You can claim Disability Living Allowance for anyone under 65.",
    "Young people leaving school should ask their Connexions adviser for a Learning Difficulty Assessment.",
    "Your child may have a Statement or an EHC plan.",
]
SEEN_FIRST_FINE = [
    "Your statement of attendance is part of the papers for the tribunal.",
    "Some older plans still mention a statement. They are still valid until they are next reviewed.",
    "Your child has a statement from the hospital to bring to school.",
    "What used to be called the Parent Partnership is SENDIASS today.",
    "CCGs were abolished on 1 July 2022.",
]

ASIDE_FINE = [
    "From 1 September 2014 no new statements of SEN have been made.",
    "Some older documents mention statements of SEN, School Action or CCGs.",
    "Statements and learning difficulty assessments ended in 2018.",
    "My child had a statement at primary school.",
    "When we started in 2010, children were on School Action.",
    "The ICB, which took over from the CCG in July 2022, plans health services.",
    "Records held by the former Fenbridge CCG passed to the ICB.",
    "In 2022 integrated care boards replaced CCGs across England.",
    "It was set up by the primary care trust in 2008.",
    "Until 2012 checks were made by the Criminal Records Bureau.",
    "DBS (formerly CRB) checks are needed for all volunteers.",
    "The tax credits system closed on 5 April 2025.",
    "EMA has ended in England. Students can get the 16 to 19 Bursary.",
    "Education Maintenance Allowance is still paid in Wales.",
    "SEND support: a graduated approach replaces School Action and School Action Plus.",
    "EHC plans have replaced statements of special educational needs and learning difficulty assessments.",
    "Our parent partnership board meets every month.",
    "The school's mission statement and values",
    "If you disagree with the statement of reasons, write to the tribunal.",
    "An EHC plan takes the place of a statement of SEN.",
    "Buckinghamshire Council came into being on 1 April 2020, when Buckinghamshire County Council was abolished.",
    "This case study was written in 2019, when Jo's family asked the CCG for equipment.",
    "The statement sets out the school's values and needs.",
    'You may hear people talk about "statements of SEN". That is the old system.',
    "Take action at school: plan, do, review.",
    "The Disability Discrimination Act 1995 still applies in Northern Ireland.",
]

# Written when the patterns were done: all were told rightly at first sight
LEA_OF_TODAY = [
    "The LEA will assess your child within six weeks.",
    "If the LEA refuses, you can appeal to the tribunal.",
    "Ask your LEA for a needs assessment.",
    "Write to the Local Education Authority and say why you are worried.",
    "Your local education authority must reply within six weeks.",
    "LEAs have a duty to find a school place.",
    "The LEA's SEN team can tell you more.",
    "Transport is paid for by the LEA.",
    "You can get the form from your child's LEA.",
    "Each local education authority (LEA) decides who gets help with travel.",
    "Contact your LEA if you move to another town.",
    "The LEA is responsible for your child's EHC plan.",
    "The LEA should name the school in Section I.",
    "If you live outside Fenbridge, apply to your home LEA.",
    "Fenbridge LEA provides a sensory support service.",
    "You have the right to appeal against the LEA.",
    "The school will work with the LEA to meet your child's needs.",
    "The Local Education Authority does not pay for private tuition.",
]
LEA_OF_A_NAME_OR_THE_PAST = [
    "The LEA was replaced by the local authority in 2010.",
    "Until 2010 it was the LEA that would assess your child.",
    "The school was built by the LEA in 1974.",
    "Schools were then maintained by the Local Education Authority.",
    "Local education authorities no longer exist.",
    "The local authority, also known as the LEA, will assess your child.",
    "The local authority (formerly the LEA) will assess your child.",
    "LEA: Local Education Authority",
    "LEA stands for local education authority.",
    "Read the leaflet “What the LEA must do for your child”.",
    'Read our old guide, "The LEA will see you now".',
    "THE LEA VALLEY SCHOOL WILL OPEN AT 8.45AM",
    "Ask the LEA Forest Academy for its report.",
    "The Lea will be closed for repairs until Easter.",
    "Lea Primary School will hold an open day.",
    "The Local Education Authorities (Integration of Functions) Order 2010 changed the name.",
    "The Local Education Authority (Behaviour Support Plans) Regulations have gone.",
    "School type: LEA maintained",
    "In Wales, the LEA will prepare an individual development plan.",
    "She is an LEA governor of the school.",
    "The 2008 guidance says that LEAs must publish a policy.",
    "In the old days the LEA decided, and parents had no say.",
    "You may still hear people say LEA: they mean the council.",
]


@pytest.mark.parametrize("sentence", LEA_OF_TODAY)
def test_what_a_local_education_authority_is_said_to_do_today_should_be_looked_at(sentence):
    (found,) = wrong_information.of_page(a_page(sentence), TODAY)

    assert (found.rule, found.confidence) == ("old-name", "likely")
    assert found.detail == "Since 5 May 2010 it is the local authority, or the council."


@pytest.mark.parametrize("sentence", LEA_OF_A_NAME_OR_THE_PAST)
def test_lea_as_a_name_as_history_or_in_a_title_counts_for_nothing(sentence):
    assert counted(a_page(sentence)) == []


def test_lea_may_be_short_for_something_else():
    page = a_page("Ask your Lead Early Years Adviser (LEA).", "The LEA will visit your nursery.")

    assert list(wrong_information.of_page(page, TODAY)) == []


def test_a_page_that_says_what_lea_is_short_for_is_told_of_all_the_same():
    page = a_page("Local education authorities (LEAs) keep a list.", "The LEA will assess your child.")

    assert len(counted(page)) == 1


def counted(page):
    """What counts in a score."""
    return [each for each in wrong_information.of_page(page, TODAY) if each.confidence != "possible"]


@pytest.mark.parametrize("sentence", WRONG + ASIDE_WRONG + SEEN_FIRST_WRONG)
def test_what_is_no_more_is_found_where_it_is_told_as_todays(sentence):
    assert rules_of(counted(a_page(sentence)))


@pytest.mark.parametrize("sentence", FINE + ASIDE_FINE + SEEN_FIRST_FINE)
def test_history_and_words_that_only_sound_alike_are_no_error(sentence):
    assert counted(a_page(sentence)) == []


def test_a_finding_says_what_stands_now_and_since_when():
    (found,) = counted(a_page("The CCG pays for nursing."))

    assert found.rule == "abolished-body"
    assert found.target == "clinical commissioning groups (CCGs)"
    assert found.detail == "Since 1 July 2022 it is the integrated care board (ICB)."


def test_nothing_is_wrong_before_the_law_changed():
    assert not list(wrong_information.of_page(a_page("The CCG pays for nursing."), date(2022, 6, 30)))


def test_one_thing_is_told_once_a_page():
    page = a_page("The CCG pays for nursing.", "Ask the CCG about wheelchairs.")

    assert len(counted(page)) == 1


def test_minutes_and_reports_of_a_year_may_speak_of_what_there_was():
    assert not counted(a_page("# Annual report 2019", "The CCG pays for nursing."))


@pytest.mark.parametrize(
    "line",
    [
        "Tel: 01234 56789",
        "Call us on 0300 123 45678.",
        "Mobile: 07700 90012",
        "Phone 020 7946 095",
        "Ring the helpline on 0808 800 222.",
        "Text 07700 9001234 for a call back.",
        "Telephone: +44 1234 56789",
        "Contact the team on (01234) 5678901",
        "Our officer's number is 0123 4567 8901 22.",
    ],
)
def test_a_phone_number_of_a_wrong_length_is_found(line):
    assert rules_of(counted(a_page(line))) == ["wrong-phone-number"]


def test_a_number_alone_in_a_table_of_contacts_is_looked_at():
    assert rules_of(counted(a_page("Fenbridge Mencap", "01234 5678901 2"))) == ["wrong-phone-number"]
    assert not counted(a_page("Fenbridge Mencap", "01234 567890"))


@pytest.mark.parametrize(
    "line",
    [
        "Tel: 01234 567890",
        "Call 0300 123 4567 or 116 123.",
        "Phone Childline on 0800 1111.",
        "Ring 020 7946 0958 / 0959",
        "Call 016977 2345 or 01946 12345.",
        "Telephone +44 (0)1234 567890",
        "Tel: 01234 567890 ext 123",
        "Ring 01234 567890 or 01234 567891.",
        "Charity number 0123456",
        "Call between 01-02-2026 and 03-04-2026.",
        "Sort code 01-02-03, account 01234567",
        "The room is 0123 45678 square feet.",
        "Text 85258 in a crisis.",
        "Call 18001 01234 567890 with Relay UK.",
        "Call 01234 567890 9am to 5pm.",
        "Ring 020 7946 0958 24 hours a day.",
    ],
)
def test_numbers_that_can_be_dialled_and_those_that_are_not_for_phones_are_left_in_peace(line):
    assert counted(a_page(line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "E-mail send@fenbridge",
        "Write to clubs@@fenbridge.example",
        "Write to send@fenbridge,gov.uk",
        "send@fenbridge..gov.uk",
        "send@fenbridge.gov uk",
        "sendteam@fenbridge.gov.ukk",
        "help@fenbridgesendiass.co.u",
        "office@fenbridge.govuk",
        "info@forum.con",
        "Write to the officer at sen.team@@fenbridge.gov.uk.",
        "For a place write to playscheme@ fenbridge.gov.uk.",
        "E-mail us at localoffer.fenbridge.gov.uk and we will ring you.",
    ],
)
def test_an_email_address_that_cannot_be_right_is_found(line):
    assert rules_of(counted(a_page(line))) == ["wrong-email-address"]


@pytest.mark.parametrize(
    "line",
    [
        "Write to send.team@fenbridge.gov.uk.",
        "E-mail send-info@fenbridge.gov.uk, or ring.",
        "Follow us @FenbridgeSEND on Instagram",
        "jo.o'neill@nhs.net",
        "Write to a@b.org.uk; c@d.nhs.uk",
        "meet @ the library",
        "E-mail us, or go to www.fenbridge.gov.uk.",
        "Sign up for e-mail at fenbridge.gov.uk/news today.",
        "Find us on Instagram @fenbridge.org",
    ],
)
def test_a_good_address_and_a_handle_are_left_in_peace(line):
    assert counted(a_page(line)) == []


def test_a_wrong_number_or_address_behind_a_link_is_found_too():
    page = a_page(
        "Ask us: 01234 56789",
        contacts=(Contact("phone", "01234 56789"),),
        links=(Link("mailto:send@fenbridge", "E-mail us"),),
    )

    assert rules_of(counted(page)) == ["wrong-email-address", "wrong-phone-number"]


@pytest.mark.parametrize("entry", superseded.shipped(), ids=lambda entry: f"{entry.rule}: {entry.what}")
def test_each_thing_that_is_no_more_says_what_stands_now_and_where_that_was_read(entry):
    assert entry.since < TODAY
    assert entry.now
    assert "read 20" in entry.source
    assert entry.looks_for


def test_a_fault_in_the_list_names_its_line(tmp_path):
    file = tmp_path / "superseded.yaml"
    file.write_text(
        "- rule: repealed\n  what: x\n  words: [x]\n  since: soon\n  now: y\n  source: z\n", "utf-8"
    )

    with pytest.raises(superseded.SupersededError) as broken:
        superseded.laws_and_bodies(file)

    assert "superseded.yaml, line 1, [1].rule: “repealed” is not known here." in str(broken.value)
    assert "superseded.yaml, line 4, [1].since" in str(broken.value)


@pytest.mark.parametrize(
    "line",
    [
        "Also: First-tier Tribunal · Tribunal · SENDIST",
        "Education, health and care needs assessment; statutory assessment; statementing",
    ],
)
def test_a_list_of_names_by_which_a_thing_is_looked_for_is_no_claim(line):
    page = Page(url="https://town.example/x", status=200, type="html", text=line, paragraphs=(line,))

    assert list(wrong_information.of_page(page, date(2026, 11, 26))) == []
