"""English words for everything in the starter vocabulary, the common ones first."""

from danqing.training.starter.grammar.template import table

KINDS = table(
    {
        "circle": "circle|circle|dot|disc|disk|round shape|circle shape|round dot",
        "square": "square|square|square|square shape",
        "triangle": "triangle|triangle|triangle|triangular shape|triangle shape",
        "star": "star|star|star|five-pointed star|five pointed star|star shape",
        "heart": "heart|heart|love heart|heart shape|heart symbol|valentine heart",
        "moon": "moon|moon|crescent moon|full moon|crescent|half moon",
        "sun": "sun|sun|sun|sun disc",
        "cloud": "cloud|cloud|cloud|rain cloud|raincloud|storm cloud|cumulus cloud|thundercloud",
        "house": "house|house|cottage|home|hut|cabin|villa|farmhouse|bungalow|shack|log cabin|mansion|lodge|chalet",
        "tree": "tree|tree|pine tree|oak tree|oak|pine|maple tree|palm tree|willow|birch|fir tree|maple|apple tree|"
        "cherry tree|spruce|cedar|elm|evergreen|sapling|willow tree|birch tree|cypress|palm",
        "flower": "flower|flower|rose|tulip|daisy|sunflower|lily|blossom|peony|orchid|daffodil|lotus|bloom|carnation|"
        "poppy|dandelion|hibiscus|marigold|chrysanthemum|wildflower|iris|lotus flower|camellia|buttercup",
        "fish": "fish|fish|goldfish|fish|tuna|salmon|carp|koi|trout|clownfish|guppy|tropical fish|cod|koi fish|fishy",
        "bird": "bird|bird|sparrow|birdie|robin|pigeon|parrot|dove|crow|swallow|songbird|canary|seagull|finch|eagle|owl|"
        "magpie|raven|hummingbird|woodpecker|hawk|nightingale|lark",
        "cat": "cat|cat|kitten|kitty|kitty cat|pussycat|tabby|tabby cat|tomcat|house cat|siamese cat|persian cat|feline",
        "boat": "boat|boat|ship|sailboat|yacht|rowboat|sailing boat|canoe|fishing boat|ferry|sailing ship|rowing boat|"
        "vessel|motorboat|steamboat|kayak|dinghy|speedboat|schooner|steamship|gondola|sail boat|cruise ship",
        "car": "car|car|taxi|automobile|sports car|sedan|cab|race car|racing car|suv|auto|jeep|convertible|limousine|"
        "hatchback|coupe|motorcar|motor car|taxi cab",
        "balloon": "balloon|balloon|balloon|party balloon|helium balloon|toy balloon|birthday balloon",
        "cup": "cup|cup|mug|teacup|coffee cup|coffee mug|tea cup|goblet|tumbler|tea mug|drinking cup|espresso cup",
        "mushroom": "mushroom|mushroom|toadstool|fungus|shroom|button mushroom|shiitake|champignon|shiitake mushroom",
        "rabbit": "rabbit|rabbit|bunny|hare|bunny rabbit|jackrabbit|cottontail|lop-eared rabbit|bunny",
        "apple": "apple|apple|apple|apple fruit|fuji apple|crabapple",
        "umbrella": "umbrella|umbrella|parasol|brolly|sunshade|beach umbrella|sun umbrella",
        "mountain": "mountain|mountain|hill|peak|mountain peak|mount|summit|hilltop|mountaintop|alp|mountain top",
        "rocket": "rocket|rocket|spaceship|rocket ship|space rocket|space shuttle|starship|rocketship|space ship|moon rocket",
    }
)

PLURALS = {
    "fish": "fish", "goldfish": "goldfish", "clownfish": "clownfish", "tropical fish": "tropical fish", "koi": "koi",
    "koi fish": "koi fish", "tuna": "tuna", "salmon": "salmon", "carp": "carp", "trout": "trout", "cod": "cod",
    "fungus": "fungi", "lotus": "lotuses", "iris": "irises", "cypress": "cypresses", "canoe": "canoes",
    "shiitake": "shiitakes", "hibiscus": "hibiscuses",
}  # fmt: skip

