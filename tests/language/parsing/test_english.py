"""English requests: noun phrases, actions, places, and words that nobody knows."""

import pytest

from tests.language.words import entities, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("three cats", "count three 3; subject cats cat"),
        ("a pair of bunnies", "count a pair 2; subject bunnies rabbit"),
        ("a few ships", "count a few several; subject ships boat"),
        ("one mouse and two mice", "count one 1; subject mouse; count two 2; subject mice mouse"),
        ("lots of sheep", "count lots many; subject sheep"),
    ],
)
def test_numbers(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a big red boat", "size big large; colour red; subject boat"),
        ("a dark blue sofa", "colour dark blue; subject sofa"),
        ("a red to yellow gradient", "colour red to yellow gradient"),
        ("an old wooden table", "attribute old; material wooden; subject table"),
        ("a wooden boat", "material wooden; subject boat"),
        ("cat, white", "subject cat; colour white"),
        ("the bigger dog", "size bigger large; subject dog"),
        ("coral and blue", "colour coral; colour blue"),
    ],
)
def test_what_stands_before_a_noun(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat with a long tail", "subject cat; attribute with a long tail"),
        ("a man in a green coat", "subject man; attribute in a green coat"),
        ("a girl reading an old book", "subject girl; attribute reading an old book"),
        ("a dog eats flowers", "subject dog; attribute eats flowers eating flowers"),
        ("a sleeping fox", "attribute sleeping; subject fox"),
        ("a fox running through the woods", "subject fox; attribute running; place woods"),
    ],
)
def test_looks_and_actions(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat on a table", "subject cat; position on; subject table"),
        ("a cat in the forest", "subject cat; place forest"),
        ("a cat in a library", "subject cat; place library"),
        ("a moon in the top left corner", "subject moon; position top left corner top left"),
        ("a boat under the bridge", "subject boat; position under; subject bridge"),
        ("a tower behind him", "subject tower; position behind"),
    ],
)
def test_where_things_are(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a zeppelin", "subject zeppelin"),
        ("two red zorblats", "count two 2; colour red; subject zorblats"),
        ("a quokka knight", "subject quokka knight"),
        ("a moth-eaten sofa", "attribute moth-eaten; subject sofa"),
        ("flowers in Ulaanbaatar", "subject flowers flower; place ulaanbaatar"),
        ("a fox by Maud Lewis", "subject fox; artist maud lewis"),
        ("i wonder whether that works", ""),
    ],
)
def test_words_that_nobody_knows(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("make it blue", "reference it; colour blue"),
        ("turn that dog into a fox", "reference that dog subject:dog; subject fox"),
        ("the one with the moon", "reference one with the moon subject:moon"),
        ("a dog and its tail", "subject dog; subject tail"),
    ],
)
def test_what_was_spoken_of(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("foxes, five of them", "subject foxes fox; count five 5"),
        ("a 7 year old girl", "attribute 7 year old 7 years old; subject girl"),
        ("make it portrait", "reference it; canvas portrait 9:16"),
        ("my son wants a fox", "subject fox"),
        ("a fox in zorbian style", "subject fox; style zorbian style"),
        ("replace the cat with a dog", "subject cat; subject dog"),
        ("glowing eyes, a girl with a fluffy tail", "subject eyes eye; subject girl; attribute with a fluffy tail"),
    ],
)
def test_turns_of_phrase(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "three cats, one white and two red",
            "count three 3; subject cats cat; attribute one white one of them white; attribute two red two of them red",
        ),
        (
            "nine boats, four of them are blue",
            "count nine 9; subject boats boat; attribute four of them are blue four of them blue",
        ),
        ("a cat, two white dogs", "subject cat; count two 2; colour white; subject dogs dog"),
    ],
)
def test_parts_of_what_was_counted(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("u gotta see a cat thats sleepin lol", "subject cat; attribute sleepin sleeping"),
        ("we're after a fox gettin a bath", "subject fox; attribute gettin a bath getting a bath"),
        ("a fox, poses: running, sleeping", "subject fox; attribute running; attribute sleeping"),
        ("a wuzzle of red clouds", "subject wuzzle of red clouds"),
        ("a fox doing a handstand", "subject fox; attribute doing a handstand"),
        ("a rabbit in a town square", "subject rabbit; place town square"),
    ],
)
def test_what_people_say_around_it(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat sitting on a table", "subject cat; attribute sitting; position on; subject table"),
        ("a cat pulled by six mice", "subject cat; attribute pulled by six mice"),
        ("a cat under the stars", "subject cat; position under; subject stars"),
        ("long blue shadows", "lighting long blue shadows"),
        ("a cat, lit only by a candle", "subject cat; lighting lit only by a candle"),
        ("a cat, tired but happy", "subject cat; mood tired; mood happy"),
        ("a happy cat", "attribute happy; subject cat"),
        ("sitcom vibe", "style sitcom vibe sitcom style"),
        ("a cat instead of a dog", "subject cat; exclusion dog"),
        ("no other dogs", "exclusion dogs dog"),
        ("a castle, no sorry, a cat", "subject cat"),
        ("three more different versions", "number three more different versions 3"),
    ],
)
def test_what_stands_around_a_word_tells_its_type(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("harsh soft light", "lighting harsh soft light"),
        ("a boat in heavy fog", "subject boat; weather heavy fog"),
        ("a boat, bold red", "subject boat; colour bold red"),
    ],
)
def test_how_strong_it_is_belongs_to_light_weather_and_colour(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a girl, red hat", "subject girl; attribute red hat"),
        ("a girl, book in hand", "subject girl; attribute book in hand"),
        ("a girl with a book", "subject girl; attribute with a book"),
        ("a table with a book", "subject table; subject book"),
        ("a poster with a cat", "style poster; subject cat"),
        ("a girl in her early fifties", "subject girl; attribute in her early fifties"),
        ("a fox on roller skates", "subject fox; attribute on roller skates"),
        ("foxes having a tea party", "subject foxes fox; attribute having a tea party"),
        ('a poster with the words "hello"', "style poster; text hello"),
    ],
)
def test_what_somebody_has_is_a_look_and_what_a_thing_has_beside_it_a_subject(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a boat made of old books", "subject boat; attribute old; material books book"),
        (
            "a boat carved from clouds and flowers",
            "subject boat; attribute carved; material clouds cloud; material flowers flower",
        ),
        ("a boat on red glass", "subject boat; position on; colour red; material glass"),
    ],
)
def test_what_things_are_made_of(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a peaceful cat", "attribute peaceful; subject cat"),
        ("a peaceful lake", "mood peaceful; subject lake"),
        ("a wet giant holding a book", "attribute wet; subject giant; attribute holding a book"),
        ("a white sky", "colour white; subject sky"),
        ("a cat on a path", "subject cat; place path"),
        ("a dog for kids, wet", "subject dog; attribute wet"),
        ("gentle please", "mood gentle"),
    ],
)
def test_what_a_word_describes_tells_its_type(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat in the manner of monet", "subject cat; artist monet claude monet"),
        ("a boat in blue with a zorbit", "subject boat; colour blue; subject zorbit"),
        ("a fox tangles the lantern", "subject fox; attribute tangles the lantern"),
        ("a fox, wet like a book", "subject fox; attribute wet like a book"),
        ("a fox, two books for hands", "subject fox; attribute two books for hands"),
        ("a fox, front and side views", "subject fox; composition front and side views"),
        ("a girl reading 书", "subject girl; attribute reading 书"),
        ("a dog by Mónet", "subject dog; artist mónet claude monet"),
    ],
)
def test_what_belongs_together_is_one(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a fox seen through a window", "subject fox; composition seen through a window"),
        ("a fox, from a drone", "subject fox; composition from a drone"),
        ("1. a red boat 2. a blue hat", "colour red; subject boat; colour blue; subject hat"),
        ("a flower growing out of the hat", "subject flower; attribute growing out of the hat"),
        ("a girl wearing a hat and a robe", "subject girl; attribute wearing a hat and a robe"),
        ("a fox, it towers", "subject fox; attribute towers tower"),
        ("a poster for a swimming club, red", "style poster; colour red"),
        ("a night woman", "subject night woman"),
    ],
)
def test_from_where_out_of_what_and_for_whom(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat sitting on top of a tower", "subject cat; attribute sitting; position on top of on; subject tower"),
        ("a drop on a table", "subject drop; position on; subject table"),
        ("a red run", "colour red; subject run"),
        ("no cats or other dogs", "exclusion cats cat; exclusion dogs dog"),
        ("a cat, nobody in it", "subject cat; exclusion nobody people"),
        ("my 5 yo wants a fox", "subject fox"),
        ("a cat, zorblats on the table", "subject cat; subject zorblats; position on; subject table"),
    ],
)
def test_where_words_end(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a forest placed by six mice", "place forest; attribute placed by six mice"),
        ("a cat on glass, red", "subject cat; position on; material glass; colour red"),
        ("a cat squeezed into a tower", "subject cat; attribute squeezed; place tower"),
        ("a cat leaning against a tower", "subject cat; attribute leaning; position against; subject tower"),
        ("red wallpaper", "colour red; subject wallpaper"),
        ("wallpaper, a cat", "canvas wallpaper 16:9; subject cat"),
        ("a glass of flowers", "subject glass; subject flowers flower"),
        ("a cat, book on his coat", "subject cat; attribute book on his coat"),
        ("a cat on a foggy bridge", "subject cat; position on; weather foggy; subject bridge"),
        ('a sign, the text "hello"', "subject sign; text hello"),
        ("a cat with an orange on its table", "subject cat; attribute with an orange on its table"),
    ],
)
def test_what_is_done_to_places_and_what_things_are_on(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cats, a dozen of them", "subject cats cat; count a dozen of 12"),
        ("a formula 1 boat", "subject formula; subject boat"),
        ("a boat with a lantern inside", "subject boat; subject lantern; position inside"),
        ("a cat, looking peaceful", "subject cat; attribute looking peaceful"),
        ("a cat, oddly peaceful", "subject cat; mood peaceful"),
        ("a fox drawing a boat", "subject fox; attribute drawing a boat"),
        ("a plain wooden boat", "attribute plain; material wooden; subject boat"),
        ("a lantern hung on a tower", "subject lantern; attribute hung; position on; subject tower"),
        ("a girl with her dog", "subject girl; subject dog"),
        ("a fox, tiny lantern, emphasis on the lantern in the first picture", None),
    ],
)
def test_what_people_add(text: str, expected: str | None) -> None:
    if expected is None:
        assert ("weight", "emphasis on the lantern") in [(e.group, e.text) for e in entities(text)]
    else:
        assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat, light spilling out", "subject cat; lighting light; attribute spilling"),
        ("a fox drinks the cactus", "subject fox; attribute drinks the cactus drinking the cactus"),
        ("a boat half submerged", "subject boat; attribute half submerged"),
        ("a cat, oil", "subject cat; style oil oil painting"),
    ],
)
def test_light_drinks_and_halves(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("flowers in a field of sheep", "subject flowers flower; place a field of field; subject sheep"),
        ("two rabbits playing cards", "count two 2; subject rabbits rabbit; attribute playing cards"),
        ("a fox does yoga", "subject fox"),
    ],
)
def test_words_of_several_senses(text: str, expected: str) -> None:
    assert told(text) == expected
