"""How English requests are framed."""

FRAMES = (
    "<x>", "draw <x>", "<x>", "please draw <x>", "{paint|make|create|generate} <x>", "draw me <x>", "can you draw <x>?",
    "<x> please", "i want <x>", "could you {please |}{draw|make|paint|create} <x>{?|}", "i'd like <x>", "i would like {to see |}<x>",
    "show me <x>", "{make|paint|create|generate|give|do} {me |}{a picture|an image|a drawing|an illustration} of <x>",
    "{a picture|an image|a drawing|picture|image|drawing|an illustration} of <x>", "can you {make|paint|do} <x>{?|}",
    "i want a {picture|drawing|painting} of <x>", "how about <x>{?|}", "let's have <x>", "<x>, {please|thanks|thank you|thx|pls}",
    "pls draw <x>", "would you {mind drawing|draw|please draw} <x>?", "{hi|hello|hey}{,|!|} {can you |please |}draw <x>",
    "i need <x>", "just <x>", "give me <x>", "draw <x> {for me|pls|plz|thanks}", "let's draw <x>", "i'd love {to see |}<x>",
    "can i {have|get|see} <x>{?|}", "there is <x>", "i was thinking of <x>", "um, maybe <x>", "ok so draw <x>",
    "my {daughter|son|kid} wants <x>", "i'm thinking {about|of} <x>", "{a scene|a scene showing|picture this:} <x>",
    "imagine <x>", "we need <x> for {class|school|a card}", "make it <x>", "so basically i want <x>", "new picture: <x>",
    "try <x>", "what about <x>?", "hey there, could you {draw|paint} <x> for me?", "i wanna see <x>", "plz draw me <x>",
    "draw: <x>", "could we have <x>?", "maybe you could draw <x>", "if possible, draw <x>", "please {paint|make|create} <x>",
    "kindly draw <x>", "please show <x>", "is it possible to draw <x>?", "a {simple |}picture with <x>", "design <x>",
    "an image showing <x>", "put <x> in the picture", "could i {trouble|ask|bother} you {for|to draw} <x>{?|}", "i {was wondering|wonder} {if|whether} you {could|might|can} {draw|paint} <x>{?|}",
    "is there any chance {you could draw|of getting|you could paint|for} <x>?", "what would <x> look like{?|}", "how would <x> look{?|}", "gimme <x>", "{daddy|mommy|mama|teacher|sir}{,|} {please |can you |}draw {me |}<x>",
    "{would it be possible|any chance} to {draw|get|see} <x>?", "if {it isn't too much trouble|you don't mind|it's ok|you have a moment}, {draw|paint} <x>", "{may|might} i {please |}{have|see|get|ask for} <x>{?|}",
    "{logo|icon|sticker|wallpaper|card|poster|banner} {with|of|showing|concept:|idea:|-} <x>", "a {minimal|simple|clean|cute|pretty|small|nice} {icon|logo|picture|drawing|card|image|illustration} of <x>",
    "{place|put|add|insert|include} <x>", "{what i want is|what i need is|all i want is|the picture should show|it should show|the image shows|we see|you see|here is|here's} <x>", "{let there be|how about a picture of|the idea: |idea: |concept: |prompt: |scene: |theme: |topic: }<x>",
    "{yo|hey|yo yo|alright|listen|hi dear|dear artist|dear danqing}{,|} {draw|make|gimme|do} {me |}<x>", "{we're|we are} {drawing|making|painting|studying} <x> {today|this week|in class}", "{that'd be|it'd be great to have|i'd be happy with|i'd be grateful for} <x>",
    "{sketch up|doodle|whip up|produce|depict|show|illustrate|compose|craft|fill the page with|cook up} <x>", "{today i want|this time|first|to begin with|for a start|let's start with|start with}{,|} <x>", "could you {possibly|kindly|maybe|perhaps} {draw|paint|make} {me |us |}<x>{?|, please?|, thank you}",
    "do <x>", "i feel like seeing <x>", "draw, please, <x>", "render <x>",
)  # fmt: skip

# Around a text that begins with a place: "on a house there is a cat".
CLAUSE_FRAMES = (
    "<x>", "<x>", "draw {this|a picture|a scene}: <x>", "draw <x>", "{a picture|a scene|picture}: <x>", "i want {this|a picture}: <x>", "can you draw {this|a picture}: <x>",
    "<x>, please", "please draw <x>", "a picture where <x>", "i'd like {this|a picture}: <x>", "make a {picture|scene}, <x>", "picture this: <x>", "imagine: <x>", "ok: <x>",
)  # fmt: skip

LIST_FRAMES = (
    "<x>",
    "<x>",
    "<x>",
    "draw: <x>",
    "picture: <x>",
    "{draw|make|show} <x>",
    "<x> please",
    "keywords: <x>",
    "i want: <x>",
)

COLOUR_BACKDROPS = (
    "on a <c> background", "{on|with} an all-<c> background", "on a {fully|completely} <c> background", "with the background {in|filled with|painted} <c>", "on {a |}<c> {bg|backdrop|canvas|paper}", "with everything behind <c>", "with a <c> background", "on <c>", "<c> background", "against a <c> background", "background: <c>",
    "on a plain <c> background", "on a <c> backdrop", "against <c>", "with a plain <c> background", "with <c> background",
    "on a solid <c> background", "background <c>", "over a <c> background", "with a <c> backdrop", "in front of a <c> background",
    "with <c> behind", "against a plain <c> backdrop", "with <c> as the background",
)  # fmt: skip

SETTING_TAILS = (
    "{the background is <n>|background: <n>|background <n>|with <n> as the background|the background should be <n>|"
    "make the background <n>|use <n> as background|fill the background with <n>|let the background be <n>|i want the background to be <n>|i'd like the background to be <n>|the backdrop is <n>|background is <n>|<n> in the background|put <n> behind|i want <n> in the background|set the background to <n>|bg: <n>}"
)

# A leading dot: a sentence of its own.
STYLE_FORMS = (
    "<x> in <s> style", "<s> of <x>", "<x>, <s>", "<x> as <s>", "<x> in <s>", "<x>, <s> style", "a <s> of <x>", "<s> style <x>",
    "<x> in the style of <s>", "<s>: <x>", ".{in <s> style|make it <s>|style: <s>|use <s> style|the style is <s>|do it in <s>}",
    "<x> in a <s> style", "a <s> {picture|drawing|image|version} of <x>", "<s> <x>", "<x> ({style: |}<s>)", "in <s> style, <x>",
    "<x> {with|using|in} <s> {graphics|look|aesthetics|technique|design}", "everything in <s>: <x>", "{a|make a|create a} <s>{:| with| showing} <x>", "<s> {icon|logo|sticker|scene|artwork} of <x>", "<x>, all in <s>", "<x>, everything {in <s> style|<s>}", "<x> done in <s>", "<x>, drawn {as|in} <s>", "<x> with a <s> look", "<x>, style {is |}<s>", "<x> in <s> form", "<x> rendered as <s>",
)  # fmt: skip

ODD_LINKS = tuple(
    "in front of|behind|inside|chasing|looking at|holding|eating|surrounded by|kissing|hiding behind|inside of|carrying|"
    "jumping over|running towards|playing with|pulling|facing|following|bigger than|made of|dancing around|fighting|riding|"
    "pushing|tied to|watching|crashing into|wrapped in|hugging|racing|smelling|licking|covered with".split("|")
)