COLOURS = table(
    {
        "red": "red|red|red|red|crimson|scarlet|bright red|dark red|deep red|ruby|cherry red|ruby red|blood red|reddish|"
        "fire-engine red|vermilion|strawberry red|tomato red",
        "orange": "orange|orange|orange|orange|bright orange|dark orange|tangerine|light orange|pumpkin orange|deep orange",
        "yellow": "yellow|yellow|yellow|golden|gold|bright yellow|light yellow|pale yellow|lemon yellow|lemon|mustard|"
        "dark yellow|canary yellow|mustard yellow|deep yellow|yellowish",
        "green": "green|green|green|dark green|light green|lime|emerald|bright green|olive|lime green|mint green|jade|"
        "emerald green|pale green|deep green|grass green|olive green|greenish|forest green",
        "blue": "blue|blue|blue|light blue|dark blue|navy|sky-blue|sky blue|navy blue|cyan|teal|azure|turquoise|royal blue|"
        "bright blue|deep blue|pale blue|baby blue|cobalt|aqua|sapphire|cobalt blue|ocean blue|bluish",
        "purple": "purple|purple|purple|violet|lilac|lavender|dark purple|light purple|deep purple|plum|mauve|"
        "bright purple|pale purple|amethyst|grape purple",
        "pink": "pink|pink|pink|hot pink|light pink|magenta|rose|bright pink|pale pink|baby pink|fuchsia|rose pink|"
        "deep pink|salmon pink|pinkish|dark pink",
        "brown": "brown|brown|brown|dark brown|light brown|tan|chocolate|coffee|chestnut|chocolate brown|caramel|"
        "coffee brown|mocha|hazel|walnut brown|brownish",
        "white": "white|white|white|cream|beige|ivory|snow white|snow-white|off-white|pure white|milky white|pearl white|"
        "creamy white|whitish",
        "black": "black|black|black|jet black|pitch black|pure black|jet-black|coal black|ebony|inky black|pitch-black",
        "grey": "grey|gray|grey|gray|silver|light grey|dark gray|dark grey|light gray|charcoal|silvery|ash grey|slate grey|"
        "silver grey|charcoal gray|greyish",
    }
)

SIZES = table(
    {
        "small": "small|small|little|tiny|small|mini|teeny|wee|miniature|smallish|itty-bitty|very small|really tiny|"
        "pretty small|small-sized|xs|teeny tiny|super small|teensy|really small|minuscule|extra small|pint-sized|size s|little little",
        "medium": "medium|medium-sized|medium|size m|medium-size|regular-sized|moderately sized|mid-sized|medium sized|medium size|middle-sized|average-sized|normal-sized",
        "large": "big|big|large|huge|giant|big|enormous|gigantic|massive|very big|really big|great big|oversized|colossal|"
        "very large|extra large|jumbo|mega|immense|super big|xl|humongous|really really big|super large|xxl|supersized|ginormous|king-size|large-sized|so big|size l|towering",
    }
)

COUNTS = table(
    {
        "1": "one|one|1|a single|just one|only one|a solitary",
        "2": "two|two|two|2|2|a pair of|a couple of|a couple|two|a duo of|twin|a set of two|a brace of",
        "3": "three|three|three|3|3|several|some|a few|||a trio of|a handful of|three|a group of three|a set of three|a threesome of",
        "4": "four|four|four|4|4|many|lots of|a lot of|loads of|plenty of|four|a quartet of|tons of|so many|a set of four|a group of four|heaps of|numerous",
    }
)

MORE_THAN_FOUR = tuple(
    "five|six|seven|eight|nine|ten|5|6|7|8|9|10|12|20|100|eleven|twelve|a dozen|fifteen|twenty|fifty|"
    "a hundred|one hundred|a thousand|fifteen|half a dozen|thirty|7|8|five|six|1000|a million|hundreds of|dozens of|thousands of|30|50|99".split(
        "|"
    )
)

