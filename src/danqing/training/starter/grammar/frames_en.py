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

# Requests whose slots say what is asked for (``plan.asked_plan``). One that begins with "." takes no frame.
SHAPES = (
    # Numbered, where the number is no count.
    ".[{draw|list|i want|we need|please draw|draw these}: ]{1. <x0> 2. <x1>|1) <x0> 2) <x1>|1.<x0> 2.<x1>|1: <x0>, 2: <x1>|(1) <x0>, (2) <x1>|#1 <x0> #2 <x1>|no. 1 <x0>, no. 2 <x1>|a) <x0> b) <x1>|a. <x0>, b. <x1>|first: <x0>; second: <x1>|firstly <x0>, secondly <x1>|first <x0>, then <x1>|i. <x0> ii. <x1>|number one: <x0>. number two: <x1>|1 - <x0>; 2 - <x1>}",
    ".[{draw|list|we need|to draw|my list}: ]{1. <c0> <k0> 2. <c1> <k1>|1) <c0> <k0> 2) <c1> <k1>|1. <c0> <k0>, 2. <c1> <k1>|①<c0> <k0> ②<c1> <k1>|1/ <c0> <k0> 2/ <s1> <k1>|1) <s0> <k0> 2) <c1> <k1>|1. <k0> 2. <k1>|1) <k0>, <c0> 2) <k1>, <c1>|1. <k0> (<c0>) 2. <k1> (<c1>)}",
    ".{|draw: |list: |these three: |i need }{1. <x0> 2. <x1> 3. <x2>|1) <x0> 2) <x1> 3) <x2>|1. <c0> <k0> 2. <c1> <k1> 3. <c2> <k2>|a) <x0> b) <x1> c) <x2>|first <x0>, second <x1>, third <x2>|(1) <c0> <k0> (2) <k1> (3) <c2> <k2>|- <x0> - <x1> - <x2>|* <x0>, * <x1>, * <x2>|• <x0> • <x1> • <x2>|- <c0> <k0>, - <c1> <k1>, - <k2>}",
    ".[{draw|please|list}: ]{1. <x0> <p0> 2. <x1> <p1>|1) <x0> <p0> 2) <x1> <p1>|1) <x0>, <p0>; 2) <x1>, <p1>|- <x0> <p0>, - <x1> <p1>|- <x0> - <x1>|- <x0>, - <x1>|* <x0> * <x1>|a) <x0> <p0> b) <x1> <p1>|1. <x0> 2. <x1> <l10> <d0>|1) <x0> 2) <x1> 3) {background: <ground>|<ground>}|1. <x0> 2. <ground>}",
    # Told in several sentences, with pronouns.
    ".{there's <x0>|there is <x0>|draw <x0>|<x0>|picture <x0>|i want <x0>|we see <x0>}. {<re0>|<they0> <be0>|<they0> should be|and <re0>} <c0>. {<they0> <g0>|<re0>|put <them0>|<they0> <be0>|and <they0> <g0>} <l01> <x1>. {<d1> <be1>|and <d1> <be1>|<d1>:|make <d1>} <c1>{.|}",
    ".[{it's <ground>|<ground>|<at>}. ]<x0>{, <p0>|. <re0> <p0>|. <they0> <be0> <p0>|. put <them0> <p0>}. {<l10> <them0>[,] <x1>|<l10> <them0> {is|there is|we see|comes} <x1>|and <l10> <them0>, <x1>|and <x1> <l10> <them0>|<l10> <d0>: <x1>}{.|}",
    ".{there's <x0>|<x0>|draw <x0>|i'd like <x0>}{, <re0> <c0>|. <re0> <c0>|, <c0>|. <they0> should be <c0>}{, | and |. }<l10> <them0>{ is| there's|,| you can see} <x1>{, <re1> <c1>|. <d1> <be1> <c1>|}",
    "{the|a} <k0> <l01> {the|a} <k1>{, |. |: |; }<d0> {is|is|should be|in} <c0>{, | and |, and }<d1> {is |in |}<c1>",
    ".[{put|draw|place} ]{the|a|one} <k0> <l01> {the|a|one} <k1>. {<d0> must be <c0> and <d1> <c1>|make <d0> <c0> and <d1> <c1>|<k0> <c0>, <k1> <c1>|<d1> is <c1>. <d0> is <c0>|the first one is <c0>, the other <c1>}",
    ".<x0> {and|&|,} <x1>{. |, |; }{the former <c0>, the latter <c1>|the first is <c0>, the second is <c1>|<d0> <be0> <c0>, <d1> <be1> <c1>|<d1> <be1> <c1> and <d0> <be0> <c0>|the <k0> <c0>, the <k1> <c1>}[. {<at>|background: <ground>}]",
    # The place first.
    ".{<l10> {<x0>|the <k0>}}{,| there is| there's|, put| place| put|, draw|: |, i want|, we see| we see} <x1>[ {that <be1>|which <be1>|, <re1>} <c1>[ and <s1>]]",
    ".<l10> {the|a|a <c0>} <k0>{ <g1>| is|,| there <be1>| goes| you see} <x1>[, <at>]",
    "{<k0>|<x0>|<x0>} <at>{ with|, with| and|, and|, plus} <x1> {<p1>|<p1>|<l10> <them0>}",
    ".<at>{ | there's | we see |, }<x0>{, with| and|, and|;} <x1> {<p1>|<l10> <them0>|<l10> <d0>}",
    "{<x0> <l01> <x1>{, and|,|;| and|. also} <x2> <l21> <d1>|<x0> <l01> <x1>{, and|,|;|. then} <x2> <l20> <d0>}",
    ".<x0> <l01> <x1>. {<d1> <be1>|<d1> <g1>|and <d1> <be1>} <l12> <x2>{.|}",
    ".{<l10> <x0>{ is|,| there's} <x1>{, and|,|;} <l20> <d0>{ is|,| there's} <x2>|<l10> <d0>, <x1>. <l21> <d1>, <x2>}",
    # What several share.
    "{<n0> <k0> {&|and|plus|+} <n1> <k1>|<x0> {&|and|,|+} <x1>|<n0> <k0>, <n1> <k1>}{, |. |; | - |: }{<all> <u>|<all> in <u>|make them all <u>|let them all be <u>|everything <u>|every single one <u>|same colour: <u>|in <u>, all of it}",
    ".{<u>, all of them|all <u>|everything <u>|all in <u>|only <u> things}: {<n0> <k0>, <n1> <k1>|<n0> <k0> and <n1> <k1>|<x0> and <x1>|<x0>, <x1> and <x2>}",
    "{<x0> and <x1>, <all> <t>|<x0> <p0> and <x1> <p1>, <all> <t>|<n0> <k0> & <n1> <k1>, <all> <t>|<x0>, <x1> and <x2>, all <t>|<x0> and <x1>, <all> <t> and <u>|<x0> <p0> and <x1> <p1>. <all> <u>|<n0> <k0>, <n1> <k1> and <n2> <k2>, all <u>}",
    # Taken back in the same breath.
    ".{a <v0>, {no|no wait|er|i mean|sorry}[,] {a |}<c0> <k0>|a <v0>... {no|hmm|wait}, <c0> <k0>|<v0> no <c0> <k0>|<x0> <vp0>, {no|i mean|wait no}, <p0>|<x0> <vl01> <x1>... {no|sorry}, <l01> {it|<d1>}|a <k0> <vat>, {no|wait|actually}, <at>|<q0> <k0>? no, <n0> <k0>}",
    ".{<nn0> <c0> <k0>{, side by side|, in a row|, holding hands|, stacked}? {no|nah|no no}[,] {just|only} <nn0> <c0> <k0>|<nn0> <k0>, with hats? no, just <nn0> <k0>|<x0> and a <w0>... {no|actually|hmm}, {no <w0>|only <d0>|just <d0>}|a <w0>? no, <x0>|not a <w0>, <x0>|<x0>, not a <w0>}",
    ".{<k0> <l01> <k1>{ with nothing else| above nothing|, and so on}. just <k0> <l01> <k1>|<x0> with a <off>, {no|actually}[,] {without the <off>|forget that|no <off>|leave that out}|a <off>... no, {just |}<x0>|i {first |}wanted a <off>, but {draw|make it} <x0>|<x0> <l01> a <off>, no, <l01> <x1>|<x0>, maybe a <off>? no, just <d0>}",
    # Settings in other words.
    ".{an {all-|all }<plain> {picture|image|page|canvas|scene}|a {completely|fully|totally|plain} <plain> {picture|canvas|page|image|sheet}|a <plain> {page|canvas|sheet of paper}}{ with| with|, and on it| and|, with just| containing} <x0>[ <p0>]",
    "{<x0> on nothing but <plain>|<x0> on {pure|plain|solid|all} <plain>|<x0>, the rest <plain>|<x0>, everything else <plain>|<x0> with <plain> all around|<plain> everywhere, and <x0>|everything <plain> except <x0>|<x0> {with|on} a background that is {completely|all} <plain>}",
    "{<x0>, no background|<x0>, without {a|any} background|<x0> with no background|<x0>. no background please|no background, just <x0>|<x0> and <x1>, no background|only <x0>, leave the background out|<x0>, background doesn't matter}",
    ".{<c0> and <c1>: a <c0> <k0> and a <c1> <k1>|in <c0> and <c1>: <c0> <k0>, <c1> <k1>|only two colours, <c0> and <c1>: a <c0> <k0>, a <c1> <k1>|<c0>/<c1>: <c0> <k0> + <c1> <k1>}",
    # Two of a kind told apart.
    "{one <c0> <k0> <p0> and {one|another} <f1><c1> one <p1>|a <c0> <k0> <p0>, a <f1><c1> one <p1>|<f0>one <c0> and <f1>one <c1> <k0>, the <c0> one <p0>, the <c1> one <p1>|one <k0> <p0>, <c0>, and <f1>another <p1>, <c1>}",
    ".{the <side0> <k0> is <c0>, the <side1> <f1>one is <c1>|<p0> there's a <k0> which is <c0>, <p1> there's a <f1><k0> which is <c1>|two <ks0>: the <side0> one {is |}<c0>{, | and }<f1>the <side1> one {is |}<c1>|2 <ks0>, <side0> one <c0>, <f1><side1> one <c1>|<side0> <k0> <c0>, <side1> <f1><k0> <c1>|a <c0> <k0> {and|plus} another <f1><k0>, <c1>, <l10> it}",
    "{<f0>a <s0> <c0> and <f1>a <s1> <c1> <k0>|<f0>a <c0>, <f1>a <c1> and <f2>a <c2> <k0>|three <ks0>: one <c0>, <f1>one <c1>, <f2>one <c2>|two <ks0>, {the first|one of them|one} <c0>, <f1>{the second|the other|the other one} <c1>}",
    # What it is like before what it is.
    ".{make it <c0> and <s0>: a <k0>|make it <c0>: <x0>|it {should|must|has to} be <c0>: {a|the} <k0>|<c0>, <s0>, {and it's a|a} <k0>|colour <c0>, size <s0>, {draw |}a <k0>|in <c0>[ please]: <x0>|something <c0> and <s0>: a <k0>|i want something <c0>. a <k0>|<c0> is the colour, {a|the} <k0> is the thing|<s0> and <c0>, that's {the|my} <k0>|put it <p0>: <x0>|<p0>, and <c0>: a <k0>|<p0>, <s0>: <c0> <k0>|i want it <s0>, i want it <c0>: a <k0>}",
)  # fmt: skip

