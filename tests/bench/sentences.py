"""Made-up facts → statements, notes and details, in both languages from the same words and numbers.

Receives a source of chance, a sector and what stands in it; returns `Sentence`s. Refuses nothing: that no two
statements are alike is for the caller to see to, who draws again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.bench.amounts import Amount, draw_amount
from tests.bench.vocabulary import (
    ACTIONS,
    ACTORS,
    CONSEQUENCES,
    DUTIES,
    EFFECTS,
    GOALS,
    INSTRUMENTS,
    LACKS,
    MEASURES,
    OCCASIONS,
    PLACES,
    PURPOSES,
    REASONS,
    REMARKS,
    SHARE_ON_TARGET,
    Measure,
    Noun,
    Words,
)

_MORE = (Words("多", "more"), Words("少", "less"))


@dataclass(frozen=True)
class Sentence:
    """A sentence in both languages without its full stop; `figure` has the fields of a typed figure, if it has one."""

    zh: str
    en: str
    figure: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True)
class Scene:
    """What a sentence is about: chance, whose turn it is to be named, and where."""

    chance: Random
    subject: Noun
    sector: str

    def place(self) -> tuple[str, Words]:
        """Give a place: its id and its name."""
        return self.chance.choice(PLACES)

    def past(self) -> int:
        """Give a year of which there are statistics."""
        return self.chance.randint(2009, 2024)

    def future(self) -> int:
        """Give a year for which something is promised."""
        return self.chance.randint(2027, 2049)


def finding(scene: Scene) -> Sentence:
    """Say how much something was, or how it fares."""
    return scene.chance.choice((_counted, _compared, _observed))(scene)


def _compared(scene: Scene) -> Sentence:
    chance, year, (place_id, place) = scene.chance, scene.past(), scene.place()
    measure, earlier, more = chance.choice(MEASURES), year - chance.randint(1, 9), chance.choice(_MORE)
    amount, clause = _fill(chance, measure)
    share = chance.randint(2, 79)
    noun = Words(f"{place.zh}的{scene.subject.zh}", f"{scene.subject.plural} of {place.en}")
    if measure.unit == "percent":
        zh, en = f"{clause.zh}，{earlier}年则为{share}%", f"{clause.en}, against {share}% in {earlier}"
    else:
        zh, en = f"{clause.zh}，比{earlier}年{more.zh}{share}%", f"{clause.en}, {share}% {more.en} than in {earlier}"
    figure = _figure(scene, measure, place_id, year, amount)
    return Sentence(f"{year}年，{noun.zh}{zh}", f"In {year} the {noun.en} {en}", figure)


def _counted(scene: Scene) -> Sentence:
    chance, year, (place_id, place) = scene.chance, scene.past(), scene.place()
    measure, remark = chance.choice(MEASURES), chance.choice(REMARKS)
    amount, clause = _fill(chance, measure)
    figure = _figure(scene, measure, place_id, year, amount)
    return Sentence(
        f"{year}年，{place.zh}的{scene.subject.zh}{clause.zh}，{remark.zh}",
        f"In {year} the {scene.subject.plural} of {place.en} {clause.en}, {remark.en}",
        figure,
    )


def _observed(scene: Scene) -> Sentence:
    chance, (_, place) = scene.chance, scene.place()
    when, effect, reason = chance.choice(OCCASIONS), chance.choice(EFFECTS), chance.choice(REASONS)
    return Sentence(
        f"{when.zh}，{place.zh}的{scene.subject.zh}{effect.zh}，{reason.zh}",
        f"{when.en} the {scene.subject.plural} of {place.en} {effect.en}, {reason.en}",
    )


def challenge(scene: Scene) -> Sentence:
    """Say what is lacking, and what comes of it."""
    chance, (_, place) = scene.chance, scene.place()
    lack, consequence = chance.choice(LACKS), chance.choice(CONSEQUENCES)
    return Sentence(
        f"{place.zh}的{scene.subject.zh}{lack.zh}，{consequence.zh}",
        f"The {scene.subject.plural} of {place.en} {lack.en}, {consequence.en}",
    )


def policy(scene: Scene) -> Sentence:
    """Say what a rule demands, and to what end."""
    chance, year, (_, place) = scene.chance, scene.past(), scene.place()
    rule, duty, purpose = chance.choice(INSTRUMENTS), chance.choice(DUTIES), chance.choice(PURPOSES)
    return Sentence(
        f"{place.zh}{year}年通过的《{rule.zh}》要求{scene.subject.zh}{duty.zh}，{purpose.zh}",
        f"The {rule.en} that {place.en} adopted in {year} require {scene.subject.plural} to {duty.en}, {purpose.en}",
    )


def target(scene: Scene) -> Sentence:
    """Say which share is to have reached what by when."""
    chance, year, (place_id, place) = scene.chance, scene.future(), scene.place()
    amount, goal, purpose = draw_amount(chance, SHARE_ON_TARGET), chance.choice(GOALS), chance.choice(PURPOSES)
    return Sentence(
        f"到{year}年，{place.zh}{amount.words.zh}%的{scene.subject.zh}将{goal.zh}，{purpose.zh}",
        f"By {year} {amount.words.en}% of the {scene.subject.plural} of {place.en} are to {goal.en}, {purpose.en}",
        _figure(scene, SHARE_ON_TARGET, place_id, year, amount),
    )


def recommendation(scene: Scene) -> Sentence:
    """Say what an actor should do by when."""
    chance, year, (_, place) = scene.chance, scene.future(), scene.place()
    (_, actor, _), action, purpose = chance.choice(ACTORS), chance.choice(ACTIONS), chance.choice(PURPOSES)
    return Sentence(
        f"{actor.zh}应当在{year}年以前{action.zh}{place.zh}的{scene.subject.zh}，{purpose.zh}",
        f"{_capital(actor.en)} should {action.en} the {scene.subject.plural} of {place.en} before {year}, {purpose.en}",
    )


def cooperation(scene: Scene) -> Sentence:
    """Say what two actors could do with each other."""
    chance, (_, place) = scene.chance, scene.place()
    (_, actor, _), (_, partner, _) = chance.sample(ACTORS, 2)
    action, purpose = chance.choice(ACTIONS), chance.choice(PURPOSES)
    return Sentence(
        f"{actor.zh}可以同{partner.zh}合作，{action.zh}{place.zh}的{scene.subject.zh}，{purpose.zh}",
        f"{_capital(actor.en)} could work with {partner.en} to {action.en} "
        f"the {scene.subject.plural} of {place.en}, {purpose.en}",
    )


# What the kinds of statements say; the ids are those of `kinds.yml`.
MAKERS: dict[str, Callable[[Scene], Sentence]] = {
    "finding": finding,
    "challenge": challenge,
    "policy": policy,
    "target": target,
    "recommendation": recommendation,
    "cooperation": cooperation,
}


def note(scene: Scene, seen: str) -> Sentence:
    """Give what the editors say of a statement; `seen` is the address of another, to which some lead."""
    chance, year, (_, place) = scene.chance, scene.past(), scene.place()
    measure, subject = chance.choice(MEASURES), scene.subject
    kind = chance.random()
    if kind < 0.4:
        printed, right = (draw_amount(chance, measure).words for _ in range(2))
        unit = "%" if measure.unit == "percent" else ""
        return Sentence(
            f"原文此处印作{printed.zh}{unit}，与{place.zh}{year}年的统计不符；本站按照统计，写作{right.zh}{unit}",
            f"the source prints {printed.en}{unit} here, which does not agree with the statistics of {place.en} "
            f"for {year}; this site follows the statistics and writes {right.en}{unit}",
        )
    if kind < 0.6:
        return Sentence(
            f"这组数字也见于[另外的摘要](ref:{seen})，那里说的是{year}年以前的{subject.zh}",
            f"the same series is found in [a different summary](ref:{seen}), which speaks of the {subject.plural} "
            f"from before {year}",
        )
    reason, effect = chance.choice(REASONS), chance.choice(EFFECTS)
    return Sentence(
        f"原文没有写明这里的{subject.zh}是否包括{place.zh}的设施；从{year}年的附表来看，这些设施{effect.zh}，{reason.zh}",
        f"the source does not say whether the {subject.plural} here include those of {place.en}; from the annex for "
        f"{year} it seems that these {effect.en}, {reason.en}",
    )


def detail(scene: Scene) -> Sentence:
    """Give what is added to a statement: how it is made up."""
    (_, place), (_, other) = scene.chance.sample(PLACES, 2)
    share, year = scene.chance.randint(3, 48), scene.past()
    return Sentence(
        f"其中{share}%在{place.zh}，其余在{other.zh}，按{year}年的登记计算",
        f"Of these, {share}% are in {place.en} and the rest in {other.en}, by the register of {year}",
    )


def _fill(chance: Random, measure: Measure) -> tuple[Amount, Words]:
    amount = draw_amount(chance, measure)
    return amount, Words(measure.clause.zh.format(n=amount.words.zh), measure.clause.en.format(n=amount.words.en))


def _figure(scene: Scene, measure: Measure, place: str, year: int, amount: Amount) -> tuple[tuple[str, str], ...]:
    return (
        ("indicator", f"{scene.sector}-{measure.id}"),
        ("geography", place),
        ("year", str(year)),
        *amount.fields,
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