PLACES = table(
    {
        "left": "on the left|at the left|to the left|on the left side|on the left-hand side|at left|in the left half|"
        "over on the left|on the far left|at the left edge|left|on the left of the picture|left side|on the left hand side|"
        "to the left side|along the left",
        "right": "on the right|at the right|to the right|on the right side|on the right-hand side|at right|in the right half|"
        "over on the right|on the far right|at the right edge|right|on the right of the picture|right side|"
        "on the right hand side|to the right side",
        "top": "at the top|at the top of the picture|on top|on the top|in the upper part|up top|at the very top|"
        "in the top half|along the top|at the upper edge|in the upper half|top|up at the top|towards the top",
        "bottom": "at the bottom|at the bottom of the picture|on the bottom|in the lower part|at the very bottom|"
        "in the bottom half|along the bottom|at the lower edge|down at the bottom|bottom|in the lower half",
        "centre": "in the middle|in the centre|in the center|at the center|at the centre|centered|centred|right in the middle|"
        "in the very middle|in the middle of the picture|smack in the middle|dead center|middle|center|in the exact center",
        "top left": "in the top left corner|in the upper left|at the top left|top left|in the top left|upper left|"
        "in the upper left corner|in the top-left corner|upper-left|in the left upper corner|top-left corner|on the upper left",
        "top right": "in the top right corner|in the upper right|at the top right|top right|in the top right|upper right|"
        "in the upper right corner|in the top-right corner|upper-right|in the right upper corner|on the upper right",
        "bottom left": "in the bottom left corner|in the lower left|at the bottom left|bottom left|in the bottom left|"
        "lower left|in the lower left corner|in the bottom-left corner|lower-left|in the left lower corner|on the lower left",
        "bottom right": "in the bottom right corner|in the lower right|at the bottom right|bottom right|in the bottom right|"
        "lower right|in the lower right corner|in the bottom-right corner|lower-right|on the lower right",
    }
)

# How "X ... Y" says where X is; all of them can follow "is", too.
LINKS = table(
    {
        "left of": "to the left of|left of|on the left of|on the left side of|to the left side of|standing to the left of|"
        "sitting to the left of|just left of|at the left of",
        "right of": "next to|to the right of|beside|right of|on the right of|by|on the right side of|sitting next to|"
        "standing beside|alongside|near|standing next to|right next to|at the side of|close to|adjacent to|besides|"
        "sitting beside|parked next to|standing by",
        "above": "above|over|above|hovering over|floating above|flying over|high above|up above|hovering above|flying above|"
        "right above|floating over|directly above|higher than|just above|hanging over",
        "below": "under|below|beneath|underneath|under|sitting under|standing under|right under|directly below|resting under|"
        "just below|hiding under|down below|sheltering under",
        "on": "on|on top of|on|sitting on|standing on|atop|on the top of|perched on|resting on|sitting on top of|upon|"
        "standing on top of|lying on|balanced on",
    }
)

# Said of the thing just named: "a house with a cat <on it>".
BACK_LINKS = table(
    {
        "left of": "to its left|on its left|to the left of it|left of it|on its left side|at its left",
        "right of": "next to it|to its right|beside it|on its right|to the right of it|by its side|at its side|by it|near it",
        "above": "above it|over it|hovering above it|floating over it|flying over it|up above it|right above it",
        "below": "under it|below it|beneath it|underneath it|underneath|right below it",
        "on": "on it|on top of it|on top|sitting on it|standing on it|on its top|sitting on top|perched on it|atop it",
    }
)