# The same for requests that cannot be drawn as a whole.
ODD_SHAPES = (
    "{<x0> <qp>|<x0> <qp> <at>|<x0> <qp>, <at>|<k0> <qp>|<x0> <qp> and <x1>|<x0> and <x1> <qp>}",
    "{<x0> <ql> <x1>|<x0> <ql> <x1> <at>|<k0> <ql> a <k1>|<x0> {that is|which is|sitting|standing|} <qs> <x1>|<x0> <qs> <x1>|<k0> <qs> the <k1>}",
    "{<x0> <qw>|<x0> {sitting|standing|} <qw>|<qw>, <x0>|<x0> and <x1> <qw>|<x0> <l01> <x1> <qw>|<c0> <k0> <qw>}",
    "{<qy> of <x0>|<qy> of <x0> <at>|a <qy> of <x0>|<x0>, <qy>|<x0> as <qy>|a <qy> {picture|image} of <x0>|<qy>: <x0>|<qy>, <x0>, <x1>}",
    ".{<x0>. <re0> <c0>. <qt> {too|as well}|1. <x0> 2. <qt>|1) <qt> 2) <x0>|<x0>, <x1> and <qt>|- <x0> - <qt>|<qt> and <x0>, <at>|<x0> <l01> <x1>, and <qt>|<qt> <at> with <x0>|first <x0>, then <qt>}",
)  # fmt: skip
