"""From text to words that can be compared: the same for what is indexed and what is asked.

Both databases are given these words ready-made, so that they match alike. Plain Python.
"""

import re
import threading
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

LONGEST_TEXT = 1_000  # characters of a question that are read
LONGEST_WORD = 40

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ"))
_local = threading.local()

# Words that say nothing about which help is wanted. "help" and "support" are not here: they are
# common in every record, so they weigh next to nothing by themselves.
STOP_WORDS = frozenset(
    """
    a about after again all also am an and any anyone anything are as at be because been before being but by can
    cannot cant come could did do does doesnt doing dont each else ever every for from get gets getting give go goes
    going got had has have havent having he her here hers him his how i if ill im in into is isnt it its ive just know
    like little lot make many may me might mine more most much must my near need needs no nor not now of off on one
    only or other our ours out over own please really she should so some someone something still such than that the
    their them then there these they thing things this those to too up us use very want wants was way we well were
    what whats when where which while who whom whos whose why will with without wont would yes yet you your yours
    age aged daughter kid kids month months old son year years
    childs daughters hes ive shes sons thats theyre theyve weve werent wasnt hasnt hadnt couldnt wouldnt
    """.split()
)


# Words of people who tell their story: everyday English that tells no service from another
WEAK_WORDS = """
    able above accept across act actually add advice afford afraid afternoon against ago agree ahead allow
    allowed almost alone along already alright although always amount angry annoying another answer anybody
    anymore anyway anywhere apart appear area arent around arrange asked asking available away awful awhile
    back bad badly basically bear became become began begin behind believe best better big bit black blue body
    boring both bottom box boy boys break brilliant bring bringing broken brought build busy call called calls
    came cared careful carry case catch cause certain chance change changed changes changing check child
    children choice choose class clear close closed closer closest coming common complete completely concern
    concerned confused constantly contact continue control cope coping correct cost couldnt couple course
    cover crazy current currently cut date deal decide definitely depends different difficult difficulties
    difficulty disappear drop due during early easier easily easy either else email embarrassed end ended
    enjoy enough entire even evening eventually everybody everyone everything everywhere exactly example
    except excited expect expected explain extra extremely face fact fail failed fair fall false families
    family far fast feel feeling feels felt few fight figure final finally find finding fine finish finished
    first fit fix follow forever forget forgot form forward found free friday front full fully further future
    gave general generally girl girls given gives giving glad gone good gotten great green ground group groups
    grow growing guess guy guys half hand hands happen happened happening happens happy hard hardly hate hated
    hates head hear heard held hello help helped helpful helping helps hi hold holding home hope hoping hour
    hours house huge idea imagine important impossible inside instead interested issue issues item join keep
    keeping keeps kept kind kinda knew known knows large last lately later latest leave leaves leaving led
    left less let lets letting level life line list listen listening literally live lives living local long
    longer look looked looking looks lose loses losing lost lot lots loud love loved loves low luck mad main
    mainly major making man manage managed massive matter maybe mean means meant meet meeting mention middle
    mind minute minutes miss missed missing mix moment monday morning mostly move moved moving mrs mum name
    nearest nearly neither never new next nice night nobody noise none normal normally nothing notice nowhere
    number obviously offer offered offers often ok okay once ones open option options order others ourselves
    outside overall paid part particular party past pay people perfect perhaps person pick picked piece place
    places plan plans play please plenty plus point poor possible pretty probably problem problems properly
    provide provided put putting question questions quick quickly quite rang rather reach read ready real
    realise reason received recently recommend red regular related rest result return right ring room round
    rule run running sad safe said same saturday saw saying says scared second see seem seems seen sen send
    sense sent separate service services session sessions set several severe share shes short show shown shows
    shut side sign similar simple simply since single sit sits sitting situation small sorry sort sorted sound
    special specialist spend spent stand start started starting starts state stay stays step stick stood stop
    stopped stops straight strange stress stressed strong struggle struggled struggles struggling stuck stuff
    stupid suddenly suggest suitable suits sunday support supported supporting supports suppose supposed sure
    switch system take taken takes taking talk talking teach tell telling tells tend terrible thank thanks
    thats themselves theres thinking thinks thought thoughts three threw through throughout throw thursday
    till time times tired today together told tomorrow tonight took top total totally touch towards town tried
    tries trouble true trust try trying tuesday turn turned turns two type typical unable under understand
    understands unless until upset used useful uses using usual usually various view visit wait waited waiting
    waits walk walked wanted wanting wants wasnt watch ways wednesday week weekly weeks weird welcome werent
    whatever whenever whether white whole wish within woman women won wonder wondering word words work worked
    working works world worried worries worry worrying worse worst worth wouldnt write wrong wrote yesterday
    young younger youngest yourself
""".split()


# Past tenses and plurals that no rule turns into the word they come from. Left out where the form is a word of its own
# ("left", "bit", "lost", "drunk", "saw").
_IRREGULAR = {
    form: word
    for word, forms in (
        line.split(": ")
        for line in """
eat: ate eaten
bite: bitten
bleed: bled
break: broke broken
bring: brought
build: built
burn: burnt
buy: bought
catch: caught
choose: chose chosen
draw: drew drawn
drive: drove driven
fall: fell fallen
feed: fed
fight: fought
flee: fled
forget: forgot forgotten
freeze: froze frozen
grow: grew grown
hear: heard
hide: hid hidden
hold: held
keep: kept
know: knew known
learn: learnt
ride: rode ridden
ring: rang rung
run: ran
say: said
send: sent
shake: shook shaken
sing: sang sung
sleep: slept asleep
smell: smelt
speak: spoke spoken
spend: spent
steal: stole stolen
sting: stung
swear: swore sworn
swim: swam swum
take: took taken
teach: taught
tear: tore torn
tell: told
think: thought
throw: threw thrown
wake: woke woken
wear: wore worn
weep: wept
write: wrote written
child: children
foot: feet
tooth: teeth
man: men
woman: women
die: dying died dies
lie: lying
""".strip().splitlines()
    )
    for form in forms.split()
}


def fold(text: str) -> str:
    """Lower case, without accents, apostrophes or control characters: "Zoë’s" becomes "zoes"."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def split(text: str) -> list[str]:
    """The words of a text, folded, in order: letters and digits of any script, at most 40 characters each."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of one folded word (Porter's second English stemmer): "swimming" becomes "swim", and "swam", too."""
    if word == "downs":  # Down's syndrome, and not the way down
        return word
    # The stemmer keeps its place in itself while it works, so each thread has its own.
    if not hasattr(_local, "stemmer"):
        _local.stemmer = stemmer("english")
    return _local.stemmer.stemWord(_IRREGULAR.get(word, word))


WEAK_STEMS = frozenset(map(stem, WEAK_WORDS))


def stems(text: str) -> list[str]:
    """The stems of a text, in order, stop words included."""
    return [stem(word) for word in split(text)]