SETTINGS = table(
    {
        "day sky": "in the sky|in a blue sky|in the blue sky|against a blue sky|during the day|in the daytime|in broad daylight|"
        "under a blue sky|with a blue sky behind|under a clear sky|by day|up in the sky|against the sky|flying in the sky|"
        "under the blue sky|in a clear blue sky|floating in the sky|in daylight|on a clear day|with a sky background",
        "night": "at night|in the night sky|under the stars|at night|at nighttime|at night time|when it is dark|in the dark|under a starry sky|in a starry sky|by night|"
        "in the dark of night|against the night sky|under the night sky|during the night|with a starry sky behind|"
        "under a night sky|at midnight|with a starry night sky|in the middle of the night|on a starry night|late at night|"
        "with a night sky background|beneath the stars|in the night",
        "sunset": "at sunset|at dusk|in the sunset|with a sunset behind|against a sunset|during sunset|with the sunset behind|"
        "at sundown|at twilight|under a sunset sky|in the evening glow|with a sunset in the background|in front of a sunset|"
        "during the sunset|at the sunset|as the sun goes down|with a sunset sky",
        "sea": "on the sea|at sea|in the sea|on the ocean|in the ocean|with the sea behind|by the sea|on the open sea|"
        "in the water|with the ocean in the background|out at sea|on the water|sailing on the sea|against the sea|"
        "floating on the ocean|swimming in the sea|over the sea|in front of the sea|with the sea in the background",
        "grass": "on the grass|on grass|on a lawn|in a meadow|in a field|on the lawn|in the grass|in a grassy field|on green grass|"
        "sitting on the grass|on a meadow|in the meadow|on the grassland|standing in a field|in a green field|with grass behind|"
        "with a grass background|on a grassy meadow|in a grassy meadow",
        "snow": "in the snow|on snow|on the snow|in winter|in a snowy landscape|in snow|in the winter|with snow all around|"
        "in a snowy field|sitting in the snow|in a winter landscape|on snowy ground|in a snowy scene|with a snowy background",
        "desert": "in the desert|in a desert|on sand dunes|in the sand dunes|on a sand dune|in a sandy desert|among sand dunes|"
        "in the middle of the desert|standing in the desert|with desert dunes behind|with a desert background|amid the dunes",
        "room": "in a room|indoors|inside a room|in the room|inside|in a bedroom|in a living room|in my room|in an indoor scene|"
        "in a cosy room|in a cozy room|with a room background|sitting indoors|in the living room",
    }
)

SETTING_NAMES = table(
    {
        "day sky": "blue sky|sky|day sky|a blue sky|daytime sky|the sky|clear sky|daytime",
        "night": "night|night sky|starry sky|a starry sky|nighttime|a night sky|starry night|the night sky",
        "sunset": "sunset|a sunset|dusk|sunset sky|a sunset sky|twilight",
        "sea": "sea|the sea|ocean|the ocean|open sea|the open sea",
        "grass": "grass|a meadow|lawn|meadow|green grass|a lawn|a grassy field|grassland|a field",
        "snow": "snow|snowy|winter|snowy landscape|snowy ground|a snowy field|a winter scene",
        "desert": "desert|the desert|sand dunes|a desert|desert dunes|sandy desert",
        "room": "room|a room|indoors|indoor|the inside of a room|an indoor room|a living room",
    }
)

STYLES = table(
    {
        "flat": "flat|flat illustration|flat design|flat style|flat vector|flat art|flat colour|flat graphic|flat colors",
        "outline": "outline|line art|line drawing|sketch|outline drawing|lineart|outlined|pencil sketch|line-art|contour drawing|"
        "simple line drawing|black line drawing",
        "pixel": "pixel art|pixel|8-bit|pixelated|pixel style|8 bit|pixelart|pixel-art|retro pixel|16-bit|8bit|pixel graphics",
        "watercolour": "watercolour|watercolor|watercolor painting|watercolour painting|water colour|water color|aquarelle|"
        "watercolors|watercolours",
        "neon": "neon|neon light|neon lights|neon sign|glowing neon|neon glow|neon-lit|neon lighting|bright neon",
    }
)
