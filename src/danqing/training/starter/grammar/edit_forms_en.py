"""English sentences for edits. ``<r>`` is a reference to a subject."""

FORMS: dict[str, tuple[str, ...]] = {
    "colour": (
        "make <r> <c>", "<r> should be <c>", "change <r> to <c>", "paint <r> <c>", "can you make <r> <c>?", "turn <r> <c>", "i want <r> {to be |in |}<c>",
        "color <r> <c>", "colour <r> <c>", "change the {color|colour} of <r> to <c>", "<r> in <c> please", "please make <r> <c>", "i'd prefer <r> in <c>",
        "could <r> be <c>?", "let <r> be <c>", "recolor <r> <c>", "<r> {must|needs to} be <c>", "make <r> <c> instead", "what if <r> {was|were} <c>?", "give <r> a <c> {color|colour}",
        "set <r> to <c>", "change {color|colour} of <r> into <c>", "i think <r> should be <c>", "switch <r> to <c>", "dye <r> <c>", "<r> {color|colour}: <c>",
    ),
    "colour_it": ("<c>", "in <c>", "<c> please", "<c> instead", "no, <c>", "actually <c>", "how about <c>?", "now in <c>", "make that <c>", "try <c>", "i meant <c>", "change the {color|colour} to <c>", "{color|colour} it <c>", "different {color|colour}: <c>"),
    "size": ("make <r> <s>", "<r> should be <s>", "i want <r> to be <s>", "change <r> to <s>", "can you make <r> <s>?", "please make <r> <s>", "turn <r> into a <s> one", "let <r> be <s>", "<r> {must|needs to} be <s>", "set the size of <r> to <s>"),
    "bigger": (
        "make <r> bigger", "make <r> larger", "<r> should be {bigger|larger}", "enlarge <r>", "can you make <r> {bigger|larger}?", "{a bit|a little|slightly|much} bigger <r>", "scale <r> up", "increase the size of <r>", "grow <r>",
        "i want <r> {bigger|larger}", "make <r> a {bit|little} {bigger|larger}", "make <r> much bigger", "please enlarge <r>", "<r> is too small", "blow <r> up a bit", "could <r> be {bigger|larger}?", "size <r> up",
    ),
    "bigger_it": ("bigger", "bigger please", "larger", "a bit bigger", "even bigger", "too small", "make bigger", "a little larger", "can it be bigger?", "bigger!"),
    "smaller": (
        "make <r> smaller", "<r> should be smaller", "shrink <r>", "can you make <r> smaller?", "scale <r> down", "reduce the size of <r>", "i want <r> smaller", "make <r> a {bit|little} smaller", "make <r> much smaller", "please shrink <r>",
        "<r> is too big", "could <r> be smaller?", "<r> is too large", "decrease the size of <r>", "make <r> slightly smaller", "size <r> down",
    ),
    "smaller_it": ("smaller", "smaller please", "a bit smaller", "too big", "even smaller", "make smaller", "a little smaller", "can it be smaller?", "smaller!"),
    "count": (
        "make it <n> <k>", "<n> <k> instead", "i want <n> <k>", "there should be <n> <k>", "change {it |}to <n> <k>", "i need <n> <k>", "let there be <n> <k>", "<n> <k> please", "can we have <n> <k>?", "make that <n> <k>", "<n> <k>, not <o>",
        "turn <r> into <n> <k>", "i meant <n> <k>", "i'd like <n> <k> instead", "have <n> <k>", "actually <n> <k>", "give me <n> <k> instead",
    ),
    "size colour": ("make <r> <s> and <c>", "<r> should be <s> and <c>", "i want <r> <s> and <c>", "turn <r> <s> and <c>", "make <r> <s>, <c> too", "can you make <r> <s> and <c>?", "let <r> be <s> and <c>"),
    "colour size": ("make <r> <c> and <s>", "<r> should be <c> and <s>", "i want <r> <c> and <s>", "paint <r> <c> and <s>", "change <r> to <c> and <s>", "can you make <r> <c> and <s>?"),
    "count_it": ("make it <n>", "make that <n>", "<n> of {them|those} please", "i want <n> of {them|those}", "<n> instead", "change it to <n>", "there should be <n> of them", "make them <n>", "actually <n>", "<n> of them", "not <o>, <n>", "let's make it <n>"),
    "plus_it": ("one more", "another one", "add one more", "one more please", "give me one more", "add another one", "add another", "and one more"),
    "plus_two_it": ("two more", "add two more", "2 more please", "give me two more"),
    "minus_it": ("one less", "remove one of them", "one fewer", "take one away", "remove one", "one less please", "delete one of them"),
    "keep": ("only keep <r>", "keep only <r>", "remove everything except <r>", "just <r>, remove the rest", "delete everything but <r>", "leave only <r>", "remove all but <r>", "keep <r> and remove the rest", "get rid of everything except <r>"),
    "nudge_left": ("move <r> left", "move <r> {more|further} {left|to the left}", "shift <r> left", "<r> a bit more to the left", "move <r> {a bit|a little} to the left", "push <r> left"),
    "nudge_right": ("move <r> right", "move <r> {more|further} {right|to the right}", "shift <r> right", "<r> a bit more to the right", "move <r> {a bit|a little} to the right", "push <r> right"),
    "nudge_top": ("move <r> up", "move <r> {higher|further up|upwards}", "shift <r> up", "raise <r>", "lift <r> up", "<r> should be higher"),
    "nudge_bottom": ("move <r> down", "move <r> {lower|further down|downwards}", "shift <r> down", "lower <r>", "push <r> down", "<r> should be lower"),
    "position": (
        "move <r> <p>", "put <r> <p>", "place <r> <p>", "<r> should be <p>", "can you move <r> <p>?", "i want <r> <p>", "shift <r> <p>", "please put <r> <p>", "please move <r> <p>", "<r> goes <p>", "could you put <r> <p>", "set <r> <p>", "drag <r> <p>",
        "let's have <r> <p>", "make <r> be <p>", "bring <r> <p>", "position <r> <p>", "<r> {must|needs to} be <p>",
    ),
    "relation": ("put <r> <l> <t>", "move <r> <l> <t>", "place <r> <l> <t>", "<r> should be <l> <t>", "i want <r> <l> <t>", "can you put <r> <l> <t>?", "please put <r> <l> <t>", "set <r> <l> <t>", "<r> goes <l> <t>", "have <r> <l> <t>", "could <r> be <l> <t>?"),
    "background": (
        "change the background to <b>", "make the background <b>", "background: <b>", "<b> background", "the background should be <b>", "i want <b> {as|for} the background", "set the background to <b>", "use <b> as {the |}background", "with a <b> background",
        "can the background be <b>?", "switch the background to <b>", "replace the background with <b>", "turn the background into <b>", "<b> as background please", "put <b> in the background", "now with <b> in the background", "background <b>", "give it a <b> background",
        "please change the background to <b>", "i'd like a <b> background", "let the background be <b>", "bg <b>", "add <b> as {the |a |}background", "try <b> for the background", "use a <b> background",
    ),
    "setting": ("<b> instead", "make it <b>", "put everything <b>", "now <b>", "set it <b>", "i want it <b>", "show it <b>", "put the whole thing <b>", "same but <b>", "let it be <b>", "it should be <b>", "move the scene <b>", "could it be <b>?", "how about <b>?", "the same <b>", "redraw it <b>", "the scene should be <b>"),
    "no_background": ("remove the background", "no background", "without {a |the |any |}background", "delete the background", "drop the background", "get rid of the background", "take the background away"),
    "style": (
        "as <y>", "make it <y>", "in <y> style", "{redo|redraw} it as <y>", "change the style to <y>", "turn it into <y>", "<y> style please", "can you make it <y>?", "now as <y>", "use <y> style", "convert it to <y>", "i want it in <y>", "style: <y>", "switch to <y>", "render it as <y>",
        "do it in <y>", "make the picture <y>", "make everything <y>", "the whole thing in <y>", "try <y>", "<y> instead", "{draw|paint} it {as|in} <y>", "i'd like it as <y>", "could it be <y>?", "same but <y>", "same thing in <y>", "show it in <y> style", "apply a <y> style", "let's go with <y>",
    ),
    "no_style": ("remove the style", "no style", "normal style", "drop the style", "without any style", "forget the style", "no special style please"),
    "add": (
        "add <x>", "also add <x>", "add <x> too", "add <x> please", "and <x> too", "also draw <x>", "please add <x>", "can you add <x>?", "and also <x>", "i also want <x>", "put <x> in{ the picture| it|} too", "plus <x>", "now add <x>", "could you add <x>?", "<x> too please", "throw in <x>", "let's add <x>",
        "draw <x> as well", "i want <x> as well", "include <x>", "there should also be <x>", "then add <x>", "give me <x> as well", "also, <x>", "add in <x>", "and <x>", "how about adding <x>", "insert <x>", "i'd like <x> too", "maybe add <x>", "it also needs <x>", "we also need <x>",
    ),
    "remove": (
        "remove <r>", "delete <r>", "no <k>", "take <r> away", "get rid of <r>", "without <r>", "take <r> out", "erase <r>", "please remove <r>", "i don't want <r>", "drop <r>", "can you remove <r>?", "lose <r>", "no more <k>", "<r> should go", "without the <k>", "i don't like <r>, remove it", "remove <r> please",
        "cut <r>", "leave out <r>", "scrap <r>", "make <r> disappear", "kill <r>", "we don't need <r>", "eliminate <r>", "could you take <r> away?", "hide <r>", "clear <r> away",
    ),
    "plus": ("one more <k>", "add another <k>", "another <k>", "add one more <k>", "draw another <k>", "one more <k> please", "i want another <k>", "can i have one more <k>?", "give me another <k>", "and another <k>", "put in one more <k>", "an additional <k>", "an extra <k>", "add an extra <k>", "let's have another <k>", "one extra <k>", "can you add another <k>?"),
    "plus_two": ("add two more <ks>", "two more <ks>", "2 more <ks> please", "i want two more <ks>", "add another two <ks>", "draw two more <ks>"),
    "minus": ("remove one of the <ks>", "remove one <k>", "one <k> less", "take away one <k>", "one fewer <k>", "delete one of the <ks>", "take one of the <ks> away", "one less <k> please", "get rid of one <k>", "erase one of the <ks>", "drop one <k>", "i want one <k> less"),
    "replace": (
        "change <r> into <x>", "replace <r> with <x>", "turn <r> into <x>", "swap <r> for <x>", "make <r> <x>", "<x> instead of <r>", "change <r> to <x>", "i want <x> instead of <r>", "can you replace <r> with <x>?", "use <x> instead of <r>", "exchange <r> for <x>", "switch <r> to <x>", "transform <r> into <x>",
        "replace <r> by <x>", "substitute <x> for <r>", "<r> should be <x>", "let <r> become <x>", "please change <r> into <x>", "could <r> be <x>?", "not <r>, <x>",
    ),
    "new": (
        "draw <x>", "now draw <x>", "draw me <x>", "please draw <x>", "new picture: <x>", "now draw <x> instead", "start over with <x>", "forget that, draw <x>", "let's draw something else: <x>", "can you draw <x>?", "next, draw <x>", "new one: <x>", "a new picture of <x>", "start again: <x>", "ok now draw <x>",
        "next picture: <x>", "start fresh with <x>", "paint <x>", "let's do a new one, <x>", "could you draw <x>?", "a different picture: <x>", "new drawing, <x>", "something new: <x>", "now paint <x>", "create a new picture of <x>",
    ),
    "clear": ("start over", "clear everything", "start again", "clear the picture", "reset", "start from scratch", "new picture", "erase everything", "remove everything", "wipe it clean", "let's start over", "delete everything", "begin again", "empty the canvas", "a blank page please", "start afresh", "clear all", "clean slate", "i want to start over"),
    "undo": (
        "undo", "undo that", "go back", "undo the last change", "revert", "never mind, go back", "take that back", "one step back", "previous version please", "go back one step", "undo please", "ctrl z", "ctrl+z", "no, undo", "it was better before", "back to the previous one", "revert that", "cancel that change", "i liked the previous one better",
        "the previous picture was better", "undo it", "restore the previous version", "return to the previous one", "back", "step back", "that was wrong, undo", "i don't like it, go back", "reverse that", "oops, undo", "roll back",
    ),
    "redo": ("redo", "redo that", "redo it", "bring it back", "redo the change", "go forward", "redo please", "ctrl+y", "ctrl y", "no, redo", "forward again", "undo the undo", "put that change back", "one step forward", "reapply that", "restore the change", "step forward", "actually redo it"),
    "goto": (
        "go back to the <o> picture", "back to the <o> picture", "back to picture <d>", "show me the <o> one again", "return to the <o> picture", "go to picture <d>", "i want the <o> version", "back to the <o> version", "restore picture <d>", "the <o> picture again please", "take me back to picture <d>", "version <d> please", "go to the <o> picture",
        "use the <o> picture", "picture number <d>", "jump to picture <d>", "revert to the <o> picture", "back to version <d>", "i preferred the <o> picture", "go back to version <d>", "let's go back to the <o> one", "back to number <d>", "picture <d> again",
    ),
    "goto_first": ("back to the beginning", "back to the original", "go back to the very first one", "return to the original picture", "the original picture please", "back to the start"),
    "odd": ("make <r> <q>", "give <r> <a>", "add <a>", "put <a> on <r>", "can <r> have <a>?", "let <r> hold <a>", "i want <r> to be <q>", "add <a> too", "also draw <a>", "dress <r> in <a>", "turn <r> into <a>", "replace <r> with <a>", "add <a> next to <r>", "change the background to <a>", "in <y> style", "as <y>", "move it to <a>", "can you add <a>?"),
}  # fmt: skip
JOINTS = (" and ", ", and ", ", then ", " and then ", ". ", ", ", " and also ", ". also ", "; ", " plus ", ". then ")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
ALL = ("them", "them all", "all of them", "everything", "both", "all things", "all", "every one of them", "them both")
